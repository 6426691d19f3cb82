"""Judgements as JSON, to be kept outside of this process. What is read is checked like any other input."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from verifiers.base import CaseJudgement, CompileJudgement, Judgement, Verdict

__all__ = ["read_judgement", "write_judgement"]

_OPTIONAL_TEXT = (str, type(None))
_NUMBER = (int, float)
_OPTIONAL_NUMBER = (int, float, type(None))

_CASE = {
    "index": int,
    "reason": str,
    "cpu_ms": _OPTIONAL_NUMBER,
    "wall_ms": _OPTIONAL_NUMBER,
    "memory_bytes": (int, type(None)),
    "stdout": _OPTIONAL_TEXT,
    "stderr": _OPTIONAL_TEXT,
    "actual": _OPTIONAL_TEXT,
}
_COMPILE = {"wall_ms": _NUMBER, "stderr": str}
_JUDGEMENT = {
    "reason": str,
    "score": _OPTIONAL_NUMBER,
    "extracted": _OPTIONAL_TEXT,
    "language": _OPTIONAL_TEXT,
    "passed": (int, type(None)),
    "total": (int, type(None)),
    "queue_ms": _NUMBER,
    "cached": bool,
    "repeatable": bool,
}


def write_judgement(judgement: Judgement) -> bytes:
    """The judgement as JSON."""
    return json.dumps(dataclasses.asdict(judgement), separators=(",", ":")).encode()


def read_judgement(data: bytes) -> Judgement:
    """What `write_judgement` wrote.

    Raises:
        ValueError: it is anything else.
    """
    value = _object(json.loads(data))
    cases = value.get("cases")
    compiled = value.get("compile")
    fields = _fields(value, _JUDGEMENT)
    details = _object(value.get("details"))
    flags = _list(value.get("flags"))
    if not all(isinstance(text, str) for text in (*flags, *details.values())):
        raise ValueError("flags and details are texts")
    return Judgement(
        verdict=Verdict(str(value.get("verdict"))),
        flags=tuple(flags),
        cases=None if cases is None else tuple(_case(_object(case)) for case in _list(cases)),
        compile=None if compiled is None else _compile(_object(compiled)),
        details=details,
        **fields,
    )


def _case(value: Mapping[str, Any]) -> CaseJudgement:
    return CaseJudgement(verdict=Verdict(str(value.get("verdict"))), **_fields(value, _CASE))


def _compile(value: Mapping[str, Any]) -> CompileJudgement:
    return CompileJudgement(verdict=Verdict(str(value.get("verdict"))), **_fields(value, _COMPILE))


def _fields(value: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    for name, type_ in types.items():
        if name not in value:
            _missing(name)
        if not isinstance(value[name], type_):
            raise ValueError(f"{name} has the wrong type")
    return {name: value[name] for name in types}


def _missing(name: str) -> Any:
    raise ValueError(f"there is no {name}")


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("this is no object")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("this is no list")
    return value
