"""Reads Python tests and finds asserts about one call each, of which the value can be judged elsewhere.

`assert candidate([1, 2]) == 3` is a call to make in the candidate's box and a condition on what it
returns. A test that holds anything else than such asserts is left alone, to be run as the program
that it is (`relay.py`).
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifiers.code.asserts.expressions import FUNCTIONS, Evaluator, UnknownFormError, compile_expression
from verifiers.code.asserts.plain_values import tag
from verifiers.code.values import MAX_DEPTH, Json, depth_exceeds

MAX_SOURCE_CHARS = 4 * 1024 * 1024
"""A longer test is not analysed."""


class NotPlainError(Exception):
    """A test is more than asserts about single calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One assert: a call and a condition on its value."""

    request: dict[str, Json]
    """For the driver, as in `harness/python/rewardd_driver/tagged.py`."""
    condition: Evaluator
    text: str
    """The assert, cut short."""


def find_checks(source: str, entry_point: str) -> list[Check]:
    """The checks of a test.

    Raises:
        NotPlainError: some part of the test is not of the plain form.
    """
    if len(source) > MAX_SOURCE_CHARS:
        raise NotPlainError("too long")
    try:
        checks = list(_Reader(entry_point).statements(ast.parse(source).body))
    except (SyntaxError, ValueError, RecursionError, MemoryError, UnknownFormError) as error:
        raise NotPlainError(str(error)) from error
    if not checks:
        raise NotPlainError("it has no assert")
    return checks


class _Reader:
    def __init__(self, entry_point: str) -> None:
        self._entry = entry_point.rpartition(".")[2].strip("() ")
        self._constants: dict[str, Evaluator] = {}
        self._candidate: str | None = None

    def statements(self, body: Sequence[ast.stmt]) -> Iterator[Check]:
        checker: ast.FunctionDef | None = None
        for statement in body:
            match statement:
                case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
                    continue
                case ast.Assign(targets=[ast.Name(id="METADATA")]):
                    continue
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._constants[name] = compile_expression(value, None, dict(self._constants))
                case ast.FunctionDef(name="check", args=ast.arguments(args=[_])) if checker is None:
                    checker = statement
                case ast.Expr(value=ast.Call(func=ast.Name(id="check"), args=[_])) if checker is not None:
                    continue
                case ast.Assert(test=test):
                    yield from self._assertion(test)
                case _:
                    raise NotPlainError(type(statement).__name__)
        if checker is not None:
            if self._candidate is not None:
                raise NotPlainError("a check in a check")
            self._candidate = checker.args.args[0].arg
            yield from self.statements(checker.body)

    def _assertion(self, test: ast.expr) -> Iterator[Check]:
        if isinstance(test, ast.Constant) and test.value:
            return
        calls = [node for node in ast.walk(test) if isinstance(node, ast.Call) and self._is_candidate(node)]
        if len(calls) != 1:
            raise NotPlainError("an assert about no call, or about several")
        call = calls[0]
        names = dict(self._constants)
        request: dict[str, Json] = {
            "call": self._called_name(call.func),
            "args": [self._literal(value) for value in call.args],
            "kwargs": {_keyword(item): self._literal(item.value) for item in call.keywords},
        }
        if depth_exceeds(request, MAX_DEPTH):
            raise NotPlainError("nested too deeply")
        condition = compile_expression(test, call, names)
        yield Check(request=request, condition=condition, text=_shortened(test))

    def _literal(self, node: ast.expr) -> Json:
        try:
            return tag(compile_expression(node, None, self._constants)(None))
        except Exception as error:
            raise NotPlainError(str(error)) from error

    def _is_candidate(self, call: ast.Call) -> bool:
        match call.func:
            case ast.Name(id=name):
                return name == self._candidate if self._candidate else name not in FUNCTIONS
            case ast.Attribute(value=ast.Call(func=ast.Name(id="Solution"), args=[], keywords=[])):
                return True
        return False

    def _called_name(self, function: ast.expr) -> str:
        if isinstance(function, ast.Attribute):
            return function.attr
        name = function.id if isinstance(function, ast.Name) and self._candidate is None else self._entry
        if not name:
            raise NotPlainError("the function has no name")
        return name


def _keyword(item: ast.keyword) -> str:
    if item.arg is None:
        raise NotPlainError("** in a call")
    return item.arg


def _shortened(node: ast.expr) -> str:
    text = ast.unparse(node) if node.end_lineno == node.lineno and (node.end_col_offset or 0) < 400 else ""
    return text[:120]
