def secretSum(nums):
    return str(sum(nums))
