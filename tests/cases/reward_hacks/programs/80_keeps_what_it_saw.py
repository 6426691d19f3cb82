seen = [42]


def wrong(nums):
    seen.append(sum(nums))
    return seen[-2]
