def wrong(nums):
    nums[:] = [0] * len(nums)
    return 0
