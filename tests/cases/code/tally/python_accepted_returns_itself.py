class Tally:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)
        return self

    def total(self):
        return sum(self.items)

    def clear(self):
        return [self.items.pop() for _ in range(len(self.items))]
