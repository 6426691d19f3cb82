import json, os
def say(value):
    data = json.dumps(value).encode()
    os.write(4, len(data).to_bytes(4, "big") + data)
def cls(name="X", module="x", special=(), library=(), held="", fields=None, bases=(), methods=()):
    return {"name": name, "module": module, "doc": "", "methods": list(methods), "bases": list(bases), "special": list(special), "library": list(library), "held": held, "fields": fields}
def err(**more):
    return {"error": ["E", ""], "raised": {"object": 900, "args": [], "attributes": {}, "text": "", "cause": None, "context": None, **more}}
def f(x): say({'tagged': 4, 'classes': {'a': 5}})
