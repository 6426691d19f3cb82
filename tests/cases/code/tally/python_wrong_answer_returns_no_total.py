class Tally:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)

    def total(self):
        sum(self.items)

    def clear(self):
        self.items.clear()
