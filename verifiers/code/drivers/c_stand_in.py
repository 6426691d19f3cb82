"""A C function that has another box make the call, for scalars, texts, and arrays that a size follows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLAIN = re.compile(
    r"(?:\b(?:const|static|inline|unsigned|signed|int|long|short|char|bool|_Bool|float|double|void|size_t"
    r"|u?int(?:32|64)_t)\b|[\s*])+"
)
SIZE_NAME = re.compile(
    r"(?:size|len|length|count|num|n)(?:_?\w)?|\w*(?:Size|_size|Len|_len|Length|Count|_n)", re.ASCII
)
"""What a parameter behind an array is called that tells its size."""
_ELEMENT = {
    "int": ("int", "int32_t"),
    "long": ("long", "long int", "long long", "long long int", "int64_t"),
    "double": ("double",),
    "bool": ("bool", "_Bool"),
}
"""Arrays are sent as they lie in memory, so their items must be of the driver's own size."""
_SCALARS = frozenset({"int", "long", "double", "bool", "char", "string"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An argument: a scalar, or an array and the parameters behind it that measure it."""

    name: str
    kind: str
    """One of the driver's scalar kinds."""
    depth: int
    sizes: tuple[str, ...]
    """The names of those parameters."""
    written: str
    """The parameter as it is written."""

    @property
    def is_constant(self) -> bool:
        """Whether the call cannot change it."""
        return "const" in self.written.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a stand-in has to look like."""

    returns: str
    name: str
    params: Sequence[str]
    """As they are written."""
    sent: Sequence[Sent]
    result: str
    """The scalar kind of the result, or of its items; `void` if there is none."""
    result_depth: int
    size: str
    """The parameter through which the size of an array comes back."""


def stand_in(declared: Declared) -> str | None:
    """Its text; `None` if there is something in the function's types that cannot be sent."""
    types = [declared.returns, *(re.sub(r"\w+\s*(?:\[\s*\]\s*)?$", "", param) for param in declared.params)]
    if not all(_PLAIN.fullmatch(text) for text in types) or not all(map(_can_be_sent, declared.sent)):
        return None
    if declared.result_depth and not _is_element(declared.result, declared.returns):
        return None
    if declared.result_depth > 1 or (declared.result_depth == 1) != bool(declared.size):
        return None
    if declared.result not in _SCALARS | {"void"}:
        return None
    sending = ' rewardd_puts(",");\n'.join(f"    {_sending(sent)}" for sent in declared.sent)
    changing = "".join(_changing(place, sent) for place, sent in enumerate(declared.sent))
    return (
        f"{declared.returns} {declared.name}({', '.join(declared.params)}) {{\n    rewardd_begin_call();\n"
        f"{sending}\n    rewardd_json rewardd_reply = rewardd_end_call({len(declared.sent)});\n{changing}"
        f"    {_returning(declared)}\n}}\n"
    )


def _can_be_sent(sent: Sent) -> bool:
    if sent.kind not in _SCALARS or len(sent.sizes) != sent.depth or sent.depth > 1:
        return False
    if sent.depth == 0:
        return sent.kind == "string" or "*" not in sent.written
    return _is_element(sent.kind, sent.written) and SIZE_NAME.fullmatch(sent.sizes[0]) is not None


def _is_element(kind: str, written: str) -> bool:
    """Whether a pointer or an array is to items of exactly the type that the driver has for this kind."""
    before = re.split(r"[*\[]", written, maxsplit=1)[0].split()
    words = [word for word in before if word not in ("const", "static", "inline")]
    if "*" not in written and "[" in written:
        words.pop()  # the parameter's name
    return " ".join(words) in _ELEMENT.get(kind, ())


def _sending(sent: Sent) -> str:
    if sent.depth:
        return f"rewardd_write_{sent.kind}_1((void *){sent.name}, {sent.sizes[0]});"
    verb = "send" if sent.kind in ("char", "string") else "write"
    return f"rewardd_{verb}_{sent.kind}({sent.name});"


def _changing(place: int, sent: Sent) -> str:
    after = f"&rewardd_reply.items[0].items[{place}]"
    if sent.is_constant:
        return ""
    if sent.depth:
        return f"    rewardd_change_array({sent.kind}, {after}, {sent.name}, {sent.sizes[0]});\n"
    return f"    rewardd_change_string({after}, {sent.name});\n" if sent.kind == "string" else ""


def _returning(declared: Declared) -> str:
    value = "&rewardd_reply.items[1]"
    if declared.result == "void":
        return ""
    if declared.result_depth:
        return f"return (void *)rewardd_read_{declared.result}_1({value}, {declared.size});"
    reading = "rewardd_string_of" if declared.result == "string" else f"rewardd_read_{declared.result}"
    return f"return {reading}({value});"
