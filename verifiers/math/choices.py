"""Multiple choice: a letter, a letter with the text of its choice, or several letters."""

import re
from dataclasses import dataclass

from verifiers.math.plain_text import normalised

_LEAD = re.compile(
    r"(?:the )?(?:(?:correct|final|right|best) )?(?:answer|option|choice)s?(?: (?:is|are))?:? ?"
    r"|(?:因此|所以|故|应|本题|正确|答案|选项|选择|选|是|为|[:：])+ ?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r",? (?:is|are) (?:the )?(?:correct|right|true)(?: (?:answer|option|choice|one)s?)?| only", re.IGNORECASE
)
_CHOICE = re.compile(
    r"[(\[] ?(?P<bracketed>[A-Za-z]) ?[)\]][.:]? ?(?P<text>.*)"
    r"|(?P<bare>[A-Za-z])(?: ?[.:)] ?(?P<further>.*))?",
    re.DOTALL,
)
_WITH_REMARK = re.compile(r"(?P<letter>[A-H]) ?\((?P<remark>[^()]*[A-Za-z]{2}[^()]*)\)")
_OTHER_CHOICE = re.compile(
    r"[(\[][A-H][)\]]|(?<![A-Za-z])[A-H] ?[.:)](?!$)|(?<![A-Za-z])(?:or|and) [A-H](?![A-Za-z])|^[A-H]$"
)
"""In the text behind a letter: another one, so that nothing is chosen."""
_JOINED = re.compile(r"[,;&/]|(?:and|or)\b")
"""What follows a letter that is only the first of several."""
_LETTER = r"[(\[]?[A-H][)\]]?"
_BETWEEN = r" ?\\?[,;&、，；]? ?(?:and|和|与)? ?"
_LETTERS = re.compile(rf"[(\[]?(?:\\\{{)?{_LETTER}(?:{_BETWEEN}{_LETTER})+(?:\\\}})?[)\]]?")
_EQUATED = re.compile(rf"{_LETTER} ?(?:=|≈|\\approx) ?{_LETTER}")


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter and the text that stands with it, if any."""

    letter: str
    text: str


def read_choice(answer: str) -> Choice | None:
    """The choice that an answer makes; `None` if it makes none, or more than one."""
    alone = _alone(answer)
    if (remarked := _WITH_REMARK.fullmatch(alone)) is not None:
        alone = f"{remarked['letter']}. {remarked['remark']}"
    found = _CHOICE.fullmatch(alone)
    if found is None:
        return None
    letter, text = found["bracketed"] or found["bare"], _text(found)
    if _JOINED.match(text) or _OTHER_CHOICE.search(text):
        return None
    return Choice(letter.upper(), text)


def _alone(answer: str) -> str:
    """Without the words that only say that it is the answer."""
    text = normalised(answer)
    if (lead := _LEAD.match(text)) is not None and len(text) > 1:
        text = text[lead.end() :]
    tail = _TAIL.search(text)
    return text[: tail.start()].strip() if tail and tail.end() == len(text) else text.strip()


def _text(found: re.Match[str]) -> str:
    return (found["text"] or found["further"] or "").strip()


def read_gold_choice(gold: str) -> Choice | None:
    """The choice when a gold is a capital letter, alone or in brackets, with or without its text."""
    found = _CHOICE.fullmatch(normalised(gold))
    if found is None or not (found["bracketed"] or found["bare"]).isupper():
        return None
    text = _text(found)
    return None if _JOINED.match(text) else Choice(found["bracketed"] or found["bare"], text)


def read_letters(text: str) -> frozenset[str] | None:
    """Several different choices, such as `A, C` or `AC`."""
    text = _alone(text)
    if _LETTERS.fullmatch(text) is None:
        return None
    letters = [character for character in text if character.isupper()]
    return frozenset(letters) if len(set(letters)) == len(letters) else None


def is_run(text: str) -> bool:
    """Whether letters stand without anything between them, so that their order may say something."""
    return text.isalpha()


def is_ascending(text: str) -> bool:
    """Whether three letters or more stand in the order of the alphabet, as choices do and words do not."""
    letters = [character for character in text if character.isupper()]
    return len(letters) > 2 and letters == sorted(letters)


def equates_letters(text: str) -> bool:
    """Whether it says that one choice is another, such as `C = D`, which chooses neither."""
    return _EQUATED.fullmatch(normalised(text)) is not None
