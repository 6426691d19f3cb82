"""Tests in a problem object: reading and writing them."""

from collections.abc import Iterator, Mapping
from typing import TypedDict

from verifiers.code.cases import AssertTest, ClassTest, FunctionTest, StdioTest, TestCase, Tests
from verifiers.code.checker_spec import CheckerName
from verifiers.code.fields import FieldReader
from verifiers.code.kinds import Kind
from verifiers.code.signature_fields import MAX_PARAMETERS
from verifiers.code.sizes import MAX_NAME_CHARS, MAX_TEXT_CHARS, MAX_TOTAL_BYTES
from verifiers.code.values import Json, UnreadableValueError, plain_json
from verifiers.wording import kind_of

MAX_TESTS = 4_096
MAX_OPERATIONS = 100_000
"""Of one class test."""
MAX_ALTERNATIVES = 10_000
"""Right outputs of one test."""


class _Label(TypedDict):
    weight: float
    group: str
    name: str


def read_tests(reader: FieldReader, kind: Kind, checker: CheckerName) -> Tests:
    """Read the `tests` of a problem.

    Raises:
        InvalidProblem: with the path of what is wrong.
    """
    if kind is Kind.ASSERTS:
        return _read_asserts(reader)
    items = reader.sequence("tests", MAX_TESTS)
    if not items:
        raise reader.refuse("must have at least one test", "tests")
    readers = [FieldReader(item, reader.at(f"tests.{index}")) for index, item in enumerate(items)]
    if kind is Kind.STDIO:
        return tuple(_read_stdio_test(inner, checker) for inner in readers)
    if kind is Kind.FUNCTION:
        return tuple(_read_function_test(inner, checker) for inner in readers)
    return tuple(_read_class_test(inner) for inner in readers)


def _read_asserts(reader: FieldReader) -> tuple[AssertTest, ...]:
    value = reader.value("tests")
    items = [value] if isinstance(value, str) else reader.sequence("tests", MAX_TESTS)
    tests: list[AssertTest] = []
    for index, item in enumerate(items):
        path = "tests" if isinstance(value, str) else f"tests.{index}"
        if not isinstance(item, str | Mapping):
            raise reader.refuse(f"must be a string with a test, not {kind_of(item)}", path)
        inner = FieldReader({"source": item} if isinstance(item, str) else item, reader.at(path))
        source = inner.text("source", MAX_TEXT_CHARS * 16)
        if not source.strip():
            raise reader.refuse("must be a test program or an assert statement", path)
        tests.append(AssertTest(source=source, **_read_label(inner)))
        inner.finish()
    if not tests:
        raise reader.refuse("must have at least one test", "tests")
    return tuple(tests)


def _read_stdio_test(reader: FieldReader, checker: CheckerName) -> StdioTest:
    output = reader.value("output", default=None)
    if checker is CheckerName.ANY_OF:
        outputs = (
            reader.sequence("output", MAX_ALTERNATIVES) if isinstance(output, list | tuple) else [output]
        )
        if not outputs or not all(isinstance(item, str) for item in outputs):
            raise reader.refuse("must be a list of the outputs that are right", "output")
        output = tuple(str(item) for item in outputs)
    elif output is not None or checker is not CheckerName.PROGRAM:
        output = reader.needed_text("output", MAX_TOTAL_BYTES)
    test = StdioTest(
        input=reader.text("input", MAX_TOTAL_BYTES),
        output=output,
        **_read_label(reader),
    )
    reader.finish()
    return test


def _read_function_test(reader: FieldReader, checker: CheckerName) -> FunctionTest:
    output = _read_value(reader, "output", required=checker is not CheckerName.PROGRAM)
    if checker is CheckerName.ANY_OF and (not isinstance(output, list) or not output):
        raise reader.refuse("must be a list of the values that are right", "output")
    test = FunctionTest(
        arguments=tuple(_read_values(reader, reader.sequence("input", MAX_PARAMETERS), "input")),
        output=output,
        **_read_label(reader),
    )
    reader.finish()
    return test


def _read_class_test(reader: FieldReader) -> ClassTest:
    operations = reader.sequence("operations", MAX_OPERATIONS)
    arguments = reader.sequence("arguments", MAX_OPERATIONS)
    output = _read_value(reader, "output", required=True)
    if not operations or not all(isinstance(name, str) and name for name in operations):
        raise reader.refuse("must be a list of names, the constructor's first", "operations")
    if len(arguments) != len(operations):
        raise reader.refuse("must have one list of arguments for each operation", "arguments")
    if not isinstance(output, list) or len(output) != len(operations):
        raise reader.refuse("must have one value for each operation", "output")
    calls: list[tuple[Json, ...]] = []
    for index, items in enumerate(arguments):
        path = f"arguments.{index}"
        if not isinstance(items, list | tuple):
            raise reader.refuse(f"must be a list, not {kind_of(items)}", path)
        calls.append(tuple(_read_values(reader, list(items), path)))
    test = ClassTest(
        operations=tuple(str(name) for name in operations),
        arguments=tuple(calls),
        output=output,
        **_read_label(reader),
    )
    reader.finish()
    return test


def _read_label(reader: FieldReader) -> _Label:
    return {
        "weight": reader.number("weight", 0.0, 1e9, default=1.0),
        "group": _read_group(reader),
        "name": reader.text("name", MAX_NAME_CHARS),
    }


def _read_group(reader: FieldReader) -> str:
    value = reader.value("group", default="")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return reader.text("group", MAX_NAME_CHARS)


def _read_value(reader: FieldReader, name: str, *, required: bool) -> Json:
    value = reader.value(name) if required else reader.value(name, default=None)
    return next(_read_values(reader, [value], name))


def _read_values(reader: FieldReader, values: list[object], path: str) -> Iterator[Json]:
    for value in values:
        try:
            yield plain_json(value)
        except UnreadableValueError as error:
            raise reader.refuse(str(error), path) from None


def case_to_json(test: TestCase) -> Json:
    """The canonical form."""
    result: dict[str, Json] = {}
    match test:
        case StdioTest():
            result = {"input": test.input}
            if test.output is not None:
                result["output"] = list(test.output) if isinstance(test.output, tuple) else test.output
        case FunctionTest():
            result = {"input": list(test.arguments), "output": test.output}
        case ClassTest():
            result = {
                "operations": list(test.operations),
                "arguments": [list(items) for items in test.arguments],
                "output": test.output,
            }
        case AssertTest():
            result = {"source": test.source}
    if test.weight != 1.0:
        result["weight"] = test.weight
    if test.group:
        result["group"] = test.group
    if test.name:
        result["name"] = test.name
    return result
