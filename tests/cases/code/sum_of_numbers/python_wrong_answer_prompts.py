n = int(input('n? '))
print(sum(int(input()) for _ in range(n)))
