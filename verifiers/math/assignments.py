"""Compare values that are given to several names: `x=3, y=4` and `(x,y)=(3,4)`."""

from verifiers.math.elements import componentwise
from verifiers.math.expression import Apply, Expression, Name, show, variables
from verifiers.math.forms import is_out_of_order
from verifiers.math.outcome import Rule, Ruling, different
from verifiers.math.shapes import is_a


def rule_assignments(gold: Expression, answer: Expression, rule: Rule) -> Ruling | None:
    """`x=3, y=4` is matched by name, or stands for the tuple of its values."""
    mine, theirs = _assignment(gold), _assignment(answer)
    if mine is None and theirs is None:
        return None
    if mine is not None and theirs is not None:
        if mine.keys() != theirs.keys():
            return different("assignment", "values are given to other names")
        return componentwise(list(mine.values()), [theirs[name] for name in mine], rule)
    other = answer if theirs is None else gold
    assigned = mine if theirs is None else theirs
    if not is_a(other, "tuple", "list", "matrix") or assigned is None:
        return different("structure", "one assigns values to several names and the other does not")
    values = Apply("tuple", tuple(assigned.values()))
    return rule(values, answer) if theirs is None else rule(gold, values)


def _assignment(expression: Expression) -> dict[str, Expression] | None:
    """The value of each name in `x=3, y=4` or `(x,y)=(3,4)`, by name; `None` for anything else."""
    if not isinstance(expression, Apply):
        return None
    if expression.head == "=":
        names, values = expression.parts
        if not (
            isinstance(names, Apply) and isinstance(values, Apply) and names.head == values.head == "tuple"
        ):
            return None
        if len(names.parts) != len(values.parts) or not all(isinstance(name, Name) for name in names.parts):
            return None
        pairs = list(zip(names.parts, values.parts, strict=True))
        if is_out_of_order(names):
            pairs.sort(key=lambda pair: show(pair[0]))
    elif expression.head in ("list", "set"):
        equations = [part for part in expression.parts if isinstance(part, Apply) and part.head == "="]
        pairs = [(left, right) for left, right in (equation.parts for equation in equations)]
        if len(pairs) != len(expression.parts):
            return None
        pairs.sort(key=lambda pair: show(pair[0]))
    else:
        return None
    found = {name.name: value for name, value in pairs if isinstance(name, Name)}
    if len(found) != len(pairs) or len({name.partition("_")[0] for name in found}) < 2:
        return None
    return None if any(variables(value) for value in found.values()) else found
