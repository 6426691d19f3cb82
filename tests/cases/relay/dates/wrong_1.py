from datetime import date
def f(y): return date(y,1,2)
