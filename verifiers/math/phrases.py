"""Phrases that announce an answer: "the final answer is", "Answer:", and their like in other languages."""

import re

from verifiers.math.answer_text import MAX_ANSWER_CHARACTERS

_TAILS_CHARACTERS = (80, 400, 20_000)
"""Answers are announced at the end: looked for in the last words first, and never farther than this."""
_MARK = r"[*_`\"“”]{0,8}"

_HEADING = r"^[#*_ ]{{0,8}}(?:final )?{}[*_ ]{{0,4}}$"
_LETTER = rf"^{_MARK}A{_MARK}[:：=](?=[\s\d$(\\*-])"
_SUBJECT = (
    r"(?:\*\*|\()?(?:[a-zA-Z]+\s?=\s?)?"
    r"(?:\$[^$\n]{1,100}\$|\\\([^\n]{1,100}?\\\)|[A-E]|[-−–]?\$?\d[\d.,/]{0,20}%?)(?:\*\*|\))?"
)
"""What may be said to be the answer, before that is said."""
_IS = rf"\s?{_MARK}\s?"
_ANNOUNCEMENTS: tuple[tuple[str, str], ...] = (
    (
        "answer",
        (
            rf"\banswers?(?:\s(?:choice|option))?(?:\sto\s[^.:\n]{{1,80}}?)?{_IS}"
            r"(?:is|are|was|(?:would|will|must|should)\sbe|equals|comes\s(?:out\s)?to|[:=：⇒→—]|–(?=\s))"
        ),
    ),
    ("correct ", rf"\bcorrect\s(?:option|choice){_IS}(?:is|[:=])"),
    (
        "is the",
        rf"(?<!\S)(?={_SUBJECT}\sis\sthe\s(?:correct\s|final\s|right\s)?(?:answer|option|choice)\b)",
    ),
    ("correct", r"\b(?:option|choice)\s(?=[($*]{0,3}[A-E][)$*]{0,3}\sis\s(?:the\s)?(?:correct|right)\b)"),
    ("final result", rf"\bfinal\sresult{_IS}(?:is|[:=])"),
    ("answer", _HEADING.format("answer")),
    ("solution", _HEADING.format("solution")),
    ("ans", rf"^{_MARK}ans\.?{_MARK}[:：=](?=[\s\d$(\\*-])"),
    ("a:", _LETTER),
    ("a：", _LETTER),
    ("a*", _LETTER),
    ("réponse", rf"\bréponse(?:\s(?:finale|correcte))?{_IS}(?:est|[:=])|{_HEADING.format('réponse')}"),
    ("reponse", rf"\breponse(?:\s(?:finale|correcte))?{_IS}(?:est|[:=])"),
    ("antwort", rf"\bantwort{_IS}(?:ist|lautet|[:=])|{_HEADING.format('antwort')}"),
    ("ergebnis", rf"\b(?:end)?ergebnis{_IS}(?:ist|lautet|[:=])"),
    ("lösung", rf"\blösung{_IS}(?:ist|lautet|[:=])"),
    ("respuesta", rf"\brespuesta(?:\s(?:final|correcta))?{_IS}(?:es|[:=])|{_HEADING.format('respuesta')}"),
    ("risposta", rf"\brisposta(?:\s(?:finale|corretta))?{_IS}(?:è|[:=])|{_HEADING.format('risposta')}"),
    ("resposta", rf"\bresposta(?:\s(?:final|correta))?{_IS}(?:é|[:=])|{_HEADING.format('resposta')}"),
    ("antwoord", rf"\bantwoord{_IS}(?:is|[:=])"),
    ("odpowied", rf"\bodpowied[źz]{_IS}(?:to|jest|[:=])"),
    ("cevap", rf"\bcevap{_IS}[:=]"),
    ("đáp", rf"\bđáp\s(?:án|số){_IS}(?:là|[:=])"),
    ("jawaban", rf"\bjawaban(?:nya)?{_IS}(?:adalah|[:=])"),
    ("jibu", rf"\bjibu{_IS}(?:ni|[:=])"),
    ("答案", rf"答案(?:应该|應該)?\s?{_MARK}\s?(?:[是为為即](?:：|:)?|[:：=])"),
    ("结果", rf"(?:最终|最后|所以|因此|故)的?结果\s?{_MARK}\s?(?:是|为|等于|[:：])"),
    ("故", r"故[选選]\s?[:：]?"),
    ("答", rf"(?:答え|解答|回答|答){_IS}(?:は|[:：=])"),
    ("正解", rf"正解{_IS}(?:は|[:：=])"),
    ("답", rf"(?:정답|해답|답변|답){_IS}(?:은|는|[:：=])"),
    ("ответ", rf"ответ(?:ом)?{_IS}(?:равен|является|будет|это|[:：=—–-])"),
    ("відповідь", rf"відповідь{_IS}[:：=—–-]"),
    ("الجواب", rf"الجواب(?:\s(?:النهائي|الصحيح))?{_IS}(?:هو|[:：=])"),
    ("الإجابة", rf"الإجابة(?:\s(?:النهائية|الصحيحة))?{_IS}(?:هي|[:：=])"),
    ("उत्तर", rf"उत्तर{_IS}(?:है|[:：=])"),
    ("উত্তর", rf"উত্তর{_IS}[:：=]"),
    ("సమాధానం", rf"సమాధానం{_IS}[:：=]"),
    ("คำตอบ", rf"คำตอบ{_IS}(?:คือ|[:：=])"),
)
"""A stem in lower case, and the phrase it may stand for: only phrases whose stem occurs are looked for."""
_PATTERNS = tuple(
    (stem, tuple(re.compile(p, re.IGNORECASE | re.MULTILINE) for other, p in _ANNOUNCEMENTS if other == stem))
    for stem in dict.fromkeys(stem for stem, _ in _ANNOUNCEMENTS)
)
_ASCII_PATTERNS = tuple((stem, phrases) for stem, phrases in _PATTERNS if stem.isascii())
_SUPPOSED = re.compile(
    r"\b(?:if|whether|assum\w+|suppose|that)\s(?:(?:the|my|our|your|final|correct)\s){0,3}$", re.IGNORECASE
)
_GOES_BEFORE = re.compile(
    r"(?:[-−–+*/^=<>×·,;&|\d]|(?<![a-zA-Z])(?:or|and|not|than|minus|plus|times|over|by|neither|nor|either))\s$",
    re.IGNORECASE,
)
"""Before a number: what makes it a part of something else."""
_NEXT_QUESTION = re.compile(r"^(?:Q|Question|Problem|Human|User)\s?[:：]", re.MULTILINE)

_LEAD = re.compile(r"[\s*_`\"“:：=]*")
_MATH_SPAN = re.compile(
    r"\$\$(.{1,2000}?)\$\$|\\\[(.{1,2000}?)\\\]|\\\((.{1,2000}?)\\\)|\$([^$\n]{1,1000})(?<!\\)\$", re.DOTALL
)
_SENTENCE_END = re.compile(r"[.!?](?=[*_`\"”)]*(?:\s|$))|[。！？]|\n|<\|")
_CHOICE = re.compile(r"\(?[A-Z]\)?[.:]\s+\S+(?:\s+\S+){0,4}[.]?\s*$")
_EXPLANATION = re.compile(r"(?<!\s),?\s+(?:because|since|which|as|so|obtained|from)\s", re.IGNORECASE)
_PROSE = re.compile(r"(?<![\\a-zA-Z])[^\W\d_]{3,}")
_JOINER = re.compile(
    r"\s*(?:,\s*(?:and\s|or\s)?|;|and\s|or\s|和|或|y\s|et\s|und\s|oder\s|и\s|или\s)\s*(?=\$|\\\(|\\\[)"
)
_GOES_ON = re.compile(
    r"\\?%|[-+/^=<>×·±]\s?[$\d\\(]|(?!,?\s?(?:wh|with|for|since|as)[a-z]*\s)[^.;:$]{0,30}?(?<![a-zA-Z])or"
    r"(?:\s(?:just|maybe|perhaps|possibly|also))?\s?[$\d\\]|[^.;:]{0,60}?(?<![a-zA-Z])(?:otherwise|else)\b",
    re.IGNORECASE,
)
"""Behind mathematics that has ended: more of the same answer, so that the first part alone is none."""
_DELIMITER = re.compile(r"\\[()\[\]]|\$")
_MARKUP = ' *_`"”'
_WORDS_OF_A_UNIT = 2
_PHRASES_LOOKED_AT = 8


def find_phrase(text: str) -> str | None:
    """What the last phrase announces, to the end of its sentence; `None` if nothing is announced."""
    # What a model went on to ask itself does not count, and is found only from the announcements before it.
    may_ask_again = any(start in text for start in ("\nQ", "\nP", "\nH", "\nU"))
    for characters in _TAILS_CHARACTERS[-1:] if may_ask_again else _TAILS_CHARACTERS:
        start = max(0, len(text) - characters)
        for end in reversed(_announcements(text, start)):
            if stated := _statement(text, end):
                return stated
        if start == 0:
            break
    return None


def _announcements(text: str, start: int) -> list[int]:
    """Where the last announcements end.

    Those behind a next question, which the model went on to ask itself, do not count.
    """
    tail = text[start:].lower()
    hits: list[tuple[int, int]] = []
    for stem, phrases in _ASCII_PATTERNS if tail.isascii() else _PATTERNS:
        if stem in tail:
            for phrase in phrases:
                hits += [hit.span() for hit in phrase.finditer(text, start)]
    if not hits:
        return []
    hits.sort()
    if question := _NEXT_QUESTION.search(text, hits[0][1]):
        hits = [hit for hit in hits if hit[1] <= question.start()]
    return [
        end
        for begin, end in hits[-_PHRASES_LOOKED_AT:]
        if not _is_supposed(text, begin) and not (begin == end and _is_continued(text, begin))
    ]


def _is_supposed(text: str, start: int) -> bool:
    return _SUPPOSED.search(text, max(0, start - 40), start) is not None


def _is_continued(text: str, start: int) -> bool:
    """Whether what is said to be the answer begins before that."""
    return _GOES_BEFORE.search(text, max(0, start - 12), start) is not None


def _statement(text: str, start: int) -> str | None:
    lead = _LEAD.match(text, start, start + MAX_ANSWER_CHARACTERS)
    start = lead.end() if lead else start
    if span := _math_span(text, start):
        return _spans(text, span)
    end = _SENTENCE_END.search(text, start, start + MAX_ANSWER_CHARACTERS)
    line_end = text.find("\n", start, start + MAX_ANSWER_CHARACTERS)
    line = text[start : line_end if line_end >= 0 else start + MAX_ANSWER_CHARACTERS]
    if _CHOICE.match(line):
        return line.rstrip(_MARKUP)
    if end and end[0] == "?":
        return None
    stated = text[start : end.start() if end else start + MAX_ANSWER_CHARACTERS]
    stated = stated.replace("** is the ", " is the ", 1)
    if end and end[0] == "!" and "!" in stated:
        stated += "!"  # a factorial like the one before, not the end of a sentence
    if explanation := _EXPLANATION.search(stated):
        stated = stated[: explanation.start()]
    stated = stated.strip().rstrip(_MARKUP)
    while stated.endswith("}") and stated.count("}") > stated.count("{"):
        stated = stated[:-1].rstrip(_MARKUP)
    return stated or None


def _math_span(text: str, start: int) -> "re.Match[str] | None":
    span = _MATH_SPAN.match(text, start)
    if span is None:
        return None
    is_between_prices = span[4] is not None and _PROSE.search(span[4])
    return None if is_between_prices else span


def _spans(text: str, span: "re.Match[str]") -> str:
    """The mathematics, further mathematics that is joined to it, and a unit behind it."""
    parts = [_inside(span)]
    end = span.end()
    while (joiner := _JOINER.match(text, end)) and (following := _math_span(text, joiner.end())):
        parts.append(_inside(following))
        end = following.end()
    sentence_end = _SENTENCE_END.search(text, end, end + 100)
    behind = text[end : sentence_end.start() if sentence_end else end + 100].strip(_MARKUP)
    if _GOES_ON.match(behind):
        return f"{', '.join(parts)} {_DELIMITER.sub('', behind)}"
    behind = _EXPLANATION.split(f" {behind} ", maxsplit=1)[0].strip()
    is_unit = 0 < len(behind) <= 30 and behind[0].isalpha() and len(behind.split()) <= _WORDS_OF_A_UNIT
    return ", ".join(parts) + (f" {behind}" if is_unit else "")


def _inside(span: "re.Match[str]") -> str:
    return next(group for group in span.groups() if group is not None).strip()
