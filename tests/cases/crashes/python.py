import ctypes
import os
import sys
import time


def act(what):
    match what:
        case 1:
            sys.exit(0)
        case 2:
            os._exit(0)
        case 3:
            return act(3) + 1
        case 4:
            kept = []
            while True:
                kept.append(bytearray(1 << 20))
        case 5:
            ctypes.string_at(0)
        case 6:
            while True:
                pass
        case 7:
            time.sleep(60)
    return 2 * what


class Actor:
    def __init__(self):
        self.factor = 1

    def act(self, what):
        return self.factor * act(what)
