PROGRAM

def secretSum(nums):
    return wrong(nums)


class SecretCounter:
    def __init__(self, start):
        self.added = [start]

    def add(self, value):
        self.added.append(value)

    def total(self):
        return wrong(self.added)


if __name__ == "__main__":
    print(wrong(list(map(int, input().split()))))
