import io
from contextlib import redirect_stdout
buf = io.StringIO()
with redirect_stdout(buf):
    show([1,2])
assert buf.getvalue() == "1\n2\n"
