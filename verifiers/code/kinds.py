"""How programs are tested and scored."""

from enum import StrEnum


class Kind(StrEnum):
    """How a program is tested."""

    STDIO = "stdio"
    FUNCTION = "function"
    CLASS = "class"
    ASSERTS = "asserts"


class Scoring(StrEnum):
    """How verdicts of cases become a score in 0…1."""

    ALL = "all"
    FRACTION = "fraction"
    WEIGHTED = "weighted"
    SUBTASKS = "subtasks"
