count = int(input())
numbers = list(map(int, input().split()))[:count]
print(sum(numbers))
print(*reversed(numbers))
print(input())
