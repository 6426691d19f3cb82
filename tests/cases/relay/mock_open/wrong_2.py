def count(p): return 2
