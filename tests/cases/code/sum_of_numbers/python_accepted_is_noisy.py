import sys

print('debug: starting', file=sys.stderr)
if __name__ == '__main__':
    n = int(input())
    print(sum(int(input()) for i in range(n)))
    sys.stderr.write('done\n')
    exit()
