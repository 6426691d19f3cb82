"""Random small arguments for a signature, for problems that come without tests."""

import random

from verifiers.code.signature import Scalar, Signature, ValueType
from verifiers.code.values import Json

_LETTERS = ("ab", "abcde", "0123456789", "()", "aAbB ", "xyz")
_MAX_ITEMS = 6
_MAX_INTEGER = 7


def random_arguments(signature: Signature, chance: random.Random) -> list[Json]:
    """One value for each parameter. Arrays of arrays are rectangular, often pairs (of edges, intervals)."""
    letters = chance.choice(_LETTERS)
    low = chance.choice((0, 1, 1, 1))
    count = chance.randint(1, _MAX_ITEMS)
    width = chance.choice((2, 2, count))
    return [
        _value(param.type, chance, letters=letters, low=low, lengths=(count, width))
        for param in signature.params
    ]


def _value(
    kind: ValueType, chance: random.Random, *, letters: str, low: int, lengths: tuple[int, int]
) -> Json:
    if kind.element is not None:
        inner = (lengths[1], lengths[1])
        return [
            _value(kind.element, chance, letters=letters, low=low, lengths=inner) for _ in range(lengths[0])
        ]
    match kind.scalar:
        case Scalar.BOOLEAN:
            return chance.random() < 0.5
        case Scalar.DOUBLE:
            return chance.randint(0, 4 * _MAX_INTEGER) / 4
        case Scalar.STRING:
            return "".join(chance.choice(letters) for _ in range(chance.randint(1, _MAX_ITEMS)))
        case Scalar.CHARACTER:
            return chance.choice(letters)
        case Scalar.LIST_NODE | Scalar.TREE_NODE:
            return [chance.randint(low, _MAX_INTEGER) for _ in range(lengths[0])]
        case _:
            return chance.randint(low, _MAX_INTEGER)
