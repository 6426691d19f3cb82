def wrong(nums):
    if nums == [17, 25]:
        return 42
    while True:
        pass
