"""A Pratt parser from text to the expression tree.

Every token is consumed, or it is no parse: what reads half an answer accepts nonsense. Commands and words
that are not known are refused rather than skipped. The levels of the grammar, from the loosest to the
tightest, are classes that stand on each other: sequences and relations here, then `term_notation.py`,
`power_notation.py`, `atom_notation.py`, and the readers of single notations below them.
"""

from verifiers.math.expression import CONTAINERS, Apply, Expression, Name
from verifiers.math.limits import MAX_TREE_DEPTH
from verifiers.math.term_notation import TermReader
from verifiers.math.token_cursor import text_content
from verifiers.math.tokens import BudgetExceededError, ParseError, Token, tokenise
from verifiers.math.vocabulary import LOGIC, RELATIONS, SEPARATORS, SET_OPERATIONS


def parse(text: str) -> Expression:
    """The expression that `text` writes.

    Raises:
        ParseError: it cannot be read; the message says what and where.
        BudgetExceededError: it is too long, too deep or has too many digits.
    """
    tokens = tokenise(text)
    result = _Parser(tokens).whole()
    if len(tokens) > MAX_TREE_DEPTH:
        _check_depth(result)
    return result


def _check_depth(expression: Expression) -> None:
    """Refuse a tree that is too deep for recursion: chains such as `a/b/c/…` nest without brackets."""
    level = [expression]
    for _ in range(MAX_TREE_DEPTH):
        level = [part for each in level if isinstance(each, Apply) for part in each.parts]
        if not level:
            return
    raise BudgetExceededError(f"a tree deeper than {MAX_TREE_DEPTH}")


class _Parser(TermReader):
    def whole(self) -> Expression:
        if not self._tokens:
            raise ParseError("there is nothing to read")
        if len(self._tokens) > 1 and self._peek() in ("=", "\\approx"):
            self._index += 1
        result = self._group()
        if self._index < len(self._tokens):
            raise self._unexpected()
        return result

    def _read_apart(self, tokens: list[Token]) -> Expression:
        return _Parser(tokens, self._depth + 1).whole()

    def _group(self) -> Expression:
        r"""What stands between braces: a sequence, or two with `\over` or `\choose` between them."""
        inner = self._sequence()
        head = {"\\over": "divide", "\\choose": "binom"}.get(self._peek())
        if head is None:
            return inner
        self._index += 1
        return Apply(head, (inner, self._sequence()))

    def _sequence(self) -> Expression:
        elements = [self._relation()]
        joiners: set[str] = set()
        starts_group = [True]
        start = self._index
        while self._index < len(self._tokens):
            if self._peek() in SEPARATORS:
                self._index += 1
                joiner = self._joiner() or ","
                self._index += joiner != ","
            elif joiner := self._joiner():
                self._index += 1
            else:
                break
            joiners.add(joiner)
            starts_group.append(joiner == "or")
            elements.append(self._relation())
        if not joiners:
            return elements[0]
        if len(joiners) > 1 and "or" in joiners and _are_equations_of_several(elements):
            return _alternatives(elements, starts_group)
        if all(isinstance(each, Name) for each in elements) and self._peek_at(start) in LOGIC:
            raise ParseError("a statement of logic")
        if "or" in joiners and _are_equations_of_several(elements):
            return Apply("either", tuple(elements))
        head = "list"
        if len(joiners - {","}) == 1 and all(map(_is_bound, elements)):
            head = "both" if "and" in joiners else "either"
        return Apply(head, tuple(elements))

    def _relation(self) -> Expression:
        relation = self._plain_relation()
        if isinstance(relation, Apply) and relation.head == "equiv" and not self._says_modulo():
            return Apply("=", relation.parts)
        if self._peek() == "\\pmod":
            self._index += 1
            return Apply("congruence", (relation, self._argument()))
        if self._peek() == "(" and self._is_modulo(1):
            self._index += 2
            modulus = self._sum()
            self._expect(")")
            return Apply("congruence", (relation, modulus))
        if isinstance(relation, Apply) and relation.head == "equiv":
            left, right = relation.parts
            if isinstance(right, Apply) and right.head == "mod":
                return Apply("congruence", (Apply("equiv", (left, right.parts[0])), right.parts[1]))
        return relation

    def _says_modulo(self) -> bool:
        return any(self._is_modulo(offset) for offset in range(-2, 3))

    def _plain_relation(self) -> Expression:
        left = self._union()
        if self._relation_sign() is None:
            return left
        parts: list[Expression] = [left]
        while (relation := self._relation_sign()) is not None:
            self._index += 1
            parts += [Name(relation), self._union()]
        for index in range(2, len(parts) - 1, 2):
            # Models write `x < 2 \cup x > 3` for what the inequalities say.
            joined = parts[index]
            if isinstance(joined, Apply) and joined.head == "union" and _are_inequalities(parts[1::2]):
                before, behind = joined.parts
                return Apply(
                    "either", (_related([*parts[:index], before]), _related([behind, *parts[index + 1 :]]))
                )
        return _related(parts)

    def _relation_sign(self) -> str | None:
        text = text_content(self._peek()) if self._kind() == "text" else self._peek()
        return RELATIONS.get(text)

    def _union(self) -> Expression:
        left = self._sum()
        while (head := SET_OPERATIONS.get(self._peek())) or (self._peek() == "U" and _is_container(left)):
            self._index += 1
            left = Apply(head or "union", (left, self._sum()))
        return left


def _related(parts: list[Expression]) -> Expression:
    """Values with the signs of their relations between them."""
    if len(parts) == 3 and isinstance(parts[1], Name):
        return Apply(parts[1].name, (parts[0], parts[2]))
    return Apply("chain", tuple(parts))


def _are_inequalities(signs: list[Expression]) -> bool:
    return all(isinstance(sign, Name) and sign.name in ("<", ">", "<=", ">=") for sign in signs)


def _are_equations_of_several(elements: list[Expression]) -> bool:
    """Whether different names get values, so that "or" is not the same as "and"."""
    labels = {each.parts[0] for each in elements if isinstance(each, Apply) and each.head == "="}
    return len(labels) > 1


def _alternatives(elements: list[Expression], starts_group: list[bool]) -> Expression:
    """`x=1, y=2 \text{ or } x=3, y=4` as a list of two solutions."""
    groups: list[list[Expression]] = []
    for element, starts in zip(elements, starts_group, strict=True):
        if starts:
            groups.append([])
        groups[-1].append(element)
    return Apply(
        "list",
        tuple(g[0] if len(g) == 1 else Apply("group", (Apply("list", tuple(g)),)) for g in groups),
    )


def _is_bound(value: Expression) -> bool:
    return isinstance(value, Apply) and value.head in ("<", ">", "<=", ">=", "!=", "in", "chain")


def _is_container(value: Expression) -> bool:
    return isinstance(value, Apply) and value.head in CONTAINERS
