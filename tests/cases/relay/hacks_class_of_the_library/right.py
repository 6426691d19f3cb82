from collections import Counter
def letters(s): return list(s)
