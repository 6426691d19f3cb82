"""Types in Rust: which of them can be sent, and the program's own structures and enumerations among them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from verifiers.code.drivers.masking import Syntax, closing, mask, split_commas, top_level

_SENT_TYPE = re.compile(
    r"(?:\b(?:std|collections|string|vec|Vec|VecDeque|HashMap|BTreeMap|HashSet|BTreeSet|num|error|borrow|result"
    r"|Option|Result|String|str|char|bool|[iu](?:8|16|32|64|128|size)|f32|f64|mut|Cow|ParseIntError|ParseFloatError"
    r"|\d+)\b|Box\s*<\s*dyn\s+(?:std::error::)?Error\s*>|'\w+|[\s<>,()\[\];&]|::)+"
)
_BORROWED_TO_CHANGE = re.compile(r"&\s*(?:'\w+\s+)?mut\b")
_DECLARATION = re.compile(r"\b(?P<kind>struct|enum)\s+(?P<name>\w+)\s*(?P<open>[{(;])")
_DERIVED = re.compile(r"#\[\s*derive\s*\(([^()]*)\)\s*\]")
_STANDARD = frozenset(["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"])
_MEMBER = re.compile(
    r"(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?(?P<name>\w+)\s*:\s*(?P<type>.+)", re.DOTALL
)
_VISIBLE = re.compile(r"^pub(?:\([^)]*\))?\s+")
_VARIANT = re.compile(r"(?:#\[[^\]]*\]\s*)*(?P<name>\w+)\s*(?:\((?P<types>.*)\))?", re.DOTALL)
_MAX_TYPES = 50
_MAX_BODY_CHARS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A structure or an enumeration of which all parts can be sent."""

    name: str
    definition: str
    """It with its standard derivations and without methods."""
    traits: str
    """How the crate `rewardd` reads and writes it."""


def is_sent(kind: str, own: Collection[str]) -> bool:
    """Whether values of this type can be sent."""
    if own:
        kind = re.sub(rf"\b(?:{'|'.join(map(re.escape, own))})\b", "i32", kind)
    return _SENT_TYPE.fullmatch(kind) is not None


_PLACES = {
    "Cow": "std::borrow", "Error": "std::error", "ParseFloatError": "std::num", "ParseIntError": "std::num"
}  # fmt: skip
_UNPLACED = re.compile(rf"(?<!::)\b(?:{'|'.join(_PLACES)})\b")


def placed(kind: str) -> str:
    """The type with names of the standard library that need no `use`."""
    return _UNPLACED.sub(lambda match: f"{_PLACES[match[0]]}::{match[0]}", kind)


def is_returned(kind: str, own: Collection[str]) -> bool:
    """Whether such a result can be sent: what it borrows is only looked at."""
    return is_sent(kind, own) and _BORROWED_TO_CHANGE.search(kind) is None


def own_types(text: str) -> list[Own]:
    """Those of a program that can be sent, in order; each may have those before it as parts."""
    masked = mask(text, Syntax.RUST)
    outer = top_level(masked)
    found: dict[str, Own] = {}
    for match in islice(_DECLARATION.finditer(outer), _MAX_TYPES):
        end = closing(masked, match.start("open"), _MAX_BODY_CHARS) if match["open"] != ";" else match.end()
        body = masked[match.end() : end]
        derived = _derived(masked[: match.start()])
        own = _enumeration(match["name"], body) if match["kind"] == "enum" else _structure(match, body)
        if (
            own is not None
            and not _SENT_TYPE.fullmatch(match["name"])
            and all(is_returned(kind, found) and "&" not in kind for kind in own[0])
        ):
            found[match["name"]] = Own(name=match["name"], definition=f"{derived}{own[1]}\n", traits=own[2])
    return list(found.values())


def _derived(before: str) -> str:
    attributes = re.search(r"(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?\Z", before[-500:])
    names = _DERIVED.findall(attributes[0]) if attributes else []
    words = [word.strip() for part in names for word in part.split(",")]
    kept = [word for word in words if word in _STANDARD]
    return f"#[derive({', '.join(kept)})] " if kept else ""


_Parts = tuple[list[str], str, str]
"""The types of all parts, the definition, and the traits."""


def _structure(match: re.Match[str], body: str) -> _Parts | None:
    name = match["name"]
    parts = split_commas(body)
    if match["open"] == "{":
        members = [_MEMBER.fullmatch(part) for part in parts]
        pairs = [(member["name"], member["type"].strip()) for member in members if member is not None]
        if len(pairs) != len(members):
            return None
        definition = f"pub struct {name} {{ {', '.join(f'pub {key}: {kind}' for key, kind in pairs)} }}"
        made = ", ".join(f"{key}: rewardd::part(json, {place})?" for place, (key, _) in enumerate(pairs))
        given = ", ".join(f"&self.{key}" for key, _ in pairs)
        return (
            [kind for _, kind in pairs],
            definition,
            _traits(name, f"Ok({name} {{ {made} }})", _write(given)),
        )
    kinds = [_VISIBLE.sub("", part) for part in parts]
    definition = f"pub struct {name}({', '.join(f'pub {kind}' for kind in kinds)});"
    if not kinds:
        return [], f"pub struct {name};", _traits(name, f"Ok({name})", _write(""))
    made = ", ".join(f"rewardd::part(json, {place})?" for place in range(len(kinds)))
    given = ", ".join(f"&self.{place}" for place in range(len(kinds)))
    return kinds, definition, _traits(name, f"Ok({name}({made}))", _write(given))


def _enumeration(name: str, body: str) -> _Parts | None:
    kinds: list[str] = []
    reading, writing, variants = "", "", []
    for place, part in enumerate(split_commas(body)):
        match = _VARIANT.fullmatch(part)
        if match is None:
            return None
        types = split_commas(match["types"] or "")
        kinds += types
        variants.append(f"{match['name']}({', '.join(types)})" if types else match["name"])
        made = ", ".join(f"rewardd::part(json, {index + 1})?" for index in range(len(types)))
        taken = ", ".join(f"a{index}" for index in range(len(types)))
        reading += f"{place} => Ok({name}::{match['name']}{f'({made})' if types else ''}), "
        values = ", ".join([f"&{place}u32", *(f"a{index}" for index in range(len(types)))])
        writing += f"{name}::{match['name']}{f'({taken})' if types else ''} => {_write(values)}, "
    definition = f"pub enum {name} {{ {', '.join(variants)} }}"
    read = f'match rewardd::part::<u32>(json, 0)? {{ {reading}_ => Err("there is no such variant".into()) }}'
    return kinds, definition, _traits(name, read, f"match self {{ {writing} }}")


def _write(values: str) -> str:
    return f"rewardd::write_values(&[{values}], out)"


def _traits(name: str, read: str, write: str) -> str:
    return (
        f"impl rewardd::Read for {name} {{ "
        f"fn read(json: &rewardd::Json) -> rewardd::Outcome<Self> {{ {read} }} }}\n"
        f"impl rewardd::Write for {name} {{ "
        f"fn write(&self, out: &mut String) -> rewardd::Outcome<()> {{ {write} }} }}\n"
    )
