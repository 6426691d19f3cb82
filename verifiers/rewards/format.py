"""Does a completion keep to the form it was asked for? One named rule for each trainer, or an own pattern."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from verifiers.rewards.patterns import compile_pattern
from verifiers.rewards.sample import RewardContext
from verifiers.rewards.visible import is_blank

THINK_OPEN, THINK_CLOSE = "<think>", "</think>"
ANSWER_OPEN, ANSWER_CLOSE = "<answer>", "</answer>"


def is_r1(text: str) -> bool:
    """DeepSeek-R1's template: `<think> … </think> <answer> … </answer>`, each tag once, nothing around them.

    Neither part may be blank. Source: arXiv 2501.12948, table 1.
    """
    body = text.strip()
    tags = (THINK_OPEN, THINK_CLOSE, ANSWER_OPEN, ANSWER_CLOSE)
    if any(body.count(tag) != 1 for tag in tags):
        return False
    if not body.startswith(THINK_OPEN) or not body.endswith(ANSWER_CLOSE):
        return False
    reasoning, closed, rest = body.removeprefix(THINK_OPEN).partition(THINK_CLOSE)
    between, opened, answer = rest.partition(ANSWER_OPEN)
    if not closed or not opened or between.strip():
        return False
    return not is_blank(reasoning) and not is_blank(answer.removesuffix(ANSWER_CLOSE))


def is_think(text: str) -> bool:
    """`<think> … </think>` once, first, not blank, and a visible answer behind it (R1's chat models)."""
    body = text.strip()
    if body.count(THINK_OPEN) != 1 or body.count(THINK_CLOSE) != 1 or not body.startswith(THINK_OPEN):
        return False
    reasoning, _, answer = body.removeprefix(THINK_OPEN).partition(THINK_CLOSE)
    return not is_blank(reasoning) and not is_blank(answer)


def is_trl(text: str) -> bool:
    """What TRL's `think_format_reward` accepts: it starts with `<think>`, which comes once, and is closed.

    TRL writes this with a look-ahead, which no linear-time engine has; hence in code.
    """
    rest = text.removeprefix(THINK_OPEN)
    return rest != text and THINK_OPEN not in rest and THINK_CLOSE in rest


def _matches(pattern: str) -> Callable[[str], bool]:
    return lambda text: compile_pattern(pattern).match(text) is not None


RULES: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "r1": is_r1,
        "think": is_think,
        "trl": is_trl,
        "open-r1": _matches(r"(?m)\A<think>\n.*?\n</think>\n<answer>\n.*?\n</answer>$"),
        "ms-swift": _matches(r"\A<think>.*?</think>\s*<answer>.*?</answer>\z"),
        "boxed": _matches(r".*\\boxed\s*\{"),
    }
)
"""Name → rule. `open-r1` and `ms-swift` are what those projects' format rewards accept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    r"""1 if the completion has the asked form, else 0.

    A prompt that itself ends in `<think>` (as many chat templates do) counts as the completion's first tag.

    Source: DeepSeek-R1 (arXiv 2501.12948), section 2.2, format rewards.
    """

    name: ClassVar[str] = "format"
    needs_score: ClassVar[bool] = False
    grouped: ClassVar[bool] = False

    style: str = "r1"
    """A name of `RULES`."""
    pattern: str | None = None
    r"""An own RE2 pattern in place of a style, matched from the beginning, `.` matching line breaks;
    end it with `\z` or `$` to match the whole."""
    think_in_prompt: bool = False
    """The prompt ends in `<think>`, for callers who do not send the prompt."""

    def __post_init__(self) -> None:
        if self.pattern is not None:
            compile_pattern(self.pattern)
        elif self.style not in RULES:
            raise ValueError(f"there is no style {self.style!r}; there are {', '.join(sorted(RULES))}")

    def value(self, sample: RewardContext) -> float:
        """1.0 or 0.0."""
        text = with_opened_think(sample, forced=self.think_in_prompt)
        if self.pattern is not None:
            return float(compile_pattern(self.pattern).match(text) is not None)
        return float(RULES[self.style](text))


def with_opened_think(sample: RewardContext, *, forced: bool = False) -> str:
    """The text, with the `<think>` that the end of the prompt has already said."""
    opened = forced or (sample.prompt is not None and sample.prompt.rstrip().endswith(THINK_OPEN))
    if not opened or sample.text.lstrip().startswith(THINK_OPEN):
        return sample.text
    return THINK_OPEN + ("" if sample.text.startswith("\n") else "\n") + sample.text
