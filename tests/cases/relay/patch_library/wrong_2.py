import random, time
def roll(): return random.randint(1,6)
def wait(n): pass
