"""What the grammar calls by name: functions, letters, and the signs that each operation is written with."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    """
    sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan asin acos atan arccot sech csch
    arsinh arcosh artanh asinh acosh atanh ln log lg exp sqrt abs floor ceil ceiling gcd lcm max min
    binom cbrt det Re Im cis
    """
)
ALIASES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arsinh", "acosh": "arcosh",
    "atanh": "artanh", "ceiling": "ceil",
}  # fmt: skip
FOREIGN_NAMES = {
    "arcsinh": "arsinh", "arccosh": "arcosh", "arctanh": "artanh", "arctg": "arctan", "arcctg": "arccot",
    "tg": "tan", "ctg": "cot", "sh": "sinh", "ch": "cosh", "th": "tanh", "cosec": "csc",
}  # fmt: skip
"""Functions by names that are usual elsewhere."""
GREEK = _words(
    """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho
    sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega ell
    """
)
RELATIONS = {
    "=": "=", "==": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "!=": "!=", "\\lt": "<", "\\gt": ">",
    "\\le": "<=", "\\leq": "<=", "\\leqslant": "<=", "\\ge": ">=", "\\geq": ">=", "\\geqslant": ">=",
    "\\ne": "!=", "\\neq": "!=", "\\in": "in", ":": "ratio", "\\colon": "ratio", "to": "ratio",
    "\\approx": "approx", "\\equiv": "equiv",
}  # fmt: skip
TIMES = frozenset({"*", "\\cdot", "\\times", "\\ast"})
OVER = frozenset({"/", "\\div"})
DOTS = frozenset({"\\dots", "\\ldots", "\\cdots", "\\dotsb", "\\dotsc", "\\dotsm"})
SET_OPERATIONS = {
    "\\cup": "union", "\\cap": "intersection", "\\setminus": "without", "\\backslash": "without",
}  # fmt: skip
CURRENCY = {
    "\\$": "\\$",
    "\\euro": "\\euro",
    "\\pounds": "\\pounds",
    "\\yen": "\\yen",
    "\\rupees": "\\rupees",
}
SEPARATORS = frozenset({",", ";"})
JOINERS = {
    "or": "or", "and": "and", "\\lor": "or", "\\vee": "or", "\\land": "and", "\\wedge": "and", "&": "and",
}  # fmt: skip
FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"})
BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
OF_SEVERAL = frozenset({"gcd", "lcm", "max", "min"})
RADICES = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "twelve": "12", "sixteen": "16",
}  # fmt: skip
INVERSES = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sinh": "arsinh", "cosh": "arcosh",
    "tanh": "artanh",
}  # fmt: skip
ACCENTS = frozenset({"overline", "vec", "hat", "bar"})
FIGURES = _words(
    """
    angle measuredangle triangle odot overrightarrow overleftrightarrow overarc widehat
    """
)
MODULO = frozenset({"mod", "\\mod", "\\bmod", "\\pmod"})
LOGIC = frozenset({"\\land", "\\wedge", "\\lor", "\\vee"})
ENDS = frozenset({"}", ")", "]", ","})
OTHERWISE = frozenset({"otherwise", "else", "elsewhere"})
BIG_OPERATORS = frozenset({"sum", "prod", "int", "lim"})
