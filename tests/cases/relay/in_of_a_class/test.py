from solution import Registry, Color
@Registry.register
def f(): pass
assert 'f' in Registry
assert Color.RED in Color
