"""Chinese around and inside an answer, in the spelling that the parser reads: numerals, units, "or"."""

import re
from fractions import Fraction

_HAN = re.compile("[\u4e00-\u9fff、①-⑳]")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1_000}
_SCALES = {"万": 10**4, "亿": 10**8}
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]{1,20}"
_UNITS = {
    "毫米": "mm", "厘米": "cm", "分米": "dm", "米": "m", "千米": "km", "公里": "km", "秒钟": "s", "秒": "s",
    "分钟": "min", "小时": "h", "时": "h", "天": "days", "个月": "months", "年": "years", "毫克": "mg",
    "克": "g",
    "千克": "kg", "公斤": "kg", "吨": "tonnes", "毫升": "mL", "升": "L", "公顷": "hectares", "元": "yuan",
    "块钱": "yuan", "美元": "dollars", "美分": "cents", "欧元": "euros", "日元": "yen",
    "角": "jiao", "度": "degrees", "弧度": "radians", "牛顿": "N", "牛": "N", "焦耳": "J", "焦": "J",
    "瓦": "W",
    "千瓦": "kW", "伏": "V", "伏特": "V", "安": "A", "安培": "A", "欧姆": "ohms", "欧": "ohms", "帕": "Pa",
    "赫兹": "Hz",
    "摩尔": "mol",
}  # fmt: skip
_NAMES = "|".join(sorted(_UNITS, key=len, reverse=True))
_COUNTERS = "个只本人名位条张件棵颗辆台块页岁次种道题支枝朵头匹双对套袋箱盒瓶杯碗层排行列组份根座间把架艘段片圈步倍项点分枚粒场篇家户株盆筐桶级队班周号日"  # noqa: E501
_NOUN = "[\u4e00-\u9fff]{0,5}"
_SAYS_MORE = re.compile("[以不非无至到余多少约或和与且上下内外起半成折之一二三百千万亿]")
"""Signs behind a number that make it another one, or a bound."""
_OPEN, _CLOSE = r"(?P<open>\\(?:text|mathrm|mbox)\{\s*)?", r"(?(open)\s*\})"

_LEAD = re.compile(
    r"^\s*(?:答案?[是为:：]?|因此|所以|故|即)*(?:一共|总共|共计|共|大约|约)?(?:有|是|为|需要?|用|等于|还?剩下?)?\s*(?=[-\d$\\(])"
)
_LABEL = re.compile("^([A-Z])、(?![A-Z])")
_NUMBERED = re.compile(
    "(?<=[①-⑳])(?:[\\s,，;；和与]|\\\\text\\{and\\})+(?=[①-⑳])|(?<=[①-⑳])\\s*(?:是?正确的?|成立)$"
)
_OR = re.compile(rf"{_OPEN}\s*(?:或者|或){_CLOSE}")
_AND = re.compile(rf"{_OPEN}\s*(?:以及|并且|和|与|且|及){_CLOSE}")
_PERCENT = re.compile(rf"百分之({_NUMERAL}|\d+(?:\.\d+)?)")
_PARTS = re.compile(rf"^\s*({_NUMERAL})分之({_NUMERAL})\s*$")
_WHOLE = re.compile(rf"^\s*({_NUMERAL})(?=[{_COUNTERS}]?\s*$|(?:{_NAMES})\s*$)")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*(万|亿|千(?![克米瓦])|百(?!分))")
_SPEED = re.compile(rf"每(小时|分钟|秒|天)\s*(\d+(?:\.\d+)?)\s*({_NAMES})")
_TEMPERATURE = re.compile(rf"(?<=\d)\s*{_OPEN}摄氏度{_CLOSE}")
_UNIT = re.compile(
    rf"(?<=[\d}})iπ/每])\s*{_OPEN}(?P<power>平方|立方)?(?P<unit>{_NAMES})(?P<over>[/每](?:{_NAMES}))?(?![\u4e00-\u9fff]){_CLOSE}"
)
_COUNTED = re.compile(rf"(?<=[\d}})])\s*{_OPEN}(?P<noun>[{_COUNTERS}]{_NOUN})(?![\u4e00-\u9fff]){_CLOSE}")
_BESIDE_MATHEMATICS = re.compile(r"[\da-zA-Z=<>≤≥]")
_BOUNDS = re.compile("大于|小于|超过|不|非|没|接近|至少|至多|最多|最少|或|和|与|且|半|除以|如果|若|第")
_BOUNDS_BEHIND = re.compile("以|不|非|余|多|少|或|和|与|且|半|成|折|分之|左右|错")
_SENTENCE = re.compile(
    "(?P<before>[\u4e00-\u9fff，,：: ]{1,60}?)(?P<number>-?\\d[\\d,]*(?:\\.\\d+)?(?:/\\d+)?%?"
    "(?:\\\\text\\{[^{}]*\\}(?:\\^\\{\\d\\})?)?)"
    "(?P<after>[\u4e00-\u9fff]{0,20})"
)
_POWERS = {"平方": "^{2}", "立方": "^{3}", None: ""}


def holds_chinese(text: str) -> bool:
    """Whether a Chinese character stands in it."""
    return not text.isascii() and _HAN.search(text) is not None


def without_chinese(text: str) -> str:
    """The text with its numerals, units, counters and connectives written in another way.

    What cannot be written so stays as it is.
    """
    text = _LABEL.sub(r"\1. ", _LEAD.sub("", text, count=1), count=1).replace("、", ", ")
    text = _NUMBERED.sub("", text)
    text = _PERCENT.sub(lambda found: f"{_in_digits(found[1])}\\%", text)
    text = _PARTS.sub(lambda found: f"\\frac{{{_in_digits(found[2])}}}{{{_in_digits(found[1])}}}", text)
    text = _WHOLE.sub(lambda found: _in_digits(found[1]), text)
    text = _SCALED.sub(_multiplied, text)
    text = _SPEED.sub(r"\2\3/\1", text)
    text = _TEMPERATURE.sub(r"^\\circ \\text{C}", text)
    text = _UNIT.sub(_measured, text)
    text = _COUNTED.sub(lambda found: found[0] if _SAYS_MORE.search(found["noun"]) else "", text)
    if _BESIDE_MATHEMATICS.search(text):
        text = _OR.sub(r" \\text{ or } ", text)
        text = _AND.sub(r" \\text{ and } ", text)
    return text


def stated_number(text: str) -> str | None:
    """The only number of a Chinese sentence, with its unit; `None` where the sentence says more of it."""
    found = _SENTENCE.fullmatch(without_chinese(text))
    if found is None or _BOUNDS.search(found["before"]) or _BOUNDS_BEHIND.search(found["after"]):
        return None
    return found["number"]


def _in_digits(numeral: str) -> str:
    """`三百二十` as `320`."""
    if numeral.isascii():
        return numeral
    total, section, digit = 0, 0, 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            section, digit = section + (digit or 1) * _PLACES[character], 0
        else:
            total, section, digit = (total + section + digit) * _SCALES[character], 0, 0
    return str(total + section + digit)


def _multiplied(found: re.Match[str]) -> str:
    scale = (_SCALES | _PLACES)[found[2]]
    value = Fraction(found[1]) * scale
    return str(value) if value.denominator == 1 else found[0]


def _measured(found: re.Match[str]) -> str:
    over = found["over"]
    per = f"/{_UNITS[over[1:]]}" if over else ""
    return f"\\text{{ {_UNITS[found['unit']]}{per}}}{_POWERS[found['power']]}"
