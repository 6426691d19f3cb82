"""Where in a completion the answer stands that was found, for people who look at it."""

from verifiers.completion import Completion
from verifiers.math.answer_text import half_width
from verifiers.math.boxes import box_spans
from verifiers.math.extraction import Extraction


def find_answer(raw: str, completion: Completion, extraction: Extraction) -> list[tuple[int, int]]:
    """The places that the answer was taken from, as (start, end) in characters of the raw text.

    Several if boxes were joined to one answer; none if it does not stand there as it was read.
    """
    if extraction.answer is None:
        return []
    start = raw.rfind(completion.answer)
    said = half_width(raw if start < 0 else completion.answer)
    start = max(start, 0)
    spans = box_spans(said) if extraction.marker in ("boxed", "answer_tag", "phrase") else []
    if len(spans) != 1:
        place = said.rfind(extraction.answer)
        if place >= 0:
            spans = [(place, place + len(extraction.answer))]
    elif (place := said.find(extraction.answer, *spans[0])) >= 0:
        spans = [(place, place + len(extraction.answer))]
    return [(start + first, start + last) for first, last in spans]
