from solution import Sized2, Box, Base
def test():
    assert isinstance(Box(), Sized2)
    assert not isinstance(5, Sized2)
    assert issubclass(Box, Base)
