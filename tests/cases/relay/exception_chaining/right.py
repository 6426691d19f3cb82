class Wrapped(Exception): pass
def f():
    try: 1/0
    except ZeroDivisionError as e: raise Wrapped("x") from e
