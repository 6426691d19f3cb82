"""What trainers send as a label, ground truth or reference, read as the fields of `POST /v1/verify`."""

import json
from collections.abc import Mapping

ITEM_FIELDS = frozenset({"gold", "problem", "task", "language", "rewards", "options", "metadata", "prompt"})
PROBLEM_FIELDS = frozenset({"kind", "tests", "dataset"})
GOLD_COLUMNS = (
    "gold",
    "answer",
    "expected_answer",
    "final_answer",
    "ground_truth",
    "solution",
    "label",
    "target",
)
"""Columns that hold a math answer in datasets, the barest first."""
STORED = "sha256:"


def read_label(label: object) -> dict[str, object]:
    """The item's fields that a label stands for.

    A label may be a gold answer (text or number), a list of golds, the id of a stored problem, and as JSON
    text or as an object: a problem, fields of `/v1/verify`, a list of test cases or assert statements, or a
    row of a dataset. `None` and blank text stand for nothing: such items can only get rewards of form.

    Raises:
        TypeError: it is of a type that no label has.
    """
    to_list = getattr(label, "tolist", None)
    if callable(to_list):  # a column of Parquet comes as an array
        return read_label(to_list())
    if isinstance(label, str):
        return _read_text(label)
    if label is None or isinstance(label, bool):
        return {}
    if isinstance(label, int | float):
        return {"gold": label}
    if isinstance(label, Mapping):
        return _read_object(label)
    if isinstance(label, list):
        return _read_list(label)
    raise TypeError(f"a label cannot be of type {type(label).__name__}")


def _read_text(label: str) -> dict[str, object]:
    text = label.strip()
    if not text:
        return {}
    if text.startswith(STORED):
        return {"problem": text}
    if text.startswith("assert "):
        return {"problem": {"kind": "asserts", "tests": text}}
    if text[0] in "{[":
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return {"gold": label}
        if isinstance(value, dict):
            return _read_object(value)
        if isinstance(value, list) and _are_tests(value):
            return _read_list(value)
    return {"gold": label}


def _read_list(values: list[object]) -> dict[str, object]:
    if not _are_tests(values):
        return {"gold": values}
    if isinstance(values[0], str):
        return {"problem": {"kind": "asserts", "tests": values}}
    return {"problem": {"dataset": {"row": {"ground_truth": json.dumps(values)}}}}


def _are_tests(values: list[object]) -> bool:
    """A list of assert statements or of cases, and not of numbers, points and the like."""
    if not values:
        return False
    return all(isinstance(value, str) and value.lstrip().startswith("assert") for value in values) or all(
        isinstance(value, Mapping) and "input" in value for value in values
    )


def _read_object(value: Mapping[str, object]) -> dict[str, object]:
    if {"gold", "problem"} & set(value) and set(value) <= ITEM_FIELDS:
        return dict(value)
    if PROBLEM_FIELDS & set(value) and not {"test", "prompt"} & set(value):
        return {"problem": dict(value)}
    if len(value) == 1 and (label := value.get("ground_truth")) is not None:
        return read_label(label)
    gold = _gold_of(value)
    if gold is not None:
        return {"gold": gold}
    return {"problem": {"dataset": {"row": dict(value)}}}


def _gold_of(row: Mapping[str, object]) -> object | None:
    """The gold answer of a math row; `None` if the row has tests, or nothing that could be an answer."""
    nested = row.get("reward_model") or row.get("reward_spec")
    if isinstance(nested, Mapping):
        return _gold_of(nested)
    if any(
        name in row
        for name in ("inputs", "outputs", "input_output", "test_cases", "unit_tests", "entry_point")
    ):
        return None
    for column in GOLD_COLUMNS:
        value = row.get(column)
        if isinstance(value, str) and value.strip():
            return None if "problem" in _read_text(value) else value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        if isinstance(value, list) and value:
            return None if _are_tests(value) else value
    return None
