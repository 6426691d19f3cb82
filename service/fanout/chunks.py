"""How a batch is cut into pieces that replicas can judge apart."""

from collections.abc import Iterator, Mapping, Sequence

from verifiers.rewards import COMPONENTS

MATH_ITEMS = 512
"""So many math items take about as long as sending them is worth."""
PROGRAMS = 4
"""Few, so that the last chunks of a batch end at about the same time."""


def cut(items: Sequence[object], defaults: Mapping[str, object]) -> list[list[int]]:
    """Chunks of the items' indexes, each of about the same work.

    Samples of a group stay together if a reward compares them, and the same completion stays together as
    far as a chunk goes, so that identical work is done once.

    Args:
        items: A batch's items, not yet checked.
        defaults: What holds for every item that does not say otherwise.
    """
    chunks: list[list[int]] = []
    room = 0
    for piece in _pieces(items, defaults):
        if room <= 0:
            chunks.append([])
            room = MATH_ITEMS * PROGRAMS
        chunks[-1] += piece
        room -= sum(MATH_ITEMS if _is_program(items[index], defaults) else PROGRAMS for index in piece)
    return chunks


def _pieces(items: Sequence[object], defaults: Mapping[str, object]) -> Iterator[list[int]]:
    """Indexes that must stay together, those next to each other that should."""
    together: dict[object, list[int]] = {}
    for index, item in enumerate(items):
        together.setdefault(_belongs_to(index, item, defaults), []).append(index)
    for indexes in together.values():
        if _compared(items[indexes[0]], defaults):
            yield indexes
        else:
            yield from ([index] for index in indexes)


def _belongs_to(index: int, item: object, defaults: Mapping[str, object]) -> object:
    if _compared(item, defaults):
        return "group", str(_field(item, defaults, "group"))
    completion = _field(item, defaults, "completion")
    return ("same", completion) if isinstance(completion, str) else ("alone", index)


def _compared(item: object, defaults: Mapping[str, object]) -> bool:
    """Whether its reward looks at the other samples of its group."""
    rewards = _field(item, defaults, "rewards")
    if not isinstance(rewards, Mapping) or _field(item, defaults, "group") is None:
        return False
    return any(name in COMPONENTS and COMPONENTS[name].grouped for name in rewards)


def _is_program(item: object, defaults: Mapping[str, object]) -> bool:
    return _field(item, defaults, "problem") is not None


def _field(item: object, defaults: Mapping[str, object], name: str) -> object:
    return item.get(name, defaults.get(name)) if isinstance(item, Mapping) else None
