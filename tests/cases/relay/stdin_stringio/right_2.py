import sys
def total(): return sum(map(int,sys.stdin.read().split()))
