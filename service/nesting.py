"""How deeply a JSON text is nested, told before a parser sees it."""

from itertools import accumulate

_ALL_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}

PIECE_BYTES = 256 * 1024
"""So much is looked at in one go: other threads wait meanwhile."""


def deepest(text: bytes, *, piece_bytes: int = PIECE_BYTES) -> int:
    """The most arrays and objects that are open at once, as far as a parser may get in the text.

    Of what is no JSON, only what comes before the first mistake counts as it should; no parser reads further.
    """
    depth = most = 0
    inside, rest = False, b""
    for start in range(0, len(text), piece_bytes):
        piece = rest + text[start : start + piece_bytes]
        # A backslash at the end belongs to what comes next, unless another one before it does.
        rest = b"\\" if (len(piece) - len(piece.rstrip(b"\\"))) % 2 else b""
        piece = piece.removesuffix(rest)
        # Backslashes are in strings only, so every other part between unescaped quotes is outside.
        parts = piece.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        brackets = b"".join(parts[inside::2]).translate(None, _ALL_BUT_BRACKETS)
        inside ^= len(parts) % 2 == 0
        depths = list(accumulate(map(_STEPS.__getitem__, brackets), initial=depth))
        depth, most = depths[-1], max(most, *depths)
    return most
