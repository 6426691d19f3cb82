import os
def f(x):
    os.write(4, b'\xff\xff\xff\xff')
