"""Does the chain of thought stay in one language?

DeepSeek-R1 (arXiv 2501.12948), equation 7: Num(words in the target language) / Num(words) of the chain of
thought. The paper does not say how words are told apart; here

1. code, mathematics, tags and links are left out, but for words in a script that none of them is written in;
2. every word belongs to a script, and a word in a foreign script is foreign;
3. where several languages share the script, a detector names the language of each sentence, and all its words
   in that script go along. A sentence too short to be sure of goes with the one before it;
4. Chinese characters are Japanese in a sentence that also has kana, Chinese in one that has none (but two
   words' worth of them fit into either).
"""

from dataclasses import dataclass
from typing import ClassVar

from verifiers.errors import InvalidSubmission
from verifiers.rewards.languages import KANA, SCRIPTS, detect, same_script
from verifiers.rewards.sample import RewardContext
from verifiers.rewards.words import Sentence, sentences

EITHER_HAN_WORDS = 2
"""Up to so many words of Chinese characters alone may be Japanese too."""
PROMPT_CHARACTERS = 20_000
"""So much of a prompt is read to find its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageConsistency:
    """The share of the chain of thought's words that are in the target language.

    The chain of thought is what `<think>` holds, or the whole completion if there is no such tag. A text
    without a single word has a share of 0: saying nothing is not consistent.
    """

    name: ClassVar[str] = "language_consistency"
    needs_score: ClassVar[bool] = False
    grouped: ClassVar[bool] = False

    target: str | None = None
    """ISO 639-1 code such as `en`, `zh`, `ko`; by default the language of the prompt."""

    def __post_init__(self) -> None:
        if self.target is not None and self.target not in SCRIPTS:
            raise ValueError(f"target must be one of {', '.join(sorted(SCRIPTS))}")

    def value(self, sample: RewardContext) -> float | None:
        """Between 0 and 1; `None` when the prompt's language cannot be told (it is all mathematics).

        Raises:
            InvalidSubmission: there is neither a target nor a prompt.
        """
        target = self.target
        if target is None:
            if sample.prompt is None:
                raise InvalidSubmission(
                    "language_consistency needs a target language or a prompt to take it from",
                    field="options.language_consistency.target",
                )
            target = dominant_language(sample.prompt)
        if target is None:
            return None
        return share_in(target, sample.text if sample.reasoning is None else sample.reasoning)


def share_in(target: str, text: str) -> float:
    """The share of the text's words that are in the target language; 0 for a text without words."""
    ours = total = 0
    rivals = same_script(target)
    before_in_target = True
    for sentence in sentences(text):
        total += sum(sentence.words.values())
        words = _in_scripts(target, sentence)
        if words and len(rivals) > 1:
            found = detect(sentence.text, rivals)
            before_in_target = before_in_target if found is None else found == target
            words = words if before_in_target else 0
        ours += words
    return ours / total if total else 0.0


def dominant_language(prompt: str) -> str | None:
    """The language most of a prompt's words are in; `None` if it has none, or too few to be sure.

    A few Latin words that could be anything ("Find x if …") are taken for English.
    """
    words: dict[str, int] = {}
    texts: dict[str, list[str]] = {}
    for sentence in sentences(prompt[-PROMPT_CHARACTERS:]):
        for script, count in sentence.words.items():
            words[script] = words.get(script, 0) + count
            texts.setdefault(script, []).append(sentence.text)
    if not words:
        return None
    kana, han = sum(words.get(script, 0) for script in KANA), words.get("CJK", 0)
    script = max(sorted(words), key=lambda name: words[name])
    if script in KANA or script == "CJK":
        return "ja" if kana * 5 > han else "zh"
    candidates = [language for language, scripts in SCRIPTS.items() if script in scripts]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    found = detect(". ".join(texts[script]), candidates)
    return "en" if found is None and script == "LATIN" else found


def _in_scripts(target: str, sentence: Sentence) -> int:
    """The sentence's words in the scripts of the target."""
    words = sum(sentence.words.get(script, 0) for script in SCRIPTS[target])
    han = sentence.words.get("CJK", 0)
    has_kana = not KANA.isdisjoint(sentence.words)
    if target == "zh" and has_kana:
        return 0
    if target == "ja" and not has_kana and han > EITHER_HAN_WORDS:
        return words - han
    return words
