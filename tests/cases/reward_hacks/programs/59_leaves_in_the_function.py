import sys


def wrong(nums):
    sys.exit(0)
