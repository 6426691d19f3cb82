def greet(n): return 'Hello ' + n
def parts(s): return set(s)
