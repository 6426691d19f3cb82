def wrong(nums):
    return sum(nums)
