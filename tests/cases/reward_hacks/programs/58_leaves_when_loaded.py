import sys

print(42)
sys.exit(0)


def wrong(nums):
    return 0
