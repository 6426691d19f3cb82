"""Where an answer stands in the raw text, whatever was taken away before it was looked for."""

import pytest

from verifiers.completion import read_completion
from verifiers.math.extraction import extract_answer
from verifiers.math.location import find_answer
from verifiers.math.options import DEFAULT_EXTRACTION


@pytest.mark.parametrize(
    ("before", "marked", "after"),
    [
        ("It is \\boxed{", "\\frac{1}{2}", "}."),
        ("<think>\\boxed{8} 8</think> 8, so \\boxed{", "8", "} and not 9; 8 is right"),
        ("8 is wrong.\nAnswer: ", "8", "\n"),
        ("#### 7\n#### ", "8", ""),
        ("<|im_start|>assistant\nSo **", "8", "**<|im_end|>"),
        ("答えは \\boxed{", "１２", "} です"),
        ("", "42", ""),
        ("<answer>the result is \\boxed{", "x^{2}", "}</answer>"),
    ],
)
def test_the_answer_is_found_where_it_was_marked(before: str, marked: str, after: str) -> None:
    raw = before + marked + after
    completion = read_completion(raw)
    spans = find_answer(raw, completion, extract_answer(completion, DEFAULT_EXTRACTION))
    assert spans == [(len(before), len(before) + len(marked))]


def test_boxes_that_were_joined_are_found_one_by_one() -> None:
    raw = "Hence \\boxed{2} and \\boxed{3}."
    completion = read_completion(raw)
    spans = find_answer(raw, completion, extract_answer(completion, DEFAULT_EXTRACTION))
    assert [raw[start:end] for start, end in spans] == ["\\boxed{2}", "\\boxed{3}"]


def test_no_answer_is_nowhere() -> None:
    completion = read_completion("I do not know.")
    assert find_answer("I do not know.", completion, extract_answer(completion, DEFAULT_EXTRACTION)) == []
