"""Signatures in a problem object: reading and writing them."""

from collections.abc import Mapping

from verifiers.code.fields import FieldReader
from verifiers.code.kinds import Kind
from verifiers.code.signature import (
    ClassSignature,
    InvalidTypeError,
    Parameter,
    Scalar,
    Signature,
    ValueType,
    parse_type,
)
from verifiers.code.sizes import MAX_NAME_CHARS
from verifiers.code.values import Json
from verifiers.wording import kind_of

MAX_PARAMETERS = 64


def read_signature(reader: FieldReader, kind: Kind) -> Signature | ClassSignature | None:
    """Read the `signature` of a problem, if it has one.

    Raises:
        InvalidProblem: for types that there are not.
    """
    if not reader.has("signature"):
        return None
    inner = reader.inner("signature")
    if kind is Kind.CLASS:
        return _read_class_signature(inner)
    if kind is Kind.FUNCTION:
        return _read_function_signature(inner)
    raise reader.refuse(f"a problem of kind {kind} has no signature", "signature")


def _read_class_signature(reader: FieldReader) -> ClassSignature:
    methods = reader.inner("methods")
    signature = ClassSignature(
        constructor=_read_parameters(reader, "constructor"),
        methods={name: _read_function_signature(methods.inner(name)) for name in methods.names()},
    )
    reader.finish()
    return signature


def _read_function_signature(reader: FieldReader) -> Signature:
    signature = Signature(
        params=_read_parameters(reader, "params"),
        returns=_read_type(reader, reader.value("returns", default="void"), "returns"),
    )
    reader.finish()
    return signature


def _read_parameters(reader: FieldReader, name: str) -> tuple[Parameter, ...]:
    params: list[Parameter] = []
    for index, item in enumerate(reader.sequence(name, MAX_PARAMETERS, default=[])):
        path = f"{name}.{index}"
        parameter_name = ""
        type_name = item
        if isinstance(item, Mapping):
            inner = FieldReader(item, reader.at(path))
            parameter_name = inner.text("name", MAX_NAME_CHARS)
            type_name = inner.value("type")
            inner.finish()
        value_type = _read_type(reader, type_name, path)
        if value_type.scalar is Scalar.VOID:
            raise reader.refuse("a parameter cannot be void", path)
        params.append(Parameter(type=value_type, name=parameter_name))
    return tuple(params)


def _read_type(reader: FieldReader, text: object, path: str) -> ValueType:
    if not isinstance(text, str):
        raise reader.refuse(f"must be a type's name, not {kind_of(text)}", path)
    try:
        return parse_type(text)
    except InvalidTypeError as error:
        raise reader.refuse(str(error), path) from None


def signature_to_json(signature: Signature | ClassSignature) -> Json:
    """The canonical form."""
    if isinstance(signature, ClassSignature):
        return {
            "constructor": [_parameter_to_json(param) for param in signature.constructor],
            "methods": {name: signature_to_json(method) for name, method in signature.methods.items()},
        }
    return {
        "params": [_parameter_to_json(param) for param in signature.params],
        "returns": str(signature.returns),
    }


def _parameter_to_json(parameter: Parameter) -> Json:
    return {"name": parameter.name, "type": str(parameter.type)}
