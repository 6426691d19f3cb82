"""What pytest's `capsys` hears, of the test and, by way of the wall, of the program."""

import collections
import io
import sys

Heard = collections.namedtuple("Heard", "out err")


class Capture:
    def __init__(self):
        self.originals = sys.stdout, sys.stderr
        self.clear()

    def clear(self):
        sys.stdout, sys.stderr = self.files = io.StringIO(), io.StringIO()

    def readouterr(self):
        heard = Heard(*(file.getvalue() for file in self.files))
        self.clear()
        return heard

    def close(self):
        sys.stdout, sys.stderr = self.originals
