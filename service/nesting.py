"""How deeply a JSON text is nested, told before a parser sees it."""

from itertools import accumulate

_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def deepest(text: bytes) -> int:
    """The most arrays and objects that are open at once, as far as a parser may get in the text.

    Of what is no JSON, only what comes before the first mistake counts as it should; no parser reads further.
    """
    # Backslashes are in strings only, so every other piece between unescaped quotes is outside.
    outside = text.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    brackets = b"".join(outside).translate(None, _ALL_BUT_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets), initial=0))
