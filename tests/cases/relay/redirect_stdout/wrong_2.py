import sys
def show(x): sys.stderr.write('1\n2\n')
