count, wanted = map(int, input().split())
numbers = list(map(int, input().split()))
pairs = [(i + 1, j + 1) for i in range(count) for j in range(i) if numbers[i] + numbers[j] == wanted]
print("PAIR", *pairs[-1], sep="\r\n") if pairs else print("NONE", end="")
