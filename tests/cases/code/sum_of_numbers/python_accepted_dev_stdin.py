with open('/dev/stdin') as file:
    n, *numbers = map(int, file.read().split())
print(sum(numbers[:n]))
