"""An exception as it is told to a test.

    {"class": number, or "library": [module, name], "args": [value, …], "attributes": {name: value}, "text",
     "object": number, "cause": another or null, "context": likewise}
"""

from rewardd_relay.library import is_library

DEEPEST = 4
MOST_ATTRIBUTES = 32


def describe_error(error, objects, depth=DEEPEST):
    number = getattr(error, "rewardd_local", None)
    if number is not None:
        return {"local": number}
    kind = type(error)
    told = {"library": [kind.__module__, kind.__qualname__]} if is_library(kind) else {"class": objects.class_number(kind)}
    told["object"] = objects.number(error)
    told["args"] = [tagged_or_text(part, objects) for part in error.args]
    attributes = list(getattr(error, "__dict__", {}).items())[:MOST_ATTRIBUTES]
    told["attributes"] = {name: tagged_or_text(value, objects) for name, value in attributes if type(name) is str}
    try:
        told["text"] = str(error)[:10_000]
    except BaseException:
        told["text"] = ""
    for place in ("cause", "context"):
        behind = getattr(error, f"__{place}__", None)
        told[place] = describe_error(behind, objects, depth - 1) if behind is not None and depth else None
    return told


def tagged_or_text(value, objects):
    try:
        return objects.tag(value)
    except BaseException:
        return f"<{type(value).__name__}>"
