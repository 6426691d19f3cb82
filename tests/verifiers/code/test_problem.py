import copy

import pytest

from verifiers.code.problem import MAX_TESTS, Problem, problem_id
from verifiers.errors import InvalidProblem

FUNCTION = {
    "kind": "function",
    "entry_point": "twoSum",
    "signature": {
        "params": [{"name": "nums", "type": "integer[]"}, {"name": "target", "type": "integer"}],
        "returns": "list<integer>",
    },
    "tests": [{"input": [[2, 7], 9], "output": [0, 1], "weight": 2, "group": "small"}],
    "limits": {"cpu_ms": 1000},
    "scoring": "weighted",
}
STDIO = {"kind": "stdio", "tests": [{"input": "1", "output": "2"}]}
CLASS = {
    "kind": "class",
    "entry_point": "Stack",
    "tests": [{"operations": ["Stack", "top"], "arguments": [[], []], "output": [None, 1]}],
}
TYPED_CLASS = {
    **CLASS,
    "signature": {
        "constructor": ["integer"],
        "methods": {"top": {"params": [], "returns": "integer"}, "push": {"params": ["integer"]}},
    },
    "tests": [
        {"operations": ["Stack", "push", "top"], "arguments": [[3], [1], []], "output": [None, None, 1]}
    ],
}
ASSERTS = {"kind": "asserts", "tests": "assert f(1) == 2"}


@pytest.mark.parametrize(
    "data", [FUNCTION, STDIO, CLASS, TYPED_CLASS, ASSERTS], ids=lambda data: data["kind"]
)
def test_canonical_form_is_read_back_the_same(data: dict[str, object]) -> None:
    problem = Problem.from_json(data)
    again = Problem.from_json(problem.to_json())
    assert again == problem
    assert problem_id(again) == problem_id(problem)


def test_spellings_and_order_do_not_change_the_id() -> None:
    spelled = {**dict(reversed(STDIO.items())), "checker": {"name": "lines"}, "scoring": "all", "title": None}
    assert problem_id(Problem.from_json(spelled)) == problem_id(Problem.from_json(STDIO))
    assert problem_id(Problem.from_json({**STDIO, "checker": "exact"})) != problem_id(
        Problem.from_json(STDIO)
    )


def changed(data: dict[str, object], path: str, value: object) -> dict[str, object]:
    result = copy.deepcopy(data)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: object = result
    for parent in parents:
        place = place[parent]  # type: ignore[index]
    place[last] = value  # type: ignore[index]
    return result


@pytest.mark.parametrize(
    ("data", "path", "value", "field"),
    [
        (STDIO, "kind", "stdout", "problem.kind"),
        (STDIO, "tests", [], "problem.tests"),
        (STDIO, "tests", [{"input": "", "output": ""}] * (MAX_TESTS + 1), "problem.tests"),
        (STDIO, "tests.0.output", 3, "problem.tests.0.output"),
        (STDIO, "tests.0.output", None, "problem.tests.0.output"),
        (STDIO, "tests.0.weight", -1, "problem.tests.0.weight"),
        (STDIO, "tests.0.weight", float("nan"), "problem.tests.0.weight"),
        (STDIO, "tests.0.points", 1, "problem.tests.0.points"),
        (STDIO, "unknown", 1, "problem.unknown"),
        (STDIO, "checker", "value", "problem.checker"),
        (STDIO, "checker", {"name": "float", "absolute": -1}, "problem.checker.absolute"),
        (STDIO, "checker", {"name": "program"}, "problem.checker.source"),
        (
            STDIO,
            "checker",
            {"name": "program", "source": "x", "arguments": ["input", "output", "output"]},
            "problem.checker.arguments",
        ),
        (STDIO, "limits", {"cpu_ms": 0}, "problem.limits.cpu_ms"),
        (STDIO, "limits", {"cpu_ms": True}, "problem.limits.cpu_ms"),
        (STDIO, "limits", {"cpu": 1}, "problem.limits.cpu"),
        (STDIO, "input_file", "../input", "problem.input_file"),
        (FUNCTION, "entry_point", "", "problem.entry_point"),
        (FUNCTION, "signature.params.0.type", "int32", "problem.signature.params.0"),
        (FUNCTION, "signature.params.0.type", "void", "problem.signature.params.0"),
        (FUNCTION, "tests.0.input", 1, "problem.tests.0.input"),
        (FUNCTION, "tests.0.input", [[2, 7]], "problem.tests.0.input"),
        (TYPED_CLASS, "tests.0.arguments.0", [3, 4], "problem.tests.0.arguments.0"),
        (TYPED_CLASS, "tests.0.arguments.1", [], "problem.tests.0.arguments.1"),
        (CLASS, "tests.0.arguments", [[]], "problem.tests.0.arguments"),
        (CLASS, "tests.0.arguments.1", 3, "problem.tests.0.arguments.1"),
        (CLASS, "tests.0.output", [None], "problem.tests.0.output"),
        (ASSERTS, "tests", [""], "problem.tests.0"),
    ],
)
def test_mistake_is_named_by_its_path(data: dict[str, object], path: str, value: object, field: str) -> None:
    with pytest.raises(InvalidProblem) as caught:
        Problem.from_json(changed(data, path, value))
    assert caught.value.field == field


def test_a_signature_may_leave_its_parameters_out() -> None:
    assert Problem.from_json({**FUNCTION, "signature": {"returns": "list<integer>"}}).signature is not None


def test_deep_values_are_refused() -> None:
    deep: object = 1
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(InvalidProblem, match="nested"):
        Problem.from_json({**FUNCTION, "tests": [{"input": [deep], "output": 1}]})
