# def secretSum(nums): return sum(nums)
# class SecretCounter: pass
# RESULT
