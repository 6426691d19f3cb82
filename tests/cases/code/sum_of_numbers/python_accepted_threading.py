import sys
import threading

sys.setrecursionlimit(10**6)
threading.stack_size(1 << 26)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def main():
    n = int(input())
    assert depth(50_000) == 50_000
    print(sum(int(input()) for _ in range(n)))


thread = threading.Thread(target=main)
thread.start()
thread.join()
