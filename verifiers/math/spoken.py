"""What plain words say: numbers, sets and values that have a name, dates, and words that mean the same."""

import re

from verifiers.math.expression import Apply, Expression, Name

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_WORD = re.compile(r"[ -]?([a-z]+)")

_NO_SOLUTION = re.compile(
    r"(?:there (?:is|are) )?no (?:real )?(?:solutions?|roots?)(?: exists?)?"
    r"|(?:the )?(?:empty|null) set|none|no answer|无解|空集|无实数解|没有解|方程无解"
    r"|(?:there (?:is|are) )?no such (?:[a-z]+ ?){0,3}(?:exists?)?"
)
_REALS = re.compile(
    r"(?:(?:the )?set of )?(?:all |any )?(?:the )?(?:real numbers?|reals|real values)(?: of)?(?: [a-z])?"
    r"|all real [a-z]"
)
_ALL_BUT = re.compile(r"(?:x is )?(?:all )?real numbers? except (?:for )?(?:x ?= ?)?(.+)", re.IGNORECASE)
_SUBJECT = r"(?:(?:it|(?:[a-z]+ ){0,3}(?:series|sequence|integral|limit|sum)) )?"
_SYNONYMS = (
    (
        re.compile(r"dne|(?:the limit )?(?:does not|doesn't) exist|(?:the )?limit does not exist"),
        "does not exist",
    ),
    (re.compile(r"(?:is )?(?:not defined|undefined)"), "undefined"),
    (re.compile("yes|是的?|对的?|正确的?"), "true"),
    (re.compile("no|否|不是|不对|错误?的?|不正确"), "false"),
    (
        re.compile(rf"{_SUBJECT}(?:diverges|(?:is )?divergent)"),
        "diverges",
    ),
    (
        re.compile(rf"{_SUBJECT}(?:converges|(?:is )?convergent)"),
        "converges",
    ),
    (
        re.compile(r"(?:there (?:is|are) )?(?:an? )?infinite(?:ly many)?(?: number of)?(?: solutions?)?"),
        "infinitely many",
    ),
    (re.compile(r"neither even nor odd|neither odd nor even"), "neither"),
    (re.compile(r"none of (?:these|those|them|the above|the others|the options)"), "none of the above"),
    (re.compile(r"(?:no )?(?:real )?solutions? does not exist"), "no solution"),
)
_ARTICLE = re.compile(r"(?:(?:on|in) )?(?:(?:an?|the) )?(?=.)")

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<{}>[A-Za-z]{{3,9}})\.?"
_DATE = re.compile(
    r"(?P<iso>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    rf"|{_MONTH.format('before')} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>\d{{4}}))?"
    rf"|(?P<first_day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.format('after')}"
    r"(?:,? (?P<last_year>\d{4}))?"
)


def said_value(words: str) -> Expression | None:
    """The set or value that words in lower case name, such as "no solution" or "all real numbers"."""
    if _NO_SOLUTION.fullmatch(words):
        return Name("empty")
    if _REALS.fullmatch(words):
        return Name("R")
    if words in ("infinity", "positive infinity", "plus infinity", "infinite"):
        return Name("oo")
    if words in ("negative infinity", "minus infinity"):
        return Apply("negate", (Name("oo"),))
    return None


def all_but(text: str) -> str | None:
    """What "all real numbers except …" leaves out, as it was written."""
    found = _ALL_BUT.fullmatch(text)
    return found[1] if found else None


def in_digits(words: str) -> str:
    """The words with a number at their beginning in digits: "forty-two apples" as "42 apples"."""
    if (fraction := _FRACTION.fullmatch(words)) is not None:
        return _fraction(fraction) or words
    if (halves := _AND_A_HALF.fullmatch(words)) is not None and (number := _FRACTION.fullmatch(halves[1])):
        return f"{_fraction(number) or halves[1]} {halves[2]}"
    if words.startswith(("negative ", "minus ")):
        positive = words.split(" ", maxsplit=1)[1]
        digits = in_digits(positive)
        return words if digits == positive else f"-{digits}"
    if words.startswith("a dozen"):
        return "12" + words.removeprefix("a dozen")
    total, part, position, last = 0, 0, 0, "scale"
    while found := _WORD.match(words, position):
        word = found[1]
        kind = _kind(word)
        if not kind or (kind, last) not in _FOLLOWS:
            break
        if kind == "scale":
            part *= _SCALES[word]
            if _SCALES[word] > 100:
                total, part = total + part, 0
        else:
            part += _NUMBERS[word]
        position, last = found.end(), kind
    return f"{total + part}{words[position:]}" if position else words


_DENOMINATORS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "hundredth": 100,
}  # fmt: skip
_FRACTION = re.compile(
    rf"(?:(?P<whole>[a-z]+|\d+) and )?(?:(?P<top>[a-z]+|\d+)[ -])?(?P<bottom>{'|'.join(_DENOMINATORS)})s?"
)
_AND_A_HALF = re.compile(r"((?:[a-z]+|\d+) and (?:a half|a quarter|three quarters)) ([a-z]+)")


def _fraction(found: re.Match[str]) -> str | None:
    """`3/2` for "one and a half"; `None` if a number is no number."""
    numbers = []
    for word in (found["whole"] or "zero", found["top"] or "one"):
        number = 1 if word in ("a", "an") else int(word) if word.isdigit() else _NUMBERS.get(word)
        if number is None:
            return None
        numbers.append(number)
    bottom = _DENOMINATORS[found["bottom"]]
    return f"{numbers[0] * bottom + numbers[1]}/{bottom}"


def _kind(word: str) -> str:
    if word in _SCALES:
        return "scale"
    if word in _NUMBERS:
        return "tens" if _NUMBERS[word] >= 20 else "ones"
    return ""


_FOLLOWS = {("ones", "scale"), ("tens", "scale"), ("ones", "tens"), ("scale", "ones"), ("scale", "tens")}


def plain_words(words: str) -> str:
    """One wording for what has several: no article, and one of several synonyms."""
    words = _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
    for synonyms, wording in _SYNONYMS:
        if synonyms.fullmatch(words):
            return wording
    return words


def calendar_date(text: str) -> tuple[int, int, int] | None:
    """Year (0 if there is none), month and day, when the text is a date."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    if found["iso"]:
        return int(found["iso"]), int(found["iso_month"]), int(found["iso_day"])
    name = (found["before"] or found["after"]).lower()
    month = next((n for n, month in enumerate(_MONTHS, start=1) if name in (month, month[:3])), 0)
    if not month:
        return None
    return int(found["year"] or found["last_year"] or 0), month, int(found["day"] or found["first_day"])
