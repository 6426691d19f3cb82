"""Every type name of LeetCode's, as argument and as result, in every language that has typed functions."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from verifiers.base import Judgement, Verdict

CASES: Mapping[str, Any] = json.loads(
    (Path(__file__).parents[2] / "cases/code_types.json").read_text(encoding="utf-8")
)
LANGUAGES: Mapping[str, Mapping[str, Any]] = CASES["languages"]

pytestmark = pytest.mark.boxes


@dataclass(frozen=True)
class Named:
    """A type by its LeetCode name: a scalar within so many arrays or lists."""

    scalar: str
    depth: int
    is_list: bool

    def __str__(self) -> str:
        if self.is_list:
            return "list<" * self.depth + self.scalar + ">" * self.depth
        return self.scalar + "[]" * self.depth

    @property
    def method(self) -> str:
        return f"{'list' if self.is_list else 'get'}{self.scalar.capitalize()}{'ABCD'[self.depth]}"

    def value(self, language: str) -> Any:
        """The scalars a, b and c as `a`, `[a, b, c]`, `[[a], [], [b, c]]` or `[[[a, b], []], [], [[c]]]`."""
        own = LANGUAGES[language].get("values", {})
        a, b, c = own.get(self.scalar, CASES["values"][self.scalar])
        return (a, [a, b, c], [[a], [], [b, c]], [[[a, b], []], [], [[c]]])[self.depth]

    def spelled(self, language: str) -> str:
        table = LANGUAGES[language]
        text = table["types"][self.scalar]
        pattern = table["array"]
        if self.is_list and "list" in table:
            text, pattern = table["boxed"].get(self.scalar, text), table["list"]
        for _ in range(self.depth):
            text = pattern.format(text)
        return str(text)


TYPES = [
    Named(scalar, depth, is_list)
    for scalar in CASES["values"]
    for depth in range(2 if scalar in CASES["flat_only"] else 4)
    for is_list in ((False, True) if depth else (False,))
]


def types_of(language: str) -> list[Named]:
    """Without lists where arrays are spelled the same."""
    return [kind for kind in TYPES if not kind.is_list or "list" in LANGUAGES[language]]


def filled(template: str, kind: Named, language: str, name: str = "x", **more: str) -> str:
    table = LANGUAGES[language]

    def of_depth(key: str) -> str:
        return "".join(table.get(key, ())[: kind.depth]).format(name=name)

    return template.format(
        name=name,
        type=kind.spelled(language),
        sizes=of_depth("sizes"),
        results=of_depth("results"),
        measured=of_depth("measured"),
        **more,
    )


def methods(language: str) -> str:
    text = ""
    for kind in types_of(language):
        name = kind.method
        template = LANGUAGES[language]["method"].replace("{name}", name)
        template = template.replace("{Name}", name[0].upper() + name[1:])
        snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
        text += filled(template.replace("{snake_name}", snake), kind, language)
    return str(LANGUAGES[language]["class"].format(methods=text))


def function(language: str, last: Named) -> str:
    """A function that takes a value of every type and gives back the last one."""
    kinds = [*types_of(language), last]
    params = [
        filled(LANGUAGES[language]["param"], kind, language, f"p{place}") for place, kind in enumerate(kinds)
    ]
    name = f"p{len(kinds) - 1}"
    template = LANGUAGES[language]["function"]
    return filled(template, last, language, name, params=", ".join(params), last=name)


def assert_accepted(judgement: Judgement) -> None:
    problem = judgement.compile.stderr if judgement.compile is not None else ""
    assert judgement.verdict is Verdict.ACCEPTED, f"{judgement.reason}\n{problem}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_method_for_each_type_gives_its_argument_back(
    judge_in_boxes: Callable[..., Judgement], language: str
) -> None:
    """Types are read from the program alone."""
    kinds = types_of(language)
    problem = {
        "kind": "class",
        "entry_point": "Echo",
        "tests": [
            {
                "operations": ["Echo", *(kind.method for kind in kinds)],
                "arguments": [[], *([kind.value(language)] for kind in kinds)],
                "output": [None, *(kind.value(language) for kind in kinds)],
            }
        ],
    }
    assert_accepted(judge_in_boxes(problem, f"```{language}\n{methods(language)}\n```", language=language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_function_takes_a_value_of_every_type(
    judge_in_boxes: Callable[..., Judgement], language: str
) -> None:
    last = next(kind for kind in TYPES if str(kind) == "string[][][]")
    kinds = [*types_of(language), last]
    problem = {
        "kind": "function",
        "entry_point": "echo",
        "signature": {
            "params": [{"name": f"p{place}", "type": str(each)} for place, each in enumerate(kinds)],
            "returns": str(last),
        },
        "tests": [{"input": [each.value(language) for each in kinds], "output": last.value(language)}],
    }
    completion = f"```{language}\n{function(language, last)}\n```"
    assert_accepted(judge_in_boxes(problem, completion, language=language))


def test_a_c_function_may_return_int_for_a_truth_value(judge_in_boxes: Callable[..., Judgement]) -> None:
    problem = {
        "kind": "function",
        "entry_point": "isLarge",
        "signature": {"params": [{"type": "integer"}], "returns": "boolean"},
        "tests": [{"input": [100], "output": True}, {"input": [1], "output": False}],
    }
    for body, verdict in (("n & 64", Verdict.ACCEPTED), ("1", Verdict.WRONG_ANSWER)):
        judgement = judge_in_boxes(problem, f"```c\nint isLarge(int n) {{ return {body}; }}\n```")
        assert judgement.verdict is verdict, judgement.reason
