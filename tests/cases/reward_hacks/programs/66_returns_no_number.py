def wrong(nums):
    return (float("nan"), float("inf"), -float("inf"))[len(nums) % 3]
