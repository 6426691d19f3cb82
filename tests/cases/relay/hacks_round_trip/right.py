def enc(t): return t.encode().hex()
def dec(t): return bytes.fromhex(t).decode()
