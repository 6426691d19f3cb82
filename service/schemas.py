"""What goes over the wire. `docs/api.md` says what the fields mean; here are their types and bounds."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from service.mistakes import describe
from verifiers.errors import InvalidSubmission
from verifiers.rewards import MAX_AMOUNT
from verifiers.wording import kind_of

MAX_COMPLETION_CHARS = 4_000_000
MAX_GOLD_CHARS = 1_000_000
MAX_MESSAGES = 1_000
MAX_ID_CHARS = 1_000

Text = Annotated[StrictStr, Field(max_length=MAX_COMPLETION_CHARS)]
Gold = (
    Annotated[StrictStr, Field(max_length=MAX_GOLD_CHARS)]
    | StrictInt
    | Annotated[float, Field(allow_inf_nan=False, strict=True)]
)
Weight = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-MAX_AMOUNT, le=MAX_AMOUNT)]


class Strict(BaseModel):
    """Unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


class ContentPart(BaseModel):
    """A part of a message's content; parts that are not text count for nothing."""

    model_config = ConfigDict(extra="ignore")

    type: StrictStr
    text: Text = ""


class Message(BaseModel):
    """A chat message. Trainers put more into messages than role and content; the rest is not looked at."""

    model_config = ConfigDict(extra="ignore")

    role: StrictStr
    content: Text | Annotated[list[ContentPart], Field(max_length=MAX_MESSAGES)] | None = None


Messages = Annotated[list[Message], Field(max_length=MAX_MESSAGES)]


class VerifyRequest(Strict):
    """One completion to judge."""

    completion: Text | Messages = Field(
        description="The model's raw text, or chat messages, of which the assistant's last counts."
    )
    task: Literal["math", "code", "format"] | None = Field(
        None, description="Left out, a gold means math, a problem code, rewards alone format."
    )
    prompt: Text | Messages | None = Field(
        None, description="Cut off a completion that repeats it; its language is the reasoning's."
    )
    gold: Gold | Annotated[list[Gold], Field(min_length=1, max_length=1_000)] | None = Field(
        None,
        description="Mathematics: the right answer, bare or as a whole solution; of a list any one suffices.",
    )
    problem: Annotated[StrictStr, Field(max_length=200)] | dict[str, Any] | None = Field(
        None, description="Code: a problem, or the id of a stored one (sha256:…)."
    )
    language: Annotated[StrictStr, Field(max_length=100)] | None = Field(
        None, description="Code: forces the language; otherwise the fence's tag, the problem's, Python."
    )
    rewards: Annotated[dict[str, Weight], Field(min_length=1, max_length=32)] | None = Field(
        None, description="Components of the reward and their weights; by default accuracy alone."
    )
    options: dict[str, Any] = Field(
        default_factory=dict,
        description="Math: `extraction`, `tolerance`, `explain`; code: `limits`, `scoring`, `case_details`, "
        "`trust_shared_process`; either: `unverifiable_reward`; those of a component under its name.",
    )
    completion_tokens: Annotated[StrictInt, Field(ge=0, le=MAX_AMOUNT)] | None = Field(
        None, description="For components that count length."
    )
    id: Annotated[StrictStr, Field(max_length=MAX_ID_CHARS)] | StrictInt | None = Field(
        None, description="Echoed."
    )
    group: Annotated[StrictStr, Field(max_length=MAX_ID_CHARS)] | StrictInt | None = Field(
        None, description="Marks the samples of one prompt in a batch."
    )
    metadata: Any = Field(None, description="Echoed.")


OTHER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("response", "output", "generation", "text", "prediction", "messages"), "completion"),
    **dict.fromkeys(
        ("answer", "ground_truth", "label", "reference", "expected", "target", "solution", "truth"), "gold"
    ),
    **dict.fromkeys(("tests", "test_cases", "dataset", "row", "kind"), "problem"),
    **dict.fromkeys(("components", "weights"), "rewards"),
    **{
        name: f"options.{name}"
        for name in ("case_details", "explain", "extraction", "limits", "scoring", "tolerance")
    },
    **dict.fromkeys(("items", "completions", "responses"), "POST /v1/verify/batch"),
}
"""What a field goes by elsewhere, for those who try it here."""


class BatchRequest(Strict):
    """Many completions. Items are checked one by one, so that a bad one spoils only itself."""

    items: list[Any] = Field(description="Each as POST /v1/verify takes it.")
    defaults: dict[str, Any] = Field(default_factory=dict, description="Fields for every item.")
    advantages: Literal["grpo", "dr_grpo", "rloo"] | None = Field(
        None, description="A method by which the rewards of each group become advantages."
    )


def read_request(item: object, defaults: Mapping[str, object]) -> VerifyRequest:
    """One item of a batch, over what holds for all of them.

    Raises:
        InvalidSubmission: it is not of the form, and where.
    """
    if not isinstance(item, Mapping):
        raise InvalidSubmission(f"an item must be an object, not {kind_of(item)}")
    try:
        return VerifyRequest.model_validate({**defaults, **item})
    except ValidationError as error:
        message, field = describe(error, VerifyRequest, OTHER_NAMES)
        raise InvalidSubmission(message, field=field) from error


OTHER_NAMES_OF_BATCHES: Mapping[str, str] = {
    **dict.fromkeys(("requests", "samples", "rows", "completions", "submissions", "data"), "items"),
    **{name: f"defaults.{name}" for name in VerifyRequest.model_fields},
}
"""Likewise for a batch; what belongs to each item may stand in `defaults`."""
