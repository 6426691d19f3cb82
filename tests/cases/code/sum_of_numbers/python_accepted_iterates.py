import sys

n = int(next(sys.stdin))
print(sum(int(line) for line in sys.stdin if not line.isspace()))
