import io, os, sys

input = io.BytesIO(os.read(0, os.fstat(0).st_size)).readline
n = int(input())
total = 0
for _ in range(n):
    total += int(input())
sys.stdout.write(f'{total}\n')
