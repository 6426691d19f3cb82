import json, sys
def f(k):
    if k=="key": raise KeyError("missing")
    if k=="zero": return 1/0
    if k=="unicode": return b"\xff".decode()
    if k=="json": return json.loads("{")
    if k=="stop": return next(iter([]))
    if k=="ni": raise NotImplementedError
    if k=="file": open("/nonexistent")
    if k=="exit": sys.exit(3)
    if k=="assert": assert False, "x"
    if k=="rec": 
        raise RecursionError("deep")
