"""Multiple choice: a letter, a letter with the text of its choice, or several letters."""

import re
from dataclasses import dataclass

from verifiers.math.plain_text import normalised

_LEAD = re.compile(
    r"(?:the )?(?:(?:correct|final|right|best) )?(?:answer|option|choice)s?(?: (?:is|are))?:? ?",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"[(\[] ?(?P<bracketed>[A-Za-z]) ?[)\]][.:]? ?(?P<text>.*)"
    r"|(?P<bare>[A-Za-z])(?: ?[.:)] ?(?P<further>.*))?",
    re.DOTALL,
)
_LONE_CAPITAL = re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z])")
_JOINED = re.compile(r"[,;&/]|(?:and|or)\b")
"""What follows a letter that is only the first of several."""
_LETTER = r"[(\[]?[A-H][)\]]?"
_LETTERS = re.compile(rf"{_LETTER}(?:(?: ?[,;&] ?(?:and )?| ?and ?| ){_LETTER})+|[A-H]{{2,8}}")
_EQUATED = re.compile(rf"{_LETTER} ?(?:=|≈|\\approx) ?{_LETTER}")


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter and the text that stands with it, if any."""

    letter: str
    text: str


def read_choice(answer: str) -> Choice | None:
    """The choice that an answer makes; `None` if it makes none, or more than one."""
    text = _LEAD.sub("", normalised(answer), count=1).strip()
    found = _CHOICE.fullmatch(text)
    if found is None or len(_LONE_CAPITAL.findall(text)) > 1:
        return None
    letter = found["bracketed"] or found["bare"]
    return Choice(letter.upper(), (found["text"] or found["further"] or "").strip())


def read_gold_choice(gold: str) -> Choice | None:
    """The choice when a gold is a capital letter, alone or in brackets, with or without its text."""
    found = _CHOICE.fullmatch(normalised(gold))
    if found is None or not (found["bracketed"] or found["bare"]).isupper():
        return None
    text = (found["text"] or found["further"] or "").strip()
    return None if _JOINED.match(text) else Choice(found["bracketed"] or found["bare"], text)


def read_letters(text: str) -> frozenset[str] | None:
    """Several different choices, such as `A, C` or `AC`."""
    text = normalised(text)
    if _LETTERS.fullmatch(text) is None:
        return None
    letters = [character for character in text if character.isupper()]
    return frozenset(letters) if len(set(letters)) == len(letters) else None


def equates_letters(text: str) -> bool:
    """Whether it says that one choice is another, such as `C = D`, which chooses neither."""
    return _EQUATED.fullmatch(normalised(text)) is not None
