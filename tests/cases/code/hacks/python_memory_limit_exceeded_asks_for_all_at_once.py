def secretSum(a):
    return sum([1] * 10**14)
