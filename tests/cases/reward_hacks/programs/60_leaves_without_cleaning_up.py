import os


def wrong(nums):
    os._exit(0)
