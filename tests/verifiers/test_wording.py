"""What errors say of names that are nearly right."""

import pytest

from verifiers.wording import instead, kind_of, meant

KNOWN = ("completion", "gold", "problem", "rewards")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("completon", "completion"),
        ("Gold", "gold"),
        ("reward", "rewards"),
        ("ground-truth", "gold"),
        ("Ground Truth", "gold"),
        ("temperature", ""),
        ("", ""),
        ("gold" * 1_000_000, ""),
    ],
)
def test_the_nearest_name_is_meant(name: str, expected: str) -> None:
    assert meant(name, KNOWN, {"ground_truth": "gold"}) == expected


def test_without_a_near_name_all_are_told() -> None:
    assert instead("x", ("a", "b")) == "there are a, b"
    assert instead("x", ()) == "there are none"
    assert instead("golds", KNOWN) == "did you mean 'gold'?"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "a boolean"),
        (1, "a number"),
        (1.5, "a number"),
        (float("inf"), "a number that is not finite"),
        ("", "a string"),
        ([], "a list"),
        ((), "a list"),
        ({}, "an object"),
    ],
)
def test_every_kind_of_value_has_a_name(value: object, kind: str) -> None:
    assert kind_of(value) == kind
