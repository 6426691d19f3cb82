"""Every error of ours has an answer, and none of them a reward."""

import pytest

import sandbox.errors
import verifiers.errors
from service.errors import STATUSES, as_service_error, sentence

OURS = [
    kind
    for module in (sandbox.errors, verifiers.errors)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", OURS)
def test_every_error_class_is_in_the_table(kind: type[Exception]) -> None:
    assert kind in STATUSES


@pytest.mark.parametrize("kind", [kind for kind in OURS if kind is not sandbox.errors.SandboxBusy])
def test_an_error_is_answered_with_its_own_words_as_a_sentence(kind: type[Exception]) -> None:
    answered = as_service_error(kind("what to do"))
    assert str(answered) == "What to do."
    assert answered.status >= 400


def test_a_full_queue_says_when_to_come_again() -> None:
    answered = as_service_error(sandbox.errors.SandboxBusy("full", retry_after_s=7))
    assert (answered.status, answered.retry_after_s) == (429, 7)


def test_a_bug_is_an_internal_error_and_its_text_stays_inside() -> None:
    answered = as_service_error(KeyError("a secret"))
    assert (answered.status, answered.code) == (500, "internal_error")
    assert "secret" not in str(answered)


@pytest.mark.parametrize(
    ("message", "field", "told"),
    [
        ("must be a list", "problem.tests", "problem.tests must be a list."),
        (
            "there is no language 'x'; did you mean 'r'?",
            "language",
            "There is no language 'x'; did you mean 'r'?",
        ),
        ("options.format: no pattern", "options.format", "options.format: no pattern."),
        ("must wait", "", "Must wait."),
    ],
)
def test_a_message_has_its_subject_a_capital_and_a_stop(message: str, field: str, told: str) -> None:
    assert sentence(message, field) == told
