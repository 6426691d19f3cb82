"""A problem's checker: which one, and with what parameters."""

from dataclasses import dataclass
from enum import StrEnum

from verifiers.code.fields import FieldReader
from verifiers.code.kinds import Kind
from verifiers.code.sizes import MAX_NAME_CHARS, MAX_TEXT_CHARS
from verifiers.code.values import Json


class CheckerName(StrEnum):
    """How an output is compared with the expected one; `checkers/` has a file for each."""

    LINES = "lines"
    EXACT = "exact"
    TOKENS = "tokens"
    FLOAT = "float"
    VALUE = "value"
    UNORDERED = "unordered"
    ANY_OF = "any_of"
    PROGRAM = "program"


JUDGE_ARGUMENTS = ("input", "output", "expected")
"""The files of a special judge, in the order in which it gets them unless the problem says another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckerSpec:
    """A checker and its parameters."""

    name: CheckerName
    absolute: float | None = None
    relative: float | None = None
    """Tolerances of `float`."""
    language: str | None = None
    source: str | None = None
    """The special judge of `program`."""
    arguments: tuple[str, ...] = JUDGE_ARGUMENTS
    """The order in which that is given its files."""


_DEFAULT_CHECKERS = {
    Kind.STDIO: CheckerName.LINES,
    Kind.FUNCTION: CheckerName.VALUE,
    Kind.CLASS: CheckerName.VALUE,
    Kind.ASSERTS: CheckerName.VALUE,
}

_CHECKERS_OF_KIND = {
    Kind.STDIO: frozenset(CheckerName) - {CheckerName.VALUE},
    Kind.FUNCTION: frozenset(
        {CheckerName.VALUE, CheckerName.EXACT, CheckerName.FLOAT, CheckerName.UNORDERED}
        | {CheckerName.ANY_OF, CheckerName.PROGRAM}
    ),
    Kind.CLASS: frozenset(
        {CheckerName.VALUE, CheckerName.EXACT, CheckerName.FLOAT, CheckerName.UNORDERED, CheckerName.PROGRAM}
    ),
    Kind.ASSERTS: frozenset({CheckerName.VALUE}),
}


def read_checker(reader: FieldReader, kind: Kind) -> CheckerSpec:
    """Read the `checker` of a problem; without one the default of its kind.

    Raises:
        InvalidProblem: for one that there is not, or that does not fit.
    """
    value = reader.value("checker", default=str(_DEFAULT_CHECKERS[kind]))
    if isinstance(value, str):
        value = {"name": str(reader.choice("checker", CheckerName, default=_DEFAULT_CHECKERS[kind]))}
    inner = FieldReader(value, reader.at("checker"))
    name = inner.choice("name", CheckerName)
    if name not in _CHECKERS_OF_KIND[kind]:
        fitting = ", ".join(sorted(_CHECKERS_OF_KIND[kind]))
        raise reader.refuse(f"cannot be {name} for the kind {kind}; fitting are {fitting}", "checker")
    spec = CheckerSpec(name=name)
    if name is CheckerName.FLOAT:
        spec = CheckerSpec(
            name=name,
            absolute=inner.number("absolute", 0.0, 1e300, default=1e-6),
            relative=inner.number("relative", 0.0, 1.0, default=1e-6),
        )
    if name is CheckerName.PROGRAM:
        spec = CheckerSpec(
            name=name,
            language=inner.text("language", MAX_NAME_CHARS) or "python",
            source=inner.text("source", MAX_TEXT_CHARS),
            arguments=_read_arguments(inner),
        )
        if not spec.source:
            raise inner.refuse("is needed: the special judge", "source")
    inner.finish()
    return spec


def _read_arguments(reader: FieldReader) -> tuple[str, ...]:
    arguments = reader.sequence("arguments", len(JUDGE_ARGUMENTS), default=JUDGE_ARGUMENTS)
    if sorted(map(str, arguments)) != sorted(JUDGE_ARGUMENTS):
        raise reader.refuse(f"must be {', '.join(JUDGE_ARGUMENTS)} in some order", "arguments")
    return tuple(map(str, arguments))


def checker_to_json(spec: CheckerSpec) -> Json:
    """The canonical form."""
    result: dict[str, Json] = {"name": str(spec.name)}
    values: dict[str, float | str | None] = {
        "absolute": spec.absolute,
        "relative": spec.relative,
        "language": spec.language,
        "source": spec.source,
    }
    if spec.arguments != JUDGE_ARGUMENTS:
        result["arguments"] = list(spec.arguments)
    return result | {name: value for name, value in values.items() if value is not None}
