"""Whether tests give as many arguments as the signature has parameters, where it names any."""

from collections.abc import Iterator, Sequence

from verifiers.code.cases import ClassTest, FunctionTest, TestCase
from verifiers.code.fields import FieldReader
from verifiers.code.signature import ClassSignature, Parameter, Signature

__all__ = ["check_arity"]


def check_arity(
    reader: FieldReader, signature: Signature | ClassSignature | None, tests: Sequence[TestCase]
) -> None:
    """Refuse a problem that no program of a typed language could pass.

    Raises:
        InvalidProblem: at the first call that does not fit.
    """
    if signature is None:
        return
    for index, test in enumerate(tests):
        for path, count, params in _calls(signature, test):
            if params and count != len(params):
                types = ", ".join(str(param.type) for param in params)
                wanted = f"as many arguments as the signature, {len(params)} ({types})"
                raise reader.refuse(f"must have {wanted}, not {count}", f"tests.{index}.{path}")


def _calls(
    signature: Signature | ClassSignature, test: TestCase
) -> Iterator[tuple[str, int, Sequence[Parameter]]]:
    """Of each call of a test: where it stands, how many arguments it has, and the parameters."""
    if isinstance(signature, Signature) and isinstance(test, FunctionTest):
        yield "input", len(test.arguments), signature.params
    if isinstance(signature, ClassSignature) and isinstance(test, ClassTest):
        for place, (name, arguments) in enumerate(zip(test.operations, test.arguments, strict=True)):
            method = signature.methods.get(name)
            params = signature.constructor if place == 0 else method.params if method else ()
            yield f"arguments.{place}", len(arguments), params
