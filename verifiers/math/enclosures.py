"""Reads what brackets, bars and environments enclose: tuples, intervals, sets, matrices, cases."""

from verifiers.math.expression import Apply, Expression, Name, variables
from verifiers.math.function_notation import FunctionReader
from verifiers.math.limits import MAX_MATRIX_CELLS
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import BudgetExceededError, ParseError
from verifiers.math.vocabulary import OTHERWISE
from verifiers.wording import quoted


class EnclosureReader(FunctionReader):
    """Reads what brackets, bars and environments enclose: tuples, intervals, sets, matrices, cases."""

    def _bracket(self, opening: str) -> Expression:
        self._enter()
        if self._peek() in (")", "]"):
            raise self._unexpected()
        bars, self._bars = self._bars, 0
        inner = self._sequence()
        self._bars = bars
        closing = self._next().text
        self._depth -= 1
        if closing not in (")", "]"):
            self._index -= 1
            raise self._unexpected()
        if isinstance(inner, Apply) and inner.head == "list":
            head = {"()": "tuple", "[]": "closed", "(]": "left_open", "[)": "right_open"}[opening + closing]
            if head in ("left_open", "right_open") and len(inner.parts) != 2:
                raise ParseError("an interval has two ends")
            return Apply(head, inner.parts)
        if opening + closing not in ("()", "[]"):
            raise ParseError("an interval has two ends")
        return Apply("group", (inner,))

    def _set(self) -> Expression:
        self._enter()
        if self._peek() == "\\}":
            self._index += 1
            self._depth -= 1
            return Name("empty")
        if (condition := self._condition()) is not None:
            return condition
        inner = self._sequence()
        self._expect("\\}")
        self._depth -= 1
        parts = inner.parts if isinstance(inner, Apply) and inner.head == "list" else (inner,)
        return Apply("set", parts)

    def _condition(self) -> Expression | None:
        r"""What the elements of a set-builder satisfy, without its head `x \mid` or `x \in D :`."""
        if self._kind() != "word" or len(self._peek()) != 1:
            return None
        start, domain = self._index, None
        letter = self._next().text
        name = Name(letter)
        if self._peek() == "\\in":
            self._index += 1
            domain = Apply("in", (name, self._atom_deeper()))
        if self._peek() not in ("|", ":"):
            self._index = start
            return None
        self._index += 1
        said = self._sequence()
        self._expect("\\}")
        self._depth -= 1
        if letter not in variables(said):
            raise ParseError(f"the condition does not speak of {letter}")
        if domain is None or domain.parts[1] == Name("R"):
            return said
        return Apply("both", (domain, said))

    def _fenced(self, opening: str) -> Expression:
        self._enter()
        closing = {
            "|": "|",
            "\\lfloor": "\\rfloor",
            "\\lceil": "\\rceil",
            "\\langle": "\\rangle",
        }
        head = {"|": "abs", "\\lfloor": "floor", "\\lceil": "ceil", "\\langle": "tuple"}[opening]
        self._bars += opening == "|"
        inner = self._sequence()
        self._expect(closing[opening])
        self._bars -= opening == "|"
        self._depth -= 1
        if head == "tuple":
            return Apply(
                "tuple", inner.parts if isinstance(inner, Apply) and inner.head == "list" else (inner,)
            )
        return Apply(head, (inner,))

    def _otherwise(self) -> Name | None:
        content = text_content(self._peek()) if self._kind() == "text" else self._peek()
        if content.rstrip(",;") not in OTHERWISE:
            return None
        self._index += 1
        return Name("otherwise")

    def _environment(self, opening: str) -> Expression:
        name = opening[opening.index("{") + 1 : opening.index("}")]
        if not opening.startswith("\\begin") or name.rstrip("*") not in (
            "pmatrix", "bmatrix", "vmatrix", "matrix", "Bmatrix", "array", "smallmatrix", "cases",
        ):  # fmt: skip
            raise ParseError(f"the environment {quoted(name)} is not known")
        self._enter()
        rows: list[tuple[Expression, ...]] = []
        row: list[Expression] = []
        cells = 0
        while True:
            if self._kind() == "text" and text_content(self._peek()) in ("if", "for", "when"):
                self._index += 1
            row.append(self._otherwise() or self._relation())
            if self._peek() == "," and name == "cases":
                self._index += 1
            cells += 1
            if cells > MAX_MATRIX_CELLS:
                raise BudgetExceededError(f"a matrix of more than {MAX_MATRIX_CELLS} cells")
            token = self._next()
            if token.text == "&":
                continue
            rows.append(tuple(row))
            row = []
            if token.text == "\\\\" and not self._peek().startswith("\\end"):
                continue
            if token.text == "\\\\":
                token = self._next()
            if token.text != f"\\end{{{name}}}":
                raise ParseError(f"the environment {quoted(name)} is not closed")
            break
        self._depth -= 1
        if len({len(each) for each in rows}) != 1:
            raise ParseError("the rows of the matrix differ in length")
        if name == "cases":
            if len(rows[0]) == 1:
                return Apply("list", tuple(row[0] for row in rows))
            return Apply("cases", tuple(Apply("row", each) for each in rows))
        head = "determinant" if name == "vmatrix" else "matrix"
        return Apply(head, tuple(Apply("row", each) for each in rows))
