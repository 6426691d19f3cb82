class Done(SystemExit):
    code = 0


def wrong(nums):
    raise Done(0)
