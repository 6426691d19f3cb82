"""A model's raw text, cleaned of everything that is not the model's own words to the user.

Three things are taken away, in this order: the control tokens of chat templates and the headers of
turns, a prompt that was repeated in front, and reasoning between tags. Reasoning is kept apart, since
an answer that stands only there was never given. Marks that are words of a program in the answer stay.
All of it takes time linear in the text.
"""

import re
from dataclasses import dataclass

from verifiers.literal_marks import LiteralMarks

UNCLOSED_REASONING = "unclosed_reasoning"
"""Flag: a reasoning tag is never closed, so all behind it is reasoning (often cut at a length limit)."""
UNOPENED_REASONING = "unopened_reasoning"
"""Flag: reasoning ends that never began, so all before it is reasoning (the template opened it)."""
PROMPT_REPEATED = "prompt_repeated"
"""Flag: the prompt stood in front of the completion and was cut off."""
CONTINUED_AFTER_END = "continued_after_end"
"""Flag: the model ended its turn and then wrote the user's next one, which was cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a model said."""

    text: str
    """The completion without control tokens and repeated prompt, reasoning included."""
    reasoning: str | None
    """What stood between reasoning tags, pieces joined by a line break; `None` if there were none."""
    answer: str
    """`text` without the reasoning."""
    flags: tuple[str, ...] = ()


_END_TOKENS = (
    "<|im_end|>",
    "<|endoftext|>",
    "</s>",
    "<s>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|end_of_text|>",
    "<|begin_of_text|>",
    "<|eot|>",
    "<|EOT|>",
    "<|end|>",
    "<|return|>",
    "<|endofprompt|>",
    "<|end_of_turn|>",
    "<|END_OF_TURN_TOKEN|>",
    "<|END_RESPONSE|>",
    "<|endofturn|>",
    "<end_of_turn>",
    "<turn|>",
    "<eos>",
    "<bos>",
    "<pad>",
    "<unk>",
    "[PAD]",
    "<|pad|>",
    "<|PAD_TOKEN|>",
    "<|finetune_right_pad_id|>",
    "<|vision_pad|>",
    "<｜end▁of▁sentence｜>",
    "<｜begin▁of▁sentence｜>",
    "<｜▁pad▁｜>",
    "<|end▁of▁sentence|>",
    "<|observation|>",
    "[e~[",
    "<|im_sep|>",
    "<|role_end|>",
)

_ROLE_START = (
    r"<\|im_start\|>\s*{0}\s*?(?:<\|im_sep\|>|\n|$)"
    r"|<\|start_header_id\|>\s*{0}\s*<\|end_header_id\|>"
    r"|<\|header_start\|>\s*{0}\s*<\|header_end\|>"
    r"|<start_of_turn>\s*{1}\s*?(?:\n|$)"
    r"|<\|start\|>\s*{0}"
    r"|<\|{0}\|>"
    r"|<｜{2}｜>"
)
_ASSISTANT = re.compile(
    _ROLE_START.format("assistant", "model", "Assistant")
    + r"|\[/INST\]|<\|im_assistant\|>\s*assistant\s*<\|im_middle\|>"
)
_ASKER = re.compile(
    _ROLE_START.format("(?:user|system|human|tool|developer)", "(?:user|system)", "(?:User|System)")
    + r"|\[INST\]|<\|im_(?:user|system)\|>"
)
_CONTROL_TOKEN_SIGNS = (
    "<|",
    "<s>",
    "</s>",
    "<｜",
    "_of_turn>",
    "<eos>",
    "<bos>",
    "<pad>",
    "<unk>",
    "[PAD]",
    "INST]",
    "<turn|>",
    "[e~[",
)

_TAG_NAMES = "think|thinking|thought|thoughts|reasoning|reason|seed:think|antthinking|scratchpad"
_REASONING_TAG = re.compile(
    rf"(?P<open><(?:{_TAG_NAMES})>|<\|begin_of_thought\|>|<\|channel\|>\s?(?:analysis|commentary)[^<]{{0,80}}<\|message\|>"
    r"|◁think▷|\[THINK\]|<\|START_THINKING\|>|<\|thinking_start\|>)"
    rf"|(?P<close></(?:{_TAG_NAMES})>|<\|end_of_thought\|>"
    r"|(?:<\|end\|>\s?<\|start\|>\s?assistant)?<\|channel\|>\s?final[^<]{0,80}<\|message\|>"
    r"|◁/think▷|\[/THINK\]|<\|END_THINKING\|>|<\|thinking_end\|>|assistantfinal)",
    re.IGNORECASE,
)
_REASONING_FIRST_SIGNS = ("<", "◁", "THINK]", "hink]", "assistantfinal")
_REASONING_SIGNS = (
    *(
        "think>",
        "thinking>",
        "thinking|>",
        "thought",
        "think▷",
        "think]",
        "start_thinking",
        "reason>",
        "reasoning>",
    ),
    *("scratchpad>", "channel|>", "assistantfinal"),
)
"""One of them is in every reasoning tag, in lower case; looking for them is cheaper than for the tags."""
_SOLUTION_WRAPPER = re.compile(r"<\|(?:begin|end)_of_solution\|>|<\|(?:START|END)_RESPONSE\|>")


def read_completion(text: str, prompt: str | None = None) -> Completion:
    """Tell a completion's answer from its reasoning and from what a chat template left around both.

    White space is kept as it is, since it means something to programs.
    """
    flags: list[str] = []
    inside = False
    if prompt is not None:
        inside = _ends_inside_reasoning(prompt)
        text, repeated = _without_prompt(text, prompt)
        if repeated:
            flags.append(PROMPT_REPEATED)
    if ("<" in text or "]" in text or "[e~[" in text) and _holds_any(text, _CONTROL_TOKEN_SIGNS):
        text, turns = _own_turn(text)
        flags += turns
        if prompt is not None and PROMPT_REPEATED not in flags:
            text, repeated = _without_prompt(text, prompt)
            if repeated:
                flags.append(PROMPT_REPEATED)
    reasoning, answer = _set_reasoning_aside(text, inside, flags)
    return Completion(text=text, reasoning=reasoning, answer=answer, flags=tuple(flags))


def _without_prompt(text: str, prompt: str) -> tuple[str, bool]:
    asked = prompt.strip()
    start = len(text) - len(text.lstrip())
    if not asked or not text.startswith(asked, start):
        return text, False
    rest = text[start + len(asked) :]
    continues_a_word = asked[-1].isalnum() and rest[:1].isalnum()
    if continues_a_word or not rest.strip():
        return text, False
    return rest.removeprefix(prompt[len(prompt.rstrip()) :]), True


def _ends_inside_reasoning(prompt: str) -> bool:
    tail = prompt.rstrip()[-64:]
    return any(tag["open"] and tag.end() == len(tail) for tag in _REASONING_TAG.finditer(tail))


def _own_turn(text: str) -> tuple[str, list[str]]:
    """Cut everything but the assistant's first turn away."""
    flags = []
    start = _skip_specials(text, 0)
    if _ASKER.match(text, start) and (header := _ASSISTANT.search(text, start)):
        start = _skip_specials(text, header.end())
        flags.append(PROMPT_REPEATED)
    literal = LiteralMarks(text)
    asker = next(
        (
            found
            for found in _ASKER.finditer(text, start)
            if not literal.holds(found.start(), found.end(), behind=start)
        ),
        None,
    )
    end = len(text)
    if asker and text[start : asker.start()].strip():
        end = asker.start()
        if text[asker.end() :].strip():
            flags.append(CONTINUED_AFTER_END)
    return text[start : _end_without_specials(text, start, end)], flags


def _skip_specials(text: str, start: int) -> int:
    """Where the text begins behind control tokens and the assistant's headers."""
    while True:
        position = _skip_space(text, start)
        if header := _ASSISTANT.match(text, position):
            start = header.end()
            continue
        token = next((token for token in _END_TOKENS if text.startswith(token, position)), None)
        if token is None:
            return start
        start = position + len(token)


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _end_without_specials(text: str, start: int, end: int) -> int:
    while True:
        position = end
        while position > start and text[position - 1].isspace():
            position -= 1
        token = next((token for token in _END_TOKENS if text.endswith(token, start, position)), None)
        if token is None:
            return end
        end = position - len(token)


def _may_hold_reasoning(text: str) -> bool:
    return _holds_any(text, _REASONING_FIRST_SIGNS) and _holds_any(text.lower(), _REASONING_SIGNS)


def _holds_any(text: str, signs: tuple[str, ...]) -> bool:
    """Written as a loop, which is several times as fast as `any`: this runs over every completion."""
    for sign in signs:  # noqa: SIM110
        if sign in text:
            return True
    return False


def _set_reasoning_aside(text: str, inside: bool, flags: list[str]) -> tuple[str | None, str]:
    if not inside and not _may_hold_reasoning(text):
        return None, text
    reasoning: list[str] = []
    answer: list[str] = []
    literal = LiteralMarks(text)
    position = answer_start = 0
    for tag in _REASONING_TAG.finditer(text):
        if not inside and literal.holds(tag.start(), tag.end(), behind=answer_start):
            continue
        piece = text[position : tag.start()]
        position = tag.end()
        if inside:
            reasoning.append(piece)
        elif tag["close"] is not None:
            reasoning += [*filter(None, answer), piece]
            answer.clear()
            flags.append(UNOPENED_REASONING)
        else:
            answer.append(piece)
        inside = tag["close"] is None
        answer_start = position
    (reasoning if inside else answer).append(text[position:])
    if inside:
        flags.append(UNCLOSED_REASONING)
    flags[:] = dict.fromkeys(flags)
    said = "".join(answer)
    if "<|" in said:
        marks = LiteralMarks(said)
        said = _SOLUTION_WRAPPER.sub(
            lambda mark: mark[0] if marks.holds(*mark.span(), behind=0) else "", said
        )
    return ("\n".join(reasoning) if reasoning else None), said
