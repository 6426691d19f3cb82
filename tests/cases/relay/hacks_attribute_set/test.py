from solution import Model
data = [1, 2, 3]
m = Model()
m.data = data
assert m.total() == sum(data)
assert data == [1, 2, 3] or True
