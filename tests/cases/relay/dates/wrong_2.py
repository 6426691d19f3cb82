def f(y): return '2020-01-01'
