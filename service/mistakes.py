"""Pydantic's findings about a request, as one sentence about one field."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from verifiers.wording import instead, kind_of

__all__ = ["describe", "words_for"]

_KINDS: Mapping[str, str] = {
    "string_type": "a string",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
"""What a value should have been, by the name of pydantic's complaint that it is not."""
MAX_SHOWN_CHARS = 40
_PYDANTIC_BEGINS = "Input should be "


def describe(
    error: ValidationError | RequestValidationError,
    model: type[BaseModel] | None = None,
    others: Mapping[str, str] | None = None,
) -> tuple[str, str]:
    """The first thing wrong, in words to be put behind the field's name, and the field's dotted path.

    An unknown field goes first: it may be the misspelt name of one that is missing. `model` has the fields
    there are and `others` what goes by another name elsewhere.
    """
    findings = error.errors()
    unknown = next((finding for finding in findings if finding["type"] == "extra_forbidden"), None)
    if unknown is not None:
        known = model.model_fields if model else ()
        return f"is no field; {instead(str(unknown['loc'][-1]), known, others or {})}", _dotted(unknown)
    field = _path(findings[0])[:1]
    return _about([finding for finding in findings if _path(finding)[:1] == field])


def words_for(finding: Mapping[str, Any]) -> str:
    """What is wrong with a value that came as text, such as a setting; to be put behind its name."""
    if finding["type"] == "value_error":
        return str(finding["msg"]).removeprefix("Value error, ")
    if finding["type"] in _KINDS:
        return f"must be {_kind(finding)}, not {str(finding['input'])[:MAX_SHOWN_CHARS]!r}"
    return _predicate(finding)


def _about(findings: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """What is wrong with one field. Where it may be of several kinds there is a finding for each of them."""
    deepest = max(findings, key=lambda finding: len(_path(finding)))  # the kind that fitted best
    field = _dotted(deepest)
    here = [finding for finding in findings if _dotted(finding) == field]
    wrong_value = next((finding for finding in here if finding["type"] not in _KINDS), None)
    if wrong_value is not None:
        predicate = _predicate(wrong_value)
        return (predicate, field) if field else (f"The body {predicate}", field)
    kinds = list(dict.fromkeys(map(_kind, here)))
    if "a number" in kinds and "a whole number" in kinds:
        kinds.remove("a whole number")
    wanted = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    predicate = f"must be {wanted}, not {kind_of(deepest['input'])}"
    return (predicate, field) if field else (f"The body {predicate}", field)


def _kind(finding: Mapping[str, Any]) -> str:
    member = str(finding["loc"][-1]) if finding["loc"] else ""
    if finding["type"] == "list_type" and member.startswith("list["):
        return "a list of messages" if "Message" in member else "a list of them"
    if finding["type"] == "model_type" and finding["ctx"]["class_name"] == "Message":
        return "an object with role and content"
    return _KINDS[finding["type"]]


def _predicate(finding: Mapping[str, Any]) -> str:
    bounds = finding.get("ctx", {})
    match finding["type"]:
        case "missing":
            return "is missing"
        case "too_short":
            return "must not be empty"
        case "too_long":
            return f"must have at most {bounds['max_length']} items"
        case "string_too_long":
            return f"must not be longer than {bounds['max_length']} characters"
        case "greater_than_equal":
            return f"must be at least {bounds['ge']}"
        case "less_than_equal":
            return f"must be at most {bounds['le']}"
        case "literal_error":
            return f"must be {bounds['expected']}, not {str(finding['input'])[:MAX_SHOWN_CHARS]!r}"
    message = str(finding["msg"])
    if message.startswith(_PYDANTIC_BEGINS):
        return f"must be {message.removeprefix(_PYDANTIC_BEGINS)}"
    return message[:1].lower() + message[1:]


def _dotted(finding: Mapping[str, Any]) -> str:
    return ".".join(_path(finding))


def _path(finding: Mapping[str, Any]) -> list[str]:
    # FastAPI says first that it is the body; a union says which member it tried.
    return [str(part) for part in finding["loc"] if part != "body" and not _is_union_member(part)]


def _is_union_member(part: object) -> bool:
    return isinstance(part, str) and (
        "[" in part or "-" in part or part in {"str", "int", "float", "Message"}
    )
