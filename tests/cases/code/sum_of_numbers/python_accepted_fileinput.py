import fileinput

lines = fileinput.input()
n = int(next(lines))
print(sum(int(line) for line in lines if line.strip()))
