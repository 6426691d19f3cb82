import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.code.extraction import Program, extract_program
from verifiers.code.languages import Languages
from verifiers.code.problem import Problem
from verifiers.completion import read_completion

CASES = json.loads((Path(__file__).parents[2] / "cases" / "code_extraction.json").read_text())
LANGUAGES = Languages.load()
STDIO = Problem.from_json({"kind": "stdio", "tests": [{"input": "", "output": ""}]})


def problem_of(case: dict[str, Any]) -> Problem:
    if "entry_point" not in case:
        return Problem.from_json({"kind": "stdio", "tests": [{"input": case.get("input", ""), "output": ""}]})
    return Problem.from_json(
        {
            "kind": "asserts",
            "tests": "assert f(1) == 2",
            "entry_point": case["entry_point"],
            "prompt": case.get("prompt"),
        }
    )


def extract(text: str, problem: Problem = STDIO, forced: str | None = None) -> Program:
    return extract_program(read_completion(text), problem, LANGUAGES, forced)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_program_is_found(case: dict[str, Any]) -> None:
    program = extract(case["completion"], problem_of(case), case.get("forced"))
    assert program.source == case["source"]
    assert list(program.flags) == case.get("flags", [])
    assert program.language.name == case.get("language", "python")


FENCES = (
    "```",
    "```python",
    "```cpp\n",
    "~~~",
    "> ",
    "[PYTHON]",
    "<pre>",
    "</pre>",
    "\\begin{minted}",
    "\\end{minted}",
)
TAGS = (
    "<answer>",
    "</answer>",
    "<think>",
    "</think>",
    "So it is done.",
    "\n",
    "\r\n",
    "    ",
    "\t",
    "\0",
    "é",
)
CODE = (
    "def f(x):",
    "return x",
    "print(1)",
    "import sys",
    "x = int(",
    "class A:",
    "int main() {",
    "}",
    '"""',
    ">>> ",
)
PIECES = st.sampled_from(FENCES + TAGS + CODE)
PROBLEMS = [
    STDIO,
    problem_of({"entry_point": "f"}),
    problem_of({"entry_point": "f", "prompt": "import math\n\ndef f(x):\n"}),
]


@given(
    text=st.one_of(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map("\n".join)),
    problem=st.sampled_from(PROBLEMS),
    forced=st.sampled_from([None, "cpp", "bash"]),
)
def test_any_text_gives_a_program_or_none_and_the_same_twice(
    text: str, problem: Problem, forced: str | None
) -> None:
    program = extract(text, problem, forced)
    assert program == extract(text, problem, forced)
    if forced is not None:
        assert program.language.name == forced


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_any_characters_at_all_can_be_looked_through(text: str) -> None:
    assert extract(text, PROBLEMS[2]).source is not None


@given(st.lists(PIECES, max_size=40).map("\n".join), st.sampled_from(PROBLEMS))
def test_what_was_found_is_found_again(text: str, problem: Problem) -> None:
    """In a fence longer than any in it, an extracted program is extracted as it is."""
    program = extract(text, problem)
    assert extract(f"~~~~~~~~{program.asked_as}\n{program.source}\n~~~~~~~~", problem).source.strip() in (
        program.source.strip(),
        "",
    )


@given(st.text(alphabet=st.characters(exclude_characters="`~\r", exclude_categories=["Cs"]), min_size=1))
def test_a_lone_fence_is_taken_as_it_is(body: str) -> None:
    if body.strip() and "<" not in body and "[" not in body:
        assert extract(f"```python\n{body}\n```").source == body


HOSTILE = (
    *(
        "```python\n",
        "`",
        "```\n```python\n",
        "```x ```\n",
        "// ```\n",
        "<answer>",
        "<pre>",
        "\\begin{minted}",
        "> ",
    ),
    *(
        "def f(",
        "f ((((",
        "a f(",
        "class ",
        "x = ",
        "a, ",
        '"""',
        "A b c d ",
        " ",
        "\t",
        "\r",
        "\n",
        "\n    a",
    ),
)


@pytest.mark.parametrize("start", ["", "x", "```\n"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_done_with_in_time(start: str, piece: str) -> None:
    """Anything worse than linear would not come back before the suite's time limit."""
    problem = problem_of({"entry_point": "f", "prompt": "def f(x):\n    pass\n"})
    text = start + piece * (600_000 // len(piece)) + "\nend"
    assert extract(text, problem).source is not None
