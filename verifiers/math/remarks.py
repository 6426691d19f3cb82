"""What is said around an answer without being part of it: "the area is", "because …", "for all x"."""

import re
from collections.abc import Iterator

from verifiers.math.chinese import holds_chinese, stated_number
from verifiers.math.plain_text import normalised
from verifiers.math.units import unit_named

MAX_REMARKED = 400
"""Longer answers are compared as they are written only."""
_LONGEST_LEAD = 80
_LONGEST_SENTENCE = 300
_HEDGES = frozenset(
    """
    not no never nor neither either least most more less fewer greater larger smaller than between above
    below over under up within if unless whether except without or and to from until before after
    another other some one first second third guess maybe perhaps wrong incorrect false
    isn't aren't cannot can't nearly almost half twice double
    """.split()  # noqa: SIM905
)
"""Words that make a statement say something else than that the answer is what follows."""
_REASON = re.compile(
    r"(?<![a-zA-Z])(?:because|since|due to|as required|as desired|as needed)(?![a-zA-Z])(?=\W{0,9}\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?P<lead>[a-zA-Z][a-zA-Z ,'’-]*)(?<![a-zA-Z])(?:is|are|equals|will be|would be|"
    r"is equal to|are equal to)(?![a-zA-Z])"
    r" ?(?:exactly|just|simply|therefore|thus|approximately|about|equal to|given by)? ?:? ?(?P<said>\S.*)",
    re.DOTALL,
)
_ANSWER = re.compile(
    r"(?:so |thus |hence |therefore |then )?,?(?:the )?(?:final |correct )?(?:answer|result|solution) ?[:=] ?"
    r"(?P<said>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABELLED = re.compile(
    r"(?P<lead>(?=[a-zA-Z ]*[a-zA-Z]{3})[a-zA-Z][a-zA-Z ]{2,60}): ?(?P<said>\S.*)", re.DOTALL
)
_IS_THE_ANSWER = re.compile(r"(?<![a-zA-Z]) ?is the (?:final |correct |right )?(?:answer|result|solution)$")
_ADVERB = re.compile(
    r"(?:approximately|indeed|about|around|roughly|"
    r"exactly|therefore|thus|hence|simply|just|precisely|equal to|only)"
    r",? ?(?=[-\d\\.(])",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?P<before>[a-zA-Z][a-zA-Z ,'’-]*?) ?(?P<sign>\\?\$)?"
    r"(?P<number>-?\d[\d,]*(?:\.\d+)?(?:/\d+)?)(?P<percent> ?\\?%)?"
    r"(?: (?P<after>[a-zA-Z][a-zA-Z ,'’-]*))?"
)
_COUNT = re.compile(
    r"(?P<number>-?\d[\d,]*(?:\.\d+)?) (?P<what>[a-zA-Z]+(?: [a-zA-Z]+)?) "
    r"(?:are|is|were|was|remain|remains)(?P<after>(?: [a-zA-Z]+){0,3})"
)
_STATES = frozenset(
    """
    is are was were has have had will be there gets got get needs need needed costs cost spent spends spend
    earned earns earn makes made make pays paid pay saves saved save
    takes took take equals weighs ran runs walked read ate sold bought received left remain remains total
    totals gives gave scored drove traveled travelled
    """.split()  # noqa: SIM905
)
_FIRST_WORD = re.compile(r"(yes|no|true|false) ?[,;:.] ?(?=\S+ \S)", re.IGNORECASE)
_MIXED = re.compile(r"(\d+) and ?(\d+/\d+|\\frac ?(?:\{\d+\} ?\{\d+\}|\d\d))")
_WORD = re.compile(r"[a-zA-Z'’]+")
_FOR_ALL = re.compile(r"(?:(?<![a-zA-Z])for|\\forall|∀)(?![a-zA-Z])")
_WHERE_CONSTANT = re.compile(
    r"(?:[\s,;($]|\\q?quad|\\[,;: ])*(?:\\text\{[\s,(]*)?(?:where|with)[\s}$]*[A-Zck](?:_\{?\d\}?)?[\s$]*"
    r"(?:\\text\{\s*)?(?:(?:is|being)\s+)?(?:(?:an?|any|the|some)\s+)?(?:(?:arbitrary|any|real)\s+)?constant"
    r"(?: of integration)?[.)}\s]*$"
)
_IN_REALS = re.compile(
    r"(?:[\s,;($]|\\q?quad|\\[,;: ])+(?P<name>(?![j-n])[a-zA-Z])\s*(?:\\in(?![a-zA-Z])|∈)\s*"
    r"(?:\\mathbb\s*\{?R\}?|\\mathbf\s*\{?R\}?|\\R|ℝ|R)[)$\s.]*$"
)
"""A variable that is said to be real, as it is understood to be; without a word `k` may be an integer."""
_QUANTIFIER_CHARACTERS = 120
_BEFORE_QUANTIFIER = re.compile(r"(?<![\s,;($])(?:\\text\{|\\q?quad|\\,|\\ |[\s,;($])+$")
_QUANTIFIED = re.compile(
    r"(?:\s|all|any|every|each|real|reals|complex|rational|numbers?|values?|of|in|and|where|is|an?|the|positive|natural|"
    r"integers?|nonnegative|non-negative|\\in|\\text|\\mathbb|\\mathbf|\\forall|[{}$,.()]|\\[, ]|"
    r"[RQNZC]\b|\^[+*]|_\+|\\R|ℝ|∈|(?<![a-zA-Z])[a-z](?![a-zA-Z]))*"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\s,;]))(?:\((?P<number>[1-9])\)(?=[\s$\d]|\\[dt]?frac|\\sqrt|-)(?!\s*(?:\\cdot|\\times|[+*/^=]))|(?P<circled>[{_CIRCLED}]))"
)
_GLOSS = re.compile(
    r"(?P<head>.*\S)(?:\s|\\ |\\,|~|\\text\{\s*)+\((?P<inside>[^()]{1,80})\)\s*\}?", re.DOTALL
)
_GLOSS_IN_WORDS = re.compile(r"(?P<head>.*\S) ?\((?P<inside>[a-zA-Z][a-zA-Z ]{1,60})\)", re.DOTALL)
_GLOSS_LEAD = re.compile(r"\s*(?:or|i\.e\.,?|that is,?|which is|=|≈|\\approx|about|approximately)\s*")


def without_remarks(text: str) -> str:
    """An answer in plain text without the words that only lead to it or give reasons for it."""
    reason = (
        _REASON.search(text)
        if "ecause" in text or "ince" in text or "ue to" in text or "as " in text
        else None
    )
    if reason is not None and reason.start() > 0:
        text = text[: reason.start()].rstrip(" ,.;:([")
    if len(text) > _LONGEST_SENTENCE or _WORD.search(text) is None:
        return text
    answer = _ANSWER.fullmatch(text)
    if answer is not None:
        return answer["said"]
    lead = _LEAD.fullmatch(text) or _LABELLED.fullmatch(text)
    if lead is not None and len(lead["lead"]) <= _LONGEST_LEAD and not _hedges(lead["lead"]):
        return lead["said"]
    text = _IS_THE_ANSWER.sub("", text)
    return _ADVERB.sub("", text, count=1) if _ADVERB.match(text) else text


def _hedges(words: str) -> bool:
    return any(word in _HEDGES for word in words.lower().replace("’", "'").replace(",", " ").split())


def _stated_number(text: str) -> str | None:
    """The only number of a sentence such as "she has 42 apples left" or "42 apples are left"."""
    counted = _COUNT.fullmatch(text)
    if counted is not None and not _hedges(counted["what"] + counted["after"]):
        return f"{counted['number']} {counted['what']}"
    found = _SENTENCE.fullmatch(text)
    if found is None:
        return None
    before, after = found["before"].lower().split(), (found["after"] or "").split()
    if (
        not any(word in _STATES for word in before)
        or _hedges(found["before"])
        or _hedges(found["after"] or "")
    ):
        return None
    number = f"{found['sign'] or ''}{found['number']}{found['percent'] or ''}"
    return f"{number} {after[0]}" if after and unit_named(after[0]) else number


def without_quantifier(text: str) -> str:
    r"""`f(x)=2x \text{ for all } x` without its last words; a condition on numbers stays."""
    tail = max(1, len(text) - _QUANTIFIER_CHARACTERS)
    if "constant" in text and (constant := _WHERE_CONSTANT.search(text, tail)) is not None:
        text = text[: constant.start()]
    if (reals := _IN_REALS.search(text, tail)) is not None:
        before = text[: reals.start()]
        if re.search(rf"(?<![a-zA-Z\\]){reals['name']}(?![a-zA-Z])", before):
            text = before
    if "for" not in text and "∀" not in text:
        return text
    for found in _FOR_ALL.finditer(text, max(1, len(text) - _QUANTIFIER_CHARACTERS)):
        if _QUANTIFIED.fullmatch(text, found.end()):
            return _BEFORE_QUANTIFIER.sub("", text[: found.start()])
    return text


def enumerated(text: str) -> list[str] | None:
    """The answers to several questions, numbered as in `(1) 2; (2) 3`; `None` for anything else."""
    if not text.startswith(("(1)", "①")):
        return None
    marks = list(_NUMBERED.finditer(text))
    said = [mark["circled"] or _CIRCLED[int(mark["number"]) - 1] for mark in marks]
    if len(marks) < 2 or said != list(_CIRCLED[: len(marks)]):
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = [text[mark.end() : end].strip(" ,;\n$") for mark, end in zip(marks, ends, strict=True)]
    return parts if all(parts) else None


def other_readings(text: str) -> Iterator[tuple[str, ...]]:
    """What an answer may mean without its remarks: each time one text, or several that must all be right."""
    as_written, text = text.strip(), normalised(text)
    plain = without_remarks(text)
    if plain != text:
        yield (plain,)
    if (
        number := stated_number(as_written) if holds_chinese(as_written) else _stated_number(text)
    ) is not None:
        yield (number,)
    if (first := _FIRST_WORD.match(text)) and not _contradicts(first[1].lower(), text[first.end() :].lower()):
        yield (first[1],)
    if (mixed := _MIXED.fullmatch(text)) is not None:
        yield (f"{mixed[1]} {mixed[2]}",)
    found = _GLOSS.fullmatch(as_written) or _GLOSS_IN_WORDS.fullmatch(plain)
    if found is not None:
        head = found["head"].removesuffix("\\text{").rstrip()
        inside = found["inside"]
        if inside.count("}") > inside.count("{"):
            inside = inside.replace("}", " ", 1)
        inside = _GLOSS_LEAD.sub("", inside, count=1)
        yield head, inside
        yield (f"{head} \\approx {inside}",)
        if _WORD.match(inside):
            yield head, f"{head} {inside}"


def _contradicts(first: str, rest: str) -> bool:
    """Whether yes is followed by no, or the other way."""
    opposites = {
        "yes": ("no", "not", "false"),
        "true": ("no", "not", "false"),
        "no": ("yes", "true"),
        "false": ("yes", "true"),
    }
    return any(word in opposites[first] for word in _WORD.findall(rest))
