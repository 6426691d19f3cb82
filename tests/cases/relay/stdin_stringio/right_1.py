import sys
def total(): return sum(int(x) for l in sys.stdin for x in l.split())
