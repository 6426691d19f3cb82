import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.completion import UNCLOSED_REASONING, read_completion

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases/completion/completions.json").read_text(encoding="utf-8")
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any]) -> None:
    completion = read_completion(case["text"], case.get("prompt"))
    assert completion.answer == case["answer"]
    assert completion.reasoning == case.get("reasoning")
    assert list(completion.flags) == case.get("flags", [])


@given(st.text(alphabet="ab 1\n{}\\", max_size=200))
def test_plain_text_stays_as_it_is(text: str) -> None:
    completion = read_completion(text)
    assert (completion.answer, completion.reasoning, completion.flags) == (text, None, ())


@given(
    st.lists(
        st.sampled_from(["<think>", "</think>", "<|im_end|>", "</s>", "x", " ", "<|user|>"]), max_size=30
    )
)
def test_every_word_is_answer_or_reasoning_or_cut_off(pieces: list[str]) -> None:
    completion = read_completion("".join(pieces))
    kept = completion.answer.count("x") + (completion.reasoning or "").count("x")
    assert kept == completion.text.count("x") <= pieces.count("x")


@given(st.text(max_size=100), st.text(max_size=100))
def test_what_follows_an_unclosed_tag_is_never_the_answer(before: str, behind: str) -> None:
    completion = read_completion(f"{before}</think><think>{behind}")
    assert UNCLOSED_REASONING in completion.flags or "think" in behind.lower()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<think>",
            "</think>",
            "<",
            "</s>",
            " </s>",
            "<|im_start|>",
            "<|im_start|>user ",
            "<|channel|>final",
        ),
        "[INST]",
    ],
)
def test_a_million_pieces_end(piece: str) -> None:
    assert read_completion(piece * 1_000_000, piece * 1_000).answer is not None


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece",
    [
        *("```\n</think>\n", "</think>```\n", "```\n[INST]\n", 'x = "</think>', "x = '\"[INST]\n"),
        "x = " + "'</think> " * 90 + "\n",
    ],
)
def test_marks_that_may_be_a_programs_end(piece: str) -> None:
    assert read_completion(piece * (1_000_000 // len(piece))).answer is not None
