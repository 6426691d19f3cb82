"""Grader objects, and the score each gives."""

import json
import math
from collections.abc import Mapping
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sandbox.base import RunStatus
from service.trainers.boxes import Boxes, Program
from service.trainers.graders import similarity
from service.trainers.graders.errors import GraderError, InvalidGraderError
from service.trainers.graders.formula import evaluate
from service.trainers.graders.templates import fill

PYTHON_GRADER_S = 60.0
MAX_SOURCE_CHARACTERS = 256 * 1024
GRADER_FILE, INPUT_FILE, SCORE_FILE = "grader_source.txt", "input.json", "score.json"
RUNNER = "grade.py"
DETAIL_CHARACTERS = 2_000


class _Grader(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str = ""


class StringCheck(_Grader):
    """1 if two texts agree, else 0."""

    type: Literal["string_check"]
    input: str
    reference: str
    operation: Literal["eq", "ne", "like", "ilike"]


class TextSimilarity(_Grader):
    """How alike two texts are."""

    type: Literal["text_similarity"]
    input: str
    reference: str
    evaluation_metric: Literal[
        "cosine", "fuzzy_match", "bleu", "gleu", "meteor",
        "rouge_1", "rouge_2", "rouge_3", "rouge_4", "rouge_5", "rouge_l",
    ]  # fmt: skip


class PythonGrader(_Grader):
    """What `grade(sample, item)` of the source returns."""

    type: Literal["python"]
    source: Annotated[str, Field(max_length=MAX_SOURCE_CHARACTERS)]
    image_tag: str | None = None


Single = Annotated[StringCheck | TextSimilarity | PythonGrader, Field(discriminator="type")]


class MultiGrader(_Grader):
    """A formula over several graders."""

    type: Literal["multi"]
    graders: Annotated[dict[str, Single], Field(min_length=1, max_length=50)]
    calculate_output: str


Grader = Annotated[StringCheck | TextSimilarity | PythonGrader | MultiGrader, Field(discriminator="type")]
_ADAPTER: TypeAdapter[StringCheck | TextSimilarity | PythonGrader | MultiGrader] = TypeAdapter(Grader)
MODEL_GRADERS = frozenset({"score_model", "label_model"})


def read_grader(data: Mapping[str, object]) -> StringCheck | TextSimilarity | PythonGrader | MultiGrader:
    """The grader object.

    Raises:
        InvalidGraderError: it makes no sense, or asks a model.
    """
    parts = data.get("graders")
    kinds = [data, *(parts.values() if isinstance(parts, dict) else ())]
    asked = {kind.get("type") for kind in kinds if isinstance(kind, dict)}
    if MODEL_GRADERS & asked:
        raise InvalidGraderError(
            "graders that ask a model are not offered: there is no model here, only rules"
        )
    try:
        grader = _ADAPTER.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(("grader", *map(str, first["loc"])))
        raise InvalidGraderError(f"{place}: {first['msg']}") from error
    if isinstance(grader, MultiGrader):
        try:
            evaluate(grader.calculate_output, dict.fromkeys(grader.graders, 1.0))
        except GraderError as error:
            raise InvalidGraderError(str(error)) from error
    return grader


async def score(
    grader: StringCheck | TextSimilarity | PythonGrader,
    item: object,
    sample: Mapping[str, object],
    boxes: Boxes,
) -> float:
    """The score of one grader.

    Raises:
        GraderError: it gives none for this sample.
        SandboxError: our fault.
    """
    if isinstance(grader, PythonGrader):
        return await _python_score(grader, item, sample, boxes)
    left, right = fill(grader.input, item, sample), fill(grader.reference, item, sample)
    if isinstance(grader, TextSimilarity):
        return similarity.similarity(grader.evaluation_metric, left, right)
    match grader.operation:
        case "eq":
            return float(left == right)
        case "ne":
            return float(left != right)
        case "like":
            return float(right in left)
        case "ilike":
            return float(right.lower() in left.lower())


async def _python_score(
    grader: PythonGrader, item: object, sample: Mapping[str, object], boxes: Boxes
) -> float:
    done = await boxes.run(
        Program(
            source=resources.files(__package__).joinpath(RUNNER).read_text(encoding="utf-8"),
            language="python",
            files={
                GRADER_FILE: grader.source.encode(errors="surrogatepass"),
                INPUT_FILE: json.dumps({"sample": sample, "item": item}).encode(),
            },
            fetch=(SCORE_FILE,),
            run_s=PYTHON_GRADER_S,
        )
    )
    result = done.run
    assert result is not None, "Python is not compiled"
    if result.status is not RunStatus.EXITED or result.exit_code != 0:
        detail = result.stderr.decode(errors="replace").strip()[-DETAIL_CHARACTERS:]
        raise GraderError("python_grader_runtime_error", detail or f"the grader ended: {result.status}")
    try:
        value = json.loads(result.files.get(SCORE_FILE, b""))
    except ValueError as error:
        raise GraderError("python_grader_runtime_error", "grade() returned no number") from error
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < math.inf:
        raise GraderError("python_grader_runtime_error", "grade() returned no finite number")
    try:
        return float(value)
    except OverflowError as error:
        raise GraderError("python_grader_runtime_error", "grade() returned too large a number") from error
