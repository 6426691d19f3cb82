c = Counter()
c.increment()
assert c.value == 1
assert Counter() == Counter()
