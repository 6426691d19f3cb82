import sys


def secretSum(a):
    print("MemoryError", file=sys.stderr)
    raise ValueError("MemoryError")
