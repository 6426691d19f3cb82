def pow(a, b): return 0
