"""Expression trees as MathML: what a browser draws is what was parsed, not the LaTeX read a second time.

MathML is given as plain lists, `["mfrac", ["mn", "1"], ["mn", "2"]]`: the element's name, then its children,
which are lists of the same form, or one string in the elements that hold text. There are no attributes, so
whoever draws it can make each element by itself, from a short list of names (`ELEMENTS`).
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from verifiers.math.expression import Apply, Expression, Name, Number
from verifiers.math.units import COUNTED

MathML: TypeAlias = list["str | MathML"]

MAX_NODES = 1_000
"""A larger tree is not drawn: nobody would read it."""
TOKENS = frozenset({"mi", "mn", "mo", "mtext"})
"""Elements that hold text."""
ELEMENTS = TOKENS | {
    "mrow", "mfrac", "msqrt", "mroot", "msup", "msub", "mover", "munder", "munderover",
    "mtable", "mtr", "mtd",
}  # fmt: skip
"""All elements that occur."""

_SEQUENCE, _RELATION, _SUM, _PRODUCT, _POWER, _ATOM = range(6)
"""How tightly what was written holds together; what holds less tightly than its place needs gets brackets."""
_Drawn = tuple[MathML, int]

_TIMES, _INVISIBLE_TIMES, _APPLIED = "⋅", "\u2062", "\u2061"
_SIGNS = {
    "=": "=", "<": "<", ">": ">", "<=": "≤", ">=": "≥", "!=": "≠", "in": "∈", "ratio": ":", "approx": "≈",
    "equiv": "≡",
}  # fmt: skip
_SET_SIGNS = {"union": "∪", "intersection": "∩", "without": "∖"}
_FENCES = {
    "set": ("{", "}"), "tuple": ("(", ")"), "group": ("(", ")"), "closed": ("[", "]"),
    "left_open": ("(", "]"), "right_open": ("[", ")"),
    "abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉"),
}  # fmt: skip
_ACCENTS = {"overline": "¯", "bar": "¯", "vec": "→", "hat": "^", "widehat": "^", "overarc": "⏜",
            "overrightarrow": "→", "overleftrightarrow": "↔"}  # fmt: skip
_FIGURES = {"angle": "∠", "measuredangle": "∡", "triangle": "△", "odot": "⊙"}
_LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ", "pi": "π", "oo": "∞", "empty": "∅",
}  # fmt: skip
_BIG = {"sum": "∑", "prod": "∏"}
_LIMITS = {"lim": "", "lim_above": "+", "lim_below": "−"}


def mathml(expression: Expression) -> MathML | None:
    """The expression for a browser; `None` if it is too large to be looked at."""
    return _draw(expression)[0] if _is_small(expression) else None


def _is_small(expression: Expression) -> bool:
    count, left = 0, [expression]
    while left:
        one = left.pop()
        count += 1
        if count > MAX_NODES:
            return False
        if isinstance(one, Apply):
            left += one.parts
    return True


def _draw(expression: Expression) -> _Drawn:
    if isinstance(expression, Number):
        return _number(expression)
    if isinstance(expression, Name):
        return _name(expression.name)
    draw = _HEADS.get(expression.head)
    return _function(expression) if draw is None else draw(expression)


def _at(expression: Expression, level: int) -> MathML:
    """The expression where it has to hold together as tightly as `level`."""
    drawn, own = _draw(expression)
    return drawn if own >= level else _fenced("(", [drawn], ")")


def _any(expression: Expression) -> MathML:
    return _draw(expression)[0]


def _mo(sign: str) -> MathML:
    return ["mo", sign]


def _row(parts: list[MathML]) -> MathML:
    return parts[0] if len(parts) == 1 else ["mrow", *parts]


def _fenced(opening: str, parts: list[MathML], closing: str) -> MathML:
    return ["mrow", _mo(opening), *parts, _mo(closing)]


def _joined(parts: list[MathML], sign: str) -> list[MathML]:
    joined: list[MathML] = []
    for part in parts:
        if joined:
            joined.append(_mo(sign))
        joined.append(part)
    return joined


def _number(number: Number) -> _Drawn:
    value = abs(number.value)
    if number.decimals is not None:
        drawn: MathML = ["mn", _decimal(value, number.decimals)]
        level = _ATOM
    elif value.denominator == 1:
        drawn, level = ["mn", str(value.numerator)], _ATOM
    else:
        drawn = ["mfrac", ["mn", str(value.numerator)], ["mn", str(value.denominator)]]
        level = _PRODUCT
    return (["mrow", _mo("−"), drawn], _SUM) if number.value < 0 else (drawn, level)


def _decimal(value: Fraction, decimals: int) -> str:
    digits = str(round(value * 10**decimals)).rjust(decimals + 1, "0")
    return f"{digits[: len(digits) - decimals]}.{digits[len(digits) - decimals :]}" if decimals else digits


def _name(name: str) -> _Drawn:
    mark, _, rest = name.partition(" ")
    if rest and mark in _FIGURES:
        return ["mrow", _mo(_FIGURES[mark]), _letters(rest)], _ATOM
    if rest and mark in _ACCENTS:
        return ["mover", _letters(rest), _mo(_ACCENTS[mark])], _ATOM
    stem, _, subscript = name.partition("_")
    if stem and subscript:
        return ["msub", _letters(stem), _letters(subscript)], _ATOM
    return _letters(name), _ATOM


def _letters(name: str) -> MathML:
    stem = name.rstrip("'")
    text = _LETTERS.get(stem, stem) + "′" * (len(name) - len(stem))
    return ["mn", text] if text.isdecimal() else ["mi", text]


def _sum(expression: Apply) -> _Drawn:
    parts: list[MathML] = []
    for part in expression.parts:
        sign, term = _signed(part)
        if parts or sign:
            parts.append(_mo(sign or "+"))
        parts.append(_at(term, _PRODUCT))
    return ["mrow", *parts], _SUM


_SIGNED = {"negate": "−", "plus_minus": "±", "minus_plus": "∓"}


def _signed(term: Expression) -> tuple[str, Expression]:
    if isinstance(term, Apply) and term.head in _SIGNED:
        return _SIGNED[term.head], term.parts[0]
    return "", term


def _with_sign(expression: Apply) -> _Drawn:
    return ["mrow", _mo(_SIGNED[expression.head]), _at(expression.parts[0], _PRODUCT)], _SUM


def _multiply(expression: Apply) -> _Drawn:
    parts: list[MathML] = []
    for part in expression.parts:
        factor = _at(part, _PRODUCT)
        if parts:
            parts.append(_mo(_TIMES if _begins_with_digit(factor) else _INVISIBLE_TIMES))
        parts.append(factor)
    return ["mrow", *parts], _PRODUCT


def _begins_with_digit(drawn: MathML) -> bool:
    """Whether a number would run together with what stands before it."""
    if drawn[0] in TOKENS:
        return drawn[0] == "mn"
    first = drawn[1]
    return isinstance(first, list) and drawn[0] != "msqrt" and _begins_with_digit(first)


def _divide(expression: Apply) -> _Drawn:
    top, bottom = expression.parts
    return ["mfrac", _any(top), _any(bottom)], _PRODUCT


def _power(expression: Apply) -> _Drawn:
    base, exponent = expression.parts
    return ["msup", _at(base, _ATOM), _any(exponent)], _POWER


def _root(expression: Apply) -> _Drawn:
    if expression.head == "sqrt":
        return ["msqrt", _any(expression.parts[0])], _ATOM
    return ["mroot", _any(expression.parts[0]), _any(expression.parts[1])], _ATOM


def _fences(expression: Apply) -> _Drawn:
    opening, closing = _FENCES[expression.head]
    return _fenced(opening, _joined([_at(part, _RELATION) for part in expression.parts], ","), closing), _ATOM


def _list(expression: Apply) -> _Drawn:
    return _row(_joined([_at(part, _RELATION) for part in expression.parts], ",")), _SEQUENCE


def _family(expression: Apply) -> _Drawn:
    values, domain, *integers = expression.parts
    said = [*_joined([_any(integer) for integer in integers], ","), _mo("∈"), _any(domain)]
    return ["mrow", _at(values, _SEQUENCE), _mo(","), *said], _SEQUENCE


def _words(word: str) -> Callable[[Apply], _Drawn]:
    def draw(expression: Apply) -> _Drawn:
        parts: list[MathML] = []
        for part in expression.parts:
            if parts:
                parts.append(["mtext", f"\u00a0{word}\u00a0"])
            parts.append(_at(part, _RELATION))
        return _row(parts), _SEQUENCE

    return draw


def _relation(expression: Apply) -> _Drawn:
    return _row(_joined([_at(part, _SUM) for part in expression.parts], _SIGNS[expression.head])), _RELATION


def _chain(expression: Apply) -> _Drawn:
    parts: list[MathML] = []
    for index, part in enumerate(expression.parts):
        is_sign = index % 2 == 1 and isinstance(part, Name)
        parts.append(_mo(_SIGNS[part.name]) if is_sign and isinstance(part, Name) else _at(part, _SUM))
    return _row(parts), _RELATION


def _set_operation(expression: Apply) -> _Drawn:
    return _row(_joined([_at(part, _ATOM) for part in expression.parts], _SET_SIGNS[expression.head])), _SUM


def _congruence(expression: Apply) -> _Drawn:
    value, modulus = expression.parts
    return [
        "mrow",
        _any(value),
        ["mtext", "\u00a0"],
        _fenced("(", [["mtext", "mod\u00a0"], _any(modulus)], ")"),
    ], _RELATION


def _mod(expression: Apply) -> _Drawn:
    value, modulus = expression.parts
    return ["mrow", _at(value, _PRODUCT), ["mtext", "\u00a0mod\u00a0"], _at(modulus, _POWER)], _PRODUCT


def _suffix(sign: str) -> Callable[[Apply], _Drawn]:
    def draw(expression: Apply) -> _Drawn:
        return ["mrow", _at(expression.parts[0], _PRODUCT), _mo(sign)], _PRODUCT

    return draw


def _factorial(expression: Apply) -> _Drawn:
    return ["mrow", _at(expression.parts[0], _ATOM), _mo("!")], _POWER


def _side(sign: str) -> Callable[[Apply], _Drawn]:
    def draw(expression: Apply) -> _Drawn:
        return ["msup", _at(expression.parts[0], _ATOM), _mo(sign)], _POWER

    return draw


def _unit(expression: Apply) -> _Drawn:
    value, name = expression.parts
    shown = name.name if isinstance(name, Name) else ""
    word = shown.removeprefix(COUNTED).removeprefix("\\")
    return ["mrow", _at(value, _PRODUCT), ["mtext", f"\u00a0{word}"]], _PRODUCT


def _table(expression: Apply) -> list[MathML]:
    rows: list[MathML] = []
    for row in expression.parts:
        cells = row.parts if isinstance(row, Apply) and row.head == "row" else (row,)
        rows.append(["mtr", *(["mtd", _any(cell)] for cell in cells)])
    return [["mtable", *rows]]


def _matrix(expression: Apply) -> _Drawn:
    bars = expression.head == "determinant"
    return _fenced("|" if bars else "(", _table(expression), "|" if bars else ")"), _ATOM


def _cases(expression: Apply) -> _Drawn:
    return ["mrow", _mo("{"), *_table(expression)], _RELATION


def _binom(expression: Apply) -> _Drawn:
    rows: list[MathML] = [["mtr", ["mtd", _any(part)]] for part in expression.parts]
    return _fenced("(", [["mtable", *rows]], ")"), _ATOM


def _base(expression: Apply) -> _Drawn:
    """A number in another base, by its value: that is what was read."""
    value, base = expression.parts
    return [
        "mrow",
        _any(value),
        ["mtext", "\u00a0(written in base\u00a0"],
        _any(base),
        ["mtext", ")"],
    ], _PRODUCT


def _mixed(expression: Apply) -> _Drawn:
    """A mixed number, by its value likewise."""
    return _draw(expression.parts[0])


def _log(expression: Apply) -> _Drawn:
    value, base = expression.parts
    return _applied(["msub", ["mi", "log"], _any(base)], [value]), _POWER


def _call(expression: Apply) -> _Drawn:
    function, argument = expression.parts
    return _applied(_any(function), [argument]), _POWER


def _function(expression: Apply) -> _Drawn:
    return _applied(["mi", _LETTERS.get(expression.head, expression.head)], list(expression.parts)), _POWER


def _applied(function: MathML, arguments: list[Expression]) -> MathML:
    drawn = _joined([_at(argument, _RELATION) for argument in arguments], ",")
    return ["mrow", function, _mo(_APPLIED), _fenced("(", drawn, ")")]


def _accent(expression: Apply) -> _Drawn:
    return ["mover", _any(expression.parts[0]), _mo(_ACCENTS[expression.head])], _ATOM


def _big(expression: Apply) -> _Drawn:
    body, name, low, high = expression.parts
    under = _row([_any(name), _mo("="), _any(low)])
    return ["mrow", ["munderover", _mo(_BIG[expression.head]), under, _any(high)], _at(body, _PRODUCT)], _SUM


def _integral(expression: Apply) -> _Drawn:
    body, name = expression.parts[:2]
    sign = _mo("∫")
    if expression.head == "int":
        sign = ["munderover", sign, _any(expression.parts[2]), _any(expression.parts[3])]
    return ["mrow", sign, _at(body, _PRODUCT), ["mi", "d"], _any(name)], _SUM


def _derivative(expression: Apply) -> _Drawn:
    body, name = expression.parts
    quotient: MathML = ["mfrac", ["mi", "d"], ["mrow", ["mi", "d"], _any(name)]]
    return ["mrow", quotient, _at(body, _ATOM)], _PRODUCT


def _limit(expression: Apply) -> _Drawn:
    body, name, point = expression.parts
    side = _LIMITS[expression.head]
    to: MathML = ["msup", _at(point, _ATOM), _mo(side)] if side else _any(point)
    under: MathML = ["mrow", _any(name), _mo("→"), to]
    return ["mrow", ["munder", ["mi", "lim"], under], _at(body, _PRODUCT)], _SUM


_HEADS: dict[str, Callable[[Apply], _Drawn]] = {
    "add": _sum,
    "multiply": _multiply,
    "divide": _divide,
    "power": _power,
    "list": _list,
    "family": _family,
    "either": _words("or"),
    "both": _words("and"),
    "chain": _chain,
    "congruence": _congruence,
    "mod": _mod,
    "percent": _suffix("%"),
    "degree": _suffix("°"),
    "factorial": _factorial,
    "above": _side("+"),
    "below": _side("−"),
    "unit": _unit,
    "matrix": _matrix,
    "determinant": _matrix,
    "cases": _cases,
    "binom": _binom,
    "base": _base,
    "mixed": _mixed,
    "log_base": _log,
    "call": _call,
    "derivative": _derivative,
    **dict.fromkeys(("sqrt", "root"), _root),
    **dict.fromkeys(("int", "antiderivative"), _integral),
    **dict.fromkeys(_SIGNED, _with_sign),
    **dict.fromkeys(_SIGNS, _relation),
    **dict.fromkeys(_SET_SIGNS, _set_operation),
    **dict.fromkeys(_FENCES, _fences),
    **dict.fromkeys(_ACCENTS, _accent),
    **dict.fromkeys(_BIG, _big),
    **dict.fromkeys(_LIMITS, _limit),
}
