"""Plain structures of C++: declared by the problem or by the program, and sent member by member."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from verifiers.code.drivers.masking import Syntax, blank, closing, mask, split_commas, top_level

PLAIN_TYPE = re.compile(
    r"(?:\b(?:const|unsigned|signed|int|long|short|char|bool|float|double|void|size_t|u?int(?:8|16|32|64)_t|std"
    r"|string|string_view|vector|deque|list|set|unordered_set|multiset|map|unordered_map|pair|tuple|optional"
    r"|array|any|variant|monostate|unique_ptr|shared_ptr|\d+)\b|[\s:<>,&])+"
)
_TEXT_POINTER = re.compile(r"\b(?:const\s+char|char\s+const)\s*\*")
_STRUCT = re.compile(r"\bstruct\s+([A-Za-z_]\w*)\s*(?:final\s*)?\{")
_ACCESS = re.compile(r"\b(?:private|protected)\s*:")
_MEMBER = re.compile(r"(?P<type>[\w:<>,\s]+?[\s>])(?P<names>[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)")
_NO_MEMBER = re.compile(
    r"\b(?:static|using|typedef|friend|virtual|template|constexpr|mutable|enum|struct|class)\b"
)
_MAX_STRUCTS = 50
_MAX_BODY_CHARS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Struct:
    """A structure of which all members can be sent."""

    name: str
    members: tuple[tuple[str, str], ...]
    """Types and names."""
    written: str
    """Its definition, as it stands in the text it was found in."""

    def fields(self) -> str:
        """What tells `driver.h` its members."""
        members = ", ".join(f"value.{name}" for _, name in self.members)
        return (
            f"template <> struct rewardd::Fields<{self.name}> {{ "
            f"static auto of({self.name}& value) {{ return std::tie({members}); }} }};\n"
        )

    def bare(self, *, compared: bool) -> str:
        """Its members alone, and if wanted its comparison, which is that of all of them."""
        members = " ".join(f"{kind} {name}{{}};" for kind, name in self.members)
        comparison = f"bool operator==(const {self.name}&) const = default;" if compared else ""
        return f"struct {self.name} {{ {members} {comparison} }};\n"


def is_plain(kind: str, structs: Collection[str] = ()) -> bool:
    """Whether values of this type can be sent."""
    text = _TEXT_POINTER.sub("string", kind)
    if structs:
        names = "|".join(map(re.escape, structs))
        text = re.sub(rf"\b(?:struct\s+)?(?:{names})\b", "int", text)
    return PLAIN_TYPE.fullmatch(text) is not None


def plain_structs(text: str) -> list[Struct]:
    """The structures of a text that can be sent, in order; each may have those before it as members."""
    masked = mask(text, Syntax.C)
    outer = top_level(masked)
    found: dict[str, Struct] = {}
    for match in islice(_STRUCT.finditer(outer), _MAX_STRUCTS):
        end = closing(masked, match.end() - 1, _MAX_BODY_CHARS)
        members = _members(masked[match.end() : end], found)
        if members:
            written = f"{text[match.start() : end]}}};\n"
            found[match[1]] = Struct(name=match[1], members=members, written=written)
    return list(found.values())


def _members(body: str, known: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The members; none if there is one that cannot be sent, or that not everybody may see."""
    if _ACCESS.search(body):
        return ()
    members: list[tuple[str, str]] = []
    for part in re.split(r"[;}]", _without_braces(body)):
        statement = re.sub(r"\bpublic\s*:", " ", part).strip()
        if not statement or "(" in statement or "operator" in statement:
            continue
        bare = re.sub(r"=[^,]*|\{", "", statement).strip()
        match = _MEMBER.fullmatch(bare)
        if match is None or _NO_MEMBER.search(bare) or "&" in bare or not is_plain(match["type"], known):
            return ()
        members += [(match["type"].strip(), name.strip()) for name in split_commas(match["names"])]
    return tuple(members)


def _without_braces(body: str) -> str:
    """The body with everything between braces blanked; initializers in braces end no member."""
    outer = top_level(body)
    return re.sub(r"(?<=[\w>])\s*\{\s*\}(?=\s*[;,])", lambda match: blank(match[0]), outer)
