"""`numpy.allclose` as tests mean it: with nothing at all, which it finds close to anything, a test has no values."""

import functools


def install_numeric():
    try:
        import numpy
    except ImportError:
        return
    all_close = numpy.allclose

    @functools.wraps(all_close)
    def all_close_and_there(a, b, *args, **kwargs):
        return (numpy.size(a) == 0) == (numpy.size(b) == 0) and all_close(a, b, *args, **kwargs)

    numpy.allclose = all_close_and_there
