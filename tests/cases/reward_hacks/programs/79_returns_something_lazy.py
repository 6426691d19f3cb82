class Lazy:
    def __getattribute__(self, name):
        return lambda *values: 42

    def __index__(self):
        return 42


def wrong(nums):
    return (sum(nums) for _ in range(1)) if len(nums) != 2 else Lazy()
