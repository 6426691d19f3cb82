def secretSum(nums):
    return 10**5_000
