r"""Boxes: `\boxed{…}`, `\fbox{…}`, and their sloppy forms without braces."""

import re
from dataclasses import dataclass

from verifiers.math.answer_text import MAX_ANSWER_CHARACTERS, clean_answer

_BOXES_LOOKED_AT = 64
_LONGEST_NAME = 9
_SPACE = re.compile(r"[ \t\n]{0,20}")
_BOX = re.compile(r"(?:\\|\x08)(?:d?boxed|oxed|fbox|framebox)(?![a-zA-Z])")
r"""A backspace before `oxed` is what is left of `\boxed` in a string that took `\b` for an escape."""
_SIDE_BY_SIDE = re.compile(rf"\}}[\s$]{{0,20}}(?={_BOX.pattern})")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_UNBRACED_END = re.compile(r"\$|\\\)|\\\]|\n")
_JOINT = re.compile(
    r"(?:[\s$]|\\[()\[\]]|\\[,;!: ]|\\q?quad)*"
    r"(?:[,;、，]|(?:[,;]\s*)?(?:\\text\{\s*)?(?:and|or|&|\\&|y|o|et|ou|und|oder|и|или|和|或|与|と|または|및|와|과|또는)(?:\s*\})?)"
    r"(?:[\s$]|\\[()\[\]]|\\[,;!: ]|\\q?quad)*(?:[a-zA-Z](?:_\{?\d\}?)?\s*=\s*)?[\s$]*"
)
_JOINT_CHARACTERS = 60
_NAME_BEFORE = re.compile(r"([a-zA-Z])(?:_\{?\d\}?)?\s*=\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """What the boxes of a text say together."""

    answer: str | None
    differ: bool = False
    """Whether boxes that are not part of the answer say something else."""
    truncated: bool = False
    """Whether the text ends inside a box."""


@dataclass(frozen=True, slots=True)
class _Box:
    start: int
    end: int
    content: str


def find_boxes(text: str) -> Boxes:
    """The answer in the last box, or in the boxes that one sentence joins."""
    if "box" not in text and "\x08oxed" not in text:
        return Boxes(answer=None)
    boxes, truncated = _last_boxes(text)
    if not boxes:
        return Boxes(answer=None, truncated=truncated)
    answering = _answering(text, boxes)
    contents = [box.content for box in answering]
    others = {"".join(box.content.split()) for box in boxes[len(contents) :]}
    differ = bool(others - {"".join(content.split()) for content in contents})
    names = [_name_before(text, box) for box in answering]
    if len(names) > 1 and None not in names and len(set(names)) == len(names):
        contents = [f"{name}={content}" for name, content in zip(names, contents, strict=True)]
    return Boxes(answer=", ".join(reversed(contents)), differ=differ, truncated=truncated)


def box_spans(text: str) -> list[tuple[int, int]]:
    """Where the boxes that make the answer stand, the first one first."""
    boxes, _ = _last_boxes(text)
    return [(box.start, box.end) for box in reversed(_answering(text, boxes))]


def _answering(text: str, boxes: list[_Box]) -> list[_Box]:
    """The last box with those that its sentence joins to it, the last one first."""
    joined = 1
    while joined < len(boxes) and _are_joined(text, boxes[joined], boxes[joined - 1]):
        joined += 1
    return boxes[:joined]


def outermost_box_content(text: str) -> str | None:
    """What the last box holds, if there is a whole one."""
    return find_boxes(text).answer


def _last_boxes(text: str) -> tuple[list[_Box], bool]:
    """The last boxes that hold something, the last one first, and whether the text ends inside one."""
    boxes: list[_Box] = []
    truncated = False
    position = len(text)
    for _ in range(_BOXES_LOOKED_AT):
        position = text.rfind("ox", 0, position)
        if position < 0:
            break
        sign = _BOX.search(text, max(0, position - _LONGEST_NAME), position + _LONGEST_NAME)
        if sign is None:
            continue
        position = sign.start()
        box = _read_box(text, position, _opening(text, sign.end()))
        if box is None:
            truncated = True
            continue
        while boxes and boxes[-1].start < box.end:
            boxes.pop()
        if box.content:
            boxes.append(box)
    return boxes, truncated


def _opening(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _read_box(text: str, start: int, opening: int) -> _Box | None:
    if not text.startswith("{", opening):
        return _read_unbraced(text, start, opening)
    depth = 0
    for brace in _BRACE.finditer(text, opening, opening + MAX_ANSWER_CHARACTERS):
        sign = brace[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return _Box(start, brace.end(), _content(text[opening + 1 : brace.start()]))
    return None


def _read_unbraced(text: str, start: int, opening: int) -> _Box | None:
    end = _UNBRACED_END.search(text, opening, opening + MAX_ANSWER_CHARACTERS)
    content = text[opening : end.start() if end else opening + MAX_ANSWER_CHARACTERS]
    if end is None or end[0] == "\n":
        content = content.split(maxsplit=1)[0] if content.strip() else ""
    return _Box(start, opening + len(content), _content(content.rstrip(".,;:")))


def _content(text: str) -> str:
    """What a box holds; boxes inside it are taken away, and those side by side are no product."""
    if "box" in text:
        text = _BOX.sub("", _SIDE_BY_SIDE.sub("}, ", text))
    return clean_answer(text)


def _name_before(text: str, box: _Box) -> str | None:
    r"""The letter whose value the box holds, as in `x = \boxed{2}`."""
    before = _NAME_BEFORE.search(text, max(0, box.start - 20), box.start)
    return before[1] if before else None


def _are_joined(text: str, first: _Box, second: _Box) -> bool:
    if second.start - first.end > _JOINT_CHARACTERS:
        return False
    return _JOINT.fullmatch(text, first.end, second.start) is not None
