"""Applies a problem's checker to what a case produced."""

from verifiers.code.checkers import any_of, exact, lines, tokens, unordered, value
from verifiers.code.checkers import float as float_checker
from verifiers.code.checkers.comparison import Comparison
from verifiers.code.problem import CheckerName, CheckerSpec, ClassTest, FunctionTest, Problem, StdioTest
from verifiers.code.signature import Scalar, Signature
from verifiers.code.values import Json


def check_text(spec: CheckerSpec, test: StdioTest, actual: bytes) -> Comparison:
    """Compare what a program wrote. The special judge is not for this function."""
    if isinstance(test.output, tuple):
        return any_of.compare_text(tuple(_encoded(text) for text in test.output), actual)
    expected = _encoded(test.output or "")
    match spec.name:
        case CheckerName.EXACT:
            return exact.compare_text(expected, actual)
        case CheckerName.TOKENS:
            return tokens.compare_text(expected, actual)
        case CheckerName.FLOAT:
            return float_checker.compare_text(expected, actual, spec.absolute or 0.0, spec.relative or 0.0)
        case CheckerName.UNORDERED:
            return unordered.compare_text(expected, actual)
        case _:
            return lines.compare_text(expected, actual)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def check_value(problem: Problem, test: FunctionTest | ClassTest, actual: Json) -> Comparison:
    """Compare what a function returned. The special judge is not for this function."""
    spec, expected = problem.checker, test.output
    returns = problem.signature.returns if isinstance(problem.signature, Signature) else None
    floating = returns is not None and returns.innermost is Scalar.DOUBLE
    if returns is not None and returns.scalar in (Scalar.LIST_NODE, Scalar.TREE_NODE):
        expected, actual = _as_nodes(expected, actual)
    match spec.name:
        case CheckerName.EXACT:
            return exact.compare_value(expected, actual)
        case CheckerName.FLOAT:
            return float_checker.compare_value(expected, actual, spec.absolute or 0.0, spec.relative or 0.0)
        case CheckerName.UNORDERED:
            return unordered.compare_value(expected, actual, floating=floating)
        case CheckerName.ANY_OF:
            assert isinstance(expected, list)
            return any_of.compare_value(expected, actual, floating=floating)
        case _:
            return value.compare_value(expected, actual, floating=floating)


def _as_nodes(expected: Json, actual: Json) -> tuple[Json, Json]:
    """The null list or tree is written `[]` or `null`; a bare number stands for the node that has it."""
    if expected is None:
        expected = []
    if not isinstance(expected, list) and isinstance(actual, list) and actual:
        actual = actual[0]
    return expected, [] if actual is None else actual
