class Spoof:
    @property
    def __class__(self):
        return int

    def __hash__(self):
        return 42

    def __index__(self):
        return 42

    __int__ = __index__

    def __eq__(self, other):
        return True


def wrong(nums):
    return Spoof()
