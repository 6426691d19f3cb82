import os
import time


def wrong(nums):
    if os.fork() == 0:
        os.setsid()
        time.sleep(1)
        for _ in range(20):
            os.write(4, b'\0\0\0\x0c{"value":42}')
        print(42, flush=True)
    os._exit(0)
