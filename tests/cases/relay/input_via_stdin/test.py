import sys, io
from solution import main
def run(text):
    old_in, old_out = sys.stdin, sys.stdout
    sys.stdin = io.StringIO(text); sys.stdout = io.StringIO()
    try:
        main()
        return sys.stdout.getvalue()
    finally:
        sys.stdin, sys.stdout = old_in, old_out
assert run("3\n4\n").strip() == "7"
assert run("1\n1\n").strip() == "2"
