import sys

lines = sys.stdin.readlines()
n = int(lines[0])
print(*[sum(map(int, lines[1 : n + 1]))], sep='\n', end='')
sys.exit(0)
