import pytest

from verifiers.code.asserts.analysis import NotPlainError, find_checks
from verifiers.code.asserts.checks import _holds
from verifiers.code.asserts.plain_values import UnusableValueError, tag, untag
from verifiers.code.values import Json


@pytest.mark.parametrize(
    ("assertion", "right", "wrong"),
    [
        ("f(1) == 2", 2, 3),
        ("2 == f(1)", 2, 3),
        ("f(1)", True, False),
        ("not f(1)", [], [1]),
        ("f(1) is None", None, 0),
        ("f(1) is True", True, 1),
        ("f(1) == (1, [2])", (1, [2]), [1, [2]]),
        ("f(1) == {1, 2}", {2, 1}, {1}),
        ("f(1) == {'a': (1,)}", {"a": (1,)}, {"a": [1]}),
        ("set(f(1)) == {1, 2}", [2, 1, 1], [1]),
        ("sorted(f(1)) == [1, 2]", [2, 1], [2, 1, 1]),
        ("abs(f(1) - 0.5) < 1e-6", 0.5000001, 0.6),
        ("math.isclose(f(1), 0.1 + 0.2, rel_tol=1e-9)", 0.3, 0.31),
        ("f(1) in (1, 2)", 2, 3),
        ("len(f(1)) == 2 and f.__doc__ is None or True", None, None),
        ("f(1) == float('inf')", float("inf"), 1.0),
        ("f(1) == -10 ** 9", -(10**9), 10**9),
        ("f(1) == b'a'", b"a", "a"),
    ],
)
def test_condition_holds_for_the_right_value_alone(assertion: str, right: object, wrong: object) -> None:
    if "__doc__" in assertion:
        with pytest.raises(NotPlainError):
            find_checks(f"assert {assertion}", "f")
        return
    (check,) = find_checks(f"assert {assertion}", "f")
    assert check.request == {"call": "f", "args": [1], "kwargs": {}}
    assert check.condition(untag(tag(right)))
    assert not check.condition(untag(tag(wrong)))


def test_check_function_is_read_with_the_entry_point() -> None:
    body = "def check(candidate):\n    assert True\n    assert candidate(x=[1]) == 2, 'no'\n"
    source = f"METADATA = {{}}\n{body}check(g)"
    (check,) = find_checks(source, "Solution().g")
    assert check.request == {"call": "g", "args": [], "kwargs": {"x": {"list": [1]}}}


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(3):\n    assert f(i) == i",
        "assert f(1) == f(2)",
        "assert 1 == 1",
        "assert f(open('x')) == 1",
        "assert f(1).x == 1",
        "assert f(1) == __import__('os')",
        "assert f(lambda: 1) == 1",
        "x = input()\nassert f(x) == 1",
        "assert f(10 ** 10 ** 10) == 1",
        "not python",
        "",
    ],
)
def test_anything_else_is_left_alone(source: str) -> None:
    with pytest.raises(NotPlainError):
        find_checks(source, "f")


@pytest.mark.parametrize(
    "claim",
    [[1], {"list": 1}, {"list": [1], "tuple": [1]}, {"what": [1]}, {"set": [{"list": []}]}, {"dict": [[1]]},
     {"complex": ["1", 2]}, {"library": ["decimal", "Decimal", ["1e999999"]]},
     {"library": ["os", "system", ["ls"]]},
     {"library": ["fractions", "Fraction", [1, 0]]}, {"library": ["fractions", "Fraction", [10**9000, 1]]},
     {"library": ["datetime", "date", ["x"]]}, {"view": ["keys", [{"list": []}]]},
     {"defaultdict": [0]}, {"set": list(range(20_000))}],
)  # fmt: skip
def test_malformed_claims_are_refused(claim: object) -> None:
    with pytest.raises(UnusableValueError):
        untag(claim)  # type: ignore[arg-type]


def test_an_object_equals_nothing() -> None:
    (check,) = find_checks("assert f(1) == 2", "f")
    assert not check.condition(untag({"object": "Same"}))


@pytest.mark.parametrize(
    ("assertion", "right", "wrong"),
    [
        ("list(f(1)) == [0, 1]", {"iterator": [0, 1]}, {"iterator": [0]}),
        ("f(1) == [0, 1]", {"list": [0, 1]}, {"iterator": [0, 1]}),
        (
            "f(1) == 0.5",
            {"library": ["fractions", "Fraction", [1, 2]]},
            {"library": ["fractions", "Fraction", [1, 3]]},
        ),
        (
            "str(f(1)) == '1.10'",
            {"library": ["decimal", "Decimal", ["1.10"]]},
            {"library": ["decimal", "Decimal", ["1.1"]]},
        ),
        ("f(1)['z'] == 0", {"Counter": [["a", 1]]}, {"dict": [["a", 1]]}),
        ("f(1)['z'] == []", {"defaultdict": [{"list": []}, []]}, {"defaultdict": [0, []]}),
        ("set(f(1)) == {1}", {"view": ["keys", [1]]}, {"view": ["keys", [2]]}),
        ("f(1) == {1}", {"view": ["keys", [1]]}, {"view": ["values", [1]]}),
        ("len(f(1)) == 1", {"view": ["items", [{"tuple": [1, 2]}]]}, {"view": ["values", [1, 2]]}),
    ],
)
def test_condition_holds_for_values_of_the_library(assertion: str, right: Json, wrong: Json) -> None:
    (check,) = find_checks(f"assert {assertion}", "f")
    assert _holds(check, right)
    assert not _holds(check, wrong)
