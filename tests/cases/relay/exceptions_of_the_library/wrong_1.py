import sys
def f(k):
    sys.exit(3)
