"""Tests in the shapes that datasets share, wherever a row keeps them.

{"inputs": [...], "outputs": [...], "fn_name"?: ...}    APPS, TACO, PRIME, CodeContests, NeMo Gym
[{"input": ..., "output": ..., "fn_name"?: ...}, ...]   DeepCoder, LiveCodeBench, PrimeIntellect, ROLL
{"assert_case": [...]}, ["assert ...", ...]             verl's sandbox_fusion, MBPP, open-instruct
{"functional": "def check(candidate): ..."}, a text     rLLM's LeetCode, KodCode and HumanEval+
"""

import ast
import builtins
import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifiers.code.datasets.check import problem_of_check
from verifiers.code.datasets.decoding import read_json, read_literal
from verifiers.code.datasets.format import ProblemJson
from verifiers.code.datasets.row import Row, unpack
from verifiers.code.datasets.starter import parse_python, signature_of
from verifiers.errors import InvalidProblem

_INPUT_NAMES = ("input", "stdin", "inputs")
_OUTPUT_NAMES = ("output", "expected_output", "expected_stdout", "stdout", "outputs")
_PROGRAM_NAMES = ("functional", "test_code", "assert_code", "pytest", "test")
_LIST_NAMES = ("test_cases", "tests", "unit_tests", "input_output", "answer")
"""Objects that merely hold the tests."""
_CAN_FAIL = ("assert", "raise", "exit")
"""A Python test program without any of these words would accept everything."""
_CHECK_CALL = re.compile(r"^check\(Solution\(\)\.(\w+)\)\s*\Z", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An input and the output it is to give, as the row has them."""

    input: object
    output: object
    path: str


def problem_of_tests(value: object, path: str, *, function: str = "", starter: str = "") -> ProblemJson:
    """The problem that these tests make.

    `function` names what functional tests call where they do not say so themselves; `starter` is the
    Python code it was asked for with, which may state its types.
    """
    if isinstance(value, str) and _is_program(value):
        return program_problem([value], path, entry_point=function)
    tests = unpack(value, path)
    if isinstance(tests, list):
        return _problem_of_list(tests, path, function, starter)
    row = Row(tests, path)
    function = _function_name(row) or function
    for name in _LIST_NAMES:
        if row.has(name):
            return problem_of_tests(row.value(name), row.at(name), function=function, starter=starter)
    if row.has("assert_case"):
        return program_problem(row.texts("assert_case"), row.at("assert_case"), entry_point=function)
    for name in _PROGRAM_NAMES:
        if row.has(name):
            return _problem_of_program(row, name, function)
    return case_problem(_cases_of_lists(row), path, function=function, starter=starter)


def _problem_of_program(row: Row, name: str, function: str) -> ProblemJson:
    """The problem of a test program, with Skywork's `entry_point` and `import_prefix` beside it."""
    program, entry_point = row.text(name), row.text_or("entry_point")
    called = _CHECK_CALL.search(program)
    method = called[1] if called else entry_point.rpartition(".")[2]
    if (called or entry_point) and (problem := problem_of_check(program, row.at(name), function=method)):
        return problem
    if entry_point and not called:
        program = f"{program}\n\ncheck({entry_point})\n"
    problem = program_problem([program], row.at(name), entry_point=entry_point or function)
    return problem | {"setup": row.text_or("import_prefix")}


def case_problem(cases: Sequence[Case], path: str, *, function: str = "", starter: str = "") -> ProblemJson:
    """A `function` problem if there is a function to call, else a `stdio` problem.

    Raises:
        InvalidProblem: there are no tests.
    """
    if not cases:
        raise InvalidProblem("There are no tests.", field=path)
    if not function:
        return {
            "kind": "stdio",
            "tests": [
                {"input": _stdio_text(case.input, case.path), "output": _stdio_text(case.output, case.path)}
                for case in cases
            ],
        }
    tests: list[dict[str, object]] = [
        {"input": _arguments(case), "output": _expected(case)} for case in cases
    ]
    problem: ProblemJson = {"kind": "function", "entry_point": function, "tests": tests}
    if all(_is_wrapped(case) for case in cases):
        # Half of APPS and TACO put the value into a list of one; their grader takes it either way.
        problem["checker"] = "any_of"
        for test, case in zip(tests, cases, strict=True):
            assert isinstance(case.output, list)
            test["output"] = [case.output, case.output[0]]
    if (signature := signature_of(starter, function)) is not None:
        problem["signature"] = signature
    return problem


def program_problem(sources: Sequence[str], path: str, *, entry_point: str = "") -> ProblemJson:
    """An `asserts` problem of Python sources: test programs or assert statements.

    Raises:
        InvalidProblem: there are no tests.
    """
    if not any(word in source for source in sources for word in _CAN_FAIL):
        raise InvalidProblem("There are no tests: nothing here can fail.", field=path)
    problem: ProblemJson = {
        "kind": "asserts",
        "language": "python",
        "tests": [source for source in sources if source.strip()],
    }
    if name := entry_point or called_function(sources):
        problem["entry_point"] = name
    return problem


def called_function(sources: Sequence[str]) -> str:
    """The function that tests are about: what a `check` is called with, else what asserts call first.

    Python's own functions do not count.
    """
    for source in sources:
        tree = parse_python(source)
        for statement in tree.body if tree is not None else ():
            match statement:
                case ast.Expr(value=ast.Call(func=ast.Name(id="check"), args=[ast.Name(id=candidate)])):
                    return candidate
        asserts = (
            [node for node in ast.walk(tree) if isinstance(node, ast.Assert)] if tree is not None else []
        )
        for node in (inner for statement in asserts for inner in ast.walk(statement.test)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                name = node.func.id
                if name != "candidate" and not hasattr(builtins, name):
                    return name
    return ""


def _is_program(text: str) -> bool:
    """Whether a text of tests is source code: it has statements, which packed data has not."""
    stripped = text.lstrip()
    packed = stripped.startswith(("[", "{", '"')) and not stripped.startswith('"""')
    return not packed and any(word in stripped for word in ("assert", "def ", "import "))


def _problem_of_list(tests: list[object], path: str, function: str, starter: str) -> ProblemJson:
    if not tests:
        raise InvalidProblem("There are no tests.", field=path)
    if isinstance(tests[0], str):
        sources = [_text(test, f"{path}.{index}") for index, test in enumerate(tests)]
        return program_problem(sources, path, entry_point=function)
    rows = [Row(test, f"{path}.{index}") for index, test in enumerate(tests)]
    if rows[0].has("assert_code"):
        return program_problem([row.text("assert_code") for row in rows], path, entry_point=function)
    function = _common_function(rows, path) or ("" if any(map(_is_stdio, rows)) else function)
    if any(map(_is_functional, rows)) and not function:
        raise InvalidProblem("The tests call a function but none names it.", field=path)
    cases = [
        Case(input=_field(row, _INPUT_NAMES), output=_field(row, _OUTPUT_NAMES), path=row.path)
        for row in rows
    ]
    return case_problem(cases, path, function=function, starter=starter)


def _common_function(rows: Sequence[Row], path: str) -> str:
    """The function that the tests themselves name."""
    names = {_function_name(row) for row in rows} - {""}
    if len(names) > 1:
        raise InvalidProblem("The tests call different functions.", field=path)
    return names.pop() if names else ""


def _cases_of_lists(row: Row) -> list[Case]:
    """The cases of parallel lists of inputs and outputs."""
    inputs_path, outputs_path = _path_of(row, _INPUT_NAMES), _path_of(row, _OUTPUT_NAMES)
    given, wanted = _read_if_lists(_field(row, _INPUT_NAMES), _field(row, _OUTPUT_NAMES), row.path)
    inputs = given if isinstance(given, list) else [given]
    outputs = wanted if isinstance(wanted, list) else [wanted]
    if len(inputs) != len(outputs):
        raise InvalidProblem(
            f"There are {len(inputs)} inputs and {len(outputs)} outputs.", field=outputs_path
        )
    return [
        Case(input=given, output=wanted, path=f"{inputs_path}.{index}")
        for index, (given, wanted) in enumerate(zip(inputs, outputs, strict=True))
    ]


def _read_if_lists(inputs: object, outputs: object, path: str) -> tuple[object, object]:
    """Both as they are, or the lists that they are as JSON, as in rStar-Coder.

    One text may be the stdin of a single case that looks like a list, but hardly both with equal lengths.
    """
    match inputs, outputs:
        case str(given), str(wanted) if given.lstrip()[:1] == "[" == wanted.lstrip()[:1]:
            try:
                left, right = read_json(given, path), read_json(wanted, path)
            except InvalidProblem:
                return inputs, outputs
            if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
                return left, right
    return inputs, outputs


def _path_of(row: Row, names: Sequence[str]) -> str:
    for name in names:
        if row.has(name):
            return row.at(name)
    raise InvalidProblem(f"There is no `{names[-1]}`.", field=row.at(names[-1]))


def _field(row: Row, names: Sequence[str]) -> object:
    for name in names:
        if row.has(name):
            return row.value(name)
    if names is _INPUT_NAMES:
        return ""
    raise InvalidProblem(f"The test has no `{names[0]}`.", field=row.at(names[0]))


def _function_name(row: Row) -> str:
    """The function that tests name: `fn_name`, rStar-Coder's `func_name`, LiveCodeBench's in `metadata`."""
    if name := row.text_or("fn_name") or row.text_or("func_name"):
        return name
    if row.has("metadata") and row.value("metadata") != "":
        return row.row("metadata").text_or("func_name")
    return ""


def _is_functional(row: Row) -> bool:
    return _test_type(row) in {"functional", "function_call", "call_based"}


def _is_stdio(row: Row) -> bool:
    return _test_type(row) in {"stdin", "stdin_stdout", "stdio"}


def _test_type(row: Row) -> str:
    return row.text_or("testtype") or row.text_or("type")


def _stdio_text(value: object, path: str) -> str:
    """What is read or written: a text, or in APPS a list of lines."""
    match value:
        case str():
            return value
        case list():
            return "\n".join(_stdio_text(line, path) for line in value)
        case bool() | int() | float():
            return str(value)
        case _:
            raise InvalidProblem("The input and output of a stdio test must be texts.", field=path)


def _arguments(case: Case) -> list[object]:
    """The arguments of a call: a list of them, or a text with one JSON value on each line."""
    match case.input:
        case list():
            return list(case.input)
        case str():
            return [_json_or_literal(line, case.path) for line in case.input.split("\n") if line.strip()]
        case _:
            raise InvalidProblem("The input of a call must be a list of its arguments.", field=case.path)


def _json_or_literal(text: str, path: str) -> object:
    try:
        return read_json(text, path)
    except InvalidProblem as error:
        try:
            return read_literal(text, path)
        except InvalidProblem:
            raise error from None


def _expected(case: Case) -> object:
    """The value that a call is to return.

    Where the arguments are lines of JSON so is the value, but for bare texts, which verl compares as
    they are printed; where they are values it is one.
    """
    if not (isinstance(case.input, str) and isinstance(case.output, str)):
        return case.output
    try:
        return _json_or_literal(case.output, case.path)
    except InvalidProblem:
        return case.output


def _is_wrapped(case: Case) -> bool:
    return isinstance(case.output, list) and len(case.output) == 1


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise InvalidProblem("Every test must be a text like the first.", field=path)
    return value
