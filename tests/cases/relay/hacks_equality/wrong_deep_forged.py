import os
def f(x):
    d = b'{"tagged":' + b'[' * 90000 + b']' * 90000 + b'}'
    os.write(4, len(d).to_bytes(4, 'big') + d)
