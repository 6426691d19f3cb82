"""All dataset formats by name, and which of them a row is."""

from collections.abc import Mapping
from types import MappingProxyType

from verifiers.code.datasets import (
    apps,
    code_contests,
    codeforces,
    deepcoder,
    humaneval,
    kodcode,
    leetcode,
    livecodebench,
    mbpp,
    mbpp_plus,
    multipl_e,
    nemo_gym,
    open_instruct,
    roll,
    test_cases,
    verification_info,
    verl,
)
from verifiers.code.datasets.format import DatasetFormat
from verifiers.code.datasets.ground_truth import problem_of_tests
from verifiers.code.datasets.row import Row
from verifiers.code.problem import Problem
from verifiers.errors import InvalidProblem
from verifiers.wording import instead

_FORMATS: tuple[DatasetFormat, ...] = (
    verl.VERL,
    verl.SKYRL,
    verification_info.FORMAT,
    nemo_gym.FORMAT,
    roll.FORMAT,
    livecodebench.FORMAT,
    mbpp_plus.FORMAT,
    multipl_e.FORMAT,
    leetcode.FORMAT,
    humaneval.FORMAT,
    mbpp.FORMAT,
    kodcode.FORMAT,
    code_contests.FORMAT,
    codeforces.FORMAT,
    apps.FORMAT,
    verl.GROUND_TRUTH,
    test_cases.FORMAT,
    deepcoder.FORMAT,
    open_instruct.FORMAT,
)
"""In the order in which a row is tried: whoever asks for more telling fields comes first."""


def _names() -> Mapping[str, DatasetFormat]:
    names: dict[str, DatasetFormat] = {}
    for dataset_format in _FORMATS:
        for name in (dataset_format.name, *dataset_format.aliases):
            assert name not in names, f"two formats are called {name}"
            names[name] = dataset_format
    return MappingProxyType(names)


_BY_NAME = _names()


def format_names() -> tuple[str, ...]:
    """The names of all formats, without their aliases."""
    return tuple(dataset_format.name for dataset_format in _FORMATS)


def problem_from_row(
    format: str | None,  # noqa: A002
    row: Mapping[str, object],
    *,
    field: str = "problem.dataset",
) -> Problem:
    """The problem in a dataset's row.

    `format` is a name or alias of `format_names`, in any case, with `-` for `_` and with or without the
    dataset's owner; `None` recognises the row. Several datasets are published in more than one shape, so
    a row that is not of the named format is recognised as well. This takes CPU time in proportion to the
    row, seconds for the largest: call it in a thread.

    Raises:
        InvalidProblem: with the path, below `field`, of what is wrong.
    """
    data = Row(row, f"{field}.row")
    named = _named_format(format, f"{field}.format") if format is not None else None
    dataset_format = named if named is not None and named.recognises(data) else _recognise(data)
    if dataset_format is None:
        dataset_format = named
    if dataset_format is None:
        raise InvalidProblem(
            f"The row is of no known format; there are {', '.join(format_names())}.", field=data.path
        )
    return Problem.from_json(_without_empty(dataset_format.read(data)), field=data.path)


def problem_from_tests(tests: object, *, function: str = "", field: str = "problem.tests") -> Problem:
    """The problem that tests alone make, in any shape of `ground_truth`, packed or not.

    `function` is what they call, where they do not say so.

    Raises:
        InvalidProblem: with the path, below `field`, of what is wrong.
    """
    return Problem.from_json(problem_of_tests(tests, field, function=function), field=field)


def check_format(name: str) -> None:
    """Do nothing, if there is a format of this name.

    Raises:
        InvalidProblem: there is none; the message says which was probably meant.
    """
    _named_format(name, "format")


def _named_format(name: str, path: str) -> DatasetFormat:
    key = name.rpartition("/")[2].strip().lower().replace("-", "_").replace("+", "_plus")
    if key not in _BY_NAME:
        raise InvalidProblem(
            f"there is no dataset format {name!r}; {instead(key, format_names())}", field=path
        )
    return _BY_NAME[key]


def _recognise(row: Row) -> DatasetFormat | None:
    return next((candidate for candidate in _FORMATS if candidate.recognises(row)), None)


def _without_empty(problem: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in problem.items() if value not in ("", {}, None)}
