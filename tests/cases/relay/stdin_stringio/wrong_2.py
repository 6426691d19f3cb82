import sys
def total(): return len(sys.stdin.read())
