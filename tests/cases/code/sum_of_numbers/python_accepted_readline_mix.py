import sys
from sys import stdin, stdout

n = int(stdin.readline())
rest = sys.stdin.buffer.read() if False else stdin.read()
stdout.write(str(sum(map(int, rest.split()))))
