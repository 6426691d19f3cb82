"""One judged row, of whatever file, reduced to what a report looks at."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.answers import encode
from service.audit.reading import audit_files, audit_rows
from verifiers.code.datasets.files import FileRow

SHOWN_CHARS = 2_000
MAX_CASES = 64
"""So many cases of a row are looked at one by one."""
REFUSED = "refused"
"""The verdict of an item that got an error instead of one, as the audit trail calls it."""
MAX_GOLDS = 16
"""So many golds of a row are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """A completion and what was concluded about it."""

    place: str
    """File and line, for a person."""
    key: bytes
    """Of the question, the completion and the id: by it the rows of two files are matched."""
    question: bytes
    """Of what was asked: the problem, or gold and prompt."""
    group: bytes
    """Of the group it belongs to; the question where it has none."""
    name: str
    """Its id, or its group, for a person."""
    title: str
    """What was asked, for a person: a problem's title, else its entry point, else the name."""
    time: float | None
    """When it was judged, in seconds since 1970; an audit trail knows it."""
    kind: str
    """`math`, `code` or `other`."""
    language: str
    verdict: str
    reward: float | None
    reason: str
    flags: Sequence[str]
    chars: int
    """Length of the completion."""
    verify_ms: float
    passed: int | None
    total: int | None
    cases: Sequence[str]
    """Verdicts of the first cases, in order."""
    completion: str
    """Its end, where the answer is."""
    golds: Sequence[str]
    extracted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that is no judgement."""

    place: str
    error: str


def read_judged(paths: Sequence[Path]) -> Iterator[tuple[JudgedRow | BadRow, float]]:
    """The rows of judged JSON lines or of an audit trail, with how much has been read by now, from 0 to 1.

    Raises:
        UnreadableFileError: there is nothing to read, or a file cannot be read any further.
    """
    files = audit_files(paths)
    for number, path in enumerate(files):
        asked: dict[str, _Asked] = {}
        for row in audit_rows(path):
            read = _read(row, f"{path.name}, {row.place}", asked)
            if read is not None:
                yield read, (number + row.progress) / len(files)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an audit trail's rows refer to by its id."""

    digest: bytes
    title: str


def _read(row: FileRow, place: str, asked: dict[str, _Asked]) -> JudgedRow | BadRow | None:
    if row.data is None:
        return BadRow(place=place, error=row.error)
    if "problem_id" in row.data and "problem" in row.data and "result" not in row.data:
        problem = row.data["problem"]
        asked[_text(row.data["problem_id"])] = _Asked(_digest(problem), _title(problem))
        return None
    item, result = row.data.get("item", row.data), row.data.get("result")
    if (
        not isinstance(item, Mapping)
        or not isinstance(result, Mapping)
        or not result.keys() & {"verdict", "error"}
    ):
        return BadRow(
            place=place, error="has no `result` with a `verdict`; `rewardd verify` writes such rows"
        )
    return _judged(item, result, place, row.data.get("time"), asked)


def _asked(item: Mapping[str, object], known: Mapping[str, _Asked]) -> _Asked:
    """The problem, the same for a row that has it and for an audit trail's that refers to it."""
    problem, id_ = item.get("problem"), _text(item.get("problem_id") or "")
    if id_.startswith("inline:") and id_ in known:
        return known[id_]
    title = known[id_].title if id_ in known else _title(problem or id_)
    return _Asked(_digest(problem or id_), title)


def _judged(
    item: Mapping[str, object],
    result: Mapping[str, object],
    place: str,
    time: object,
    known: Mapping[str, _Asked],
) -> JudgedRow:
    asked = _asked(item, known)
    question = _digest([asked.digest.hex(), item.get("gold"), item.get("prompt")])
    group = item.get("group")
    completion = _text(item.get("completion"))
    reward, passed, total = result.get("reward"), result.get("passed"), result.get("total")
    cases, flags, timing = result.get("cases"), result.get("flags"), result.get("timing")
    is_code = any(name in item for name in ("problem", "problem_id")) or "language" in result
    name = _text(item.get("id") if item.get("id") is not None else group if group is not None else "")[:100]
    return JudgedRow(
        place=place,
        key=_digest([question.hex(), item.get("completion"), item.get("id")]),
        question=question,
        group=question if group is None else _digest(["group", group]),
        name=name,
        title=asked.title or name,
        time=float(time) if isinstance(time, int | float) else None,
        kind="code" if is_code else "math" if "gold" in item else "other",
        language=_text(result.get("language") or ""),
        verdict=_text(result.get("verdict", REFUSED)),
        reward=float(reward) if isinstance(reward, int | float) else None,
        reason=_text(result.get("reason") or _message(result.get("error")))[:SHOWN_CHARS],
        flags=[_text(flag) for flag in flags] if isinstance(flags, list) else [],
        chars=len(completion),
        verify_ms=_number(timing.get("verify_ms")) if isinstance(timing, Mapping) else 0.0,
        passed=passed if isinstance(passed, int) else None,
        total=total if isinstance(total, int) else None,
        cases=[_text(case.get("verdict")) for case in cases[:MAX_CASES] if isinstance(case, Mapping)]
        if isinstance(cases, list)
        else [],
        completion=completion[-SHOWN_CHARS:],
        golds=_golds(item.get("gold")),
        extracted=_text(result.get("extracted") or "")[:SHOWN_CHARS],
    )


def _message(error: object) -> object:
    return error.get("message", "") if isinstance(error, Mapping) else ""


def _title(problem: object) -> str:
    """A problem's own; a stored one is known by its id alone."""
    if isinstance(problem, str):
        return problem[:20]
    if not isinstance(problem, Mapping):
        return ""
    named = (problem.get(field) for field in ("title", "id", "entry_point"))
    return next((_text(name)[:100] for name in named if name), "")


def _golds(gold: object) -> Sequence[str]:
    if gold is None:
        return []
    return [_text(each)[:SHOWN_CHARS] for each in (gold[:MAX_GOLDS] if isinstance(gold, list) else [gold])]


def _text(value: object) -> str:
    """Text as it is; chat messages and all else as JSON."""
    return value if isinstance(value, str) else encode(value).decode(errors="replace")


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _digest(value: object) -> bytes:
    return hashlib.blake2b(encode(value), digest_size=12).digest()
