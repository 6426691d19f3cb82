from solution import Quiet
def test():
    with Quiet(ValueError):
        raise ValueError("x")
    with Quiet(ZeroDivisionError):
        1 / 0
    with Quiet(ValueError):
        int("abc")
    try:
        with Quiet(KeyError):
            raise ValueError("y")
    except ValueError:
        pass
    else:
        raise AssertionError
