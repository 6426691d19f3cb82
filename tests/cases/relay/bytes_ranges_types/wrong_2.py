def a(): return bytearray(b"x")
def b(): return range(3)
def c(): return {0:1,1:2}.keys()
def d(): return str
