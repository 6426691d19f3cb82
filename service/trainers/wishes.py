"""What a trainer's configuration can ask for in the URL, for clients that send no such fields themselves."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Query, Request

from service.trainers.judging import Outcome
from verifiers.errors import InvalidSubmission
from verifiers.rewards import COMPONENTS, MAX_AMOUNT, make_components
from verifiers.wording import meant, quoted

PARAMETERS = frozenset({"rewards", "options", "null", "language", "key"})
OTHER_NAMES: Mapping[str, str] = {"weights": "rewards", "components": "rewards", "lang": "language"}
"""What may stand in the query, `key` for slime. Other names pass, since proxies want some. One that is nearly
one of these is refused: the trainer would get other rewards than it is configured for, and not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Read from the query: `?rewards=accuracy:1,format:0.5&options={…}&null=-1&language=cpp`."""

    rewards: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, object] = field(default_factory=dict)
    null: float = 0.0
    """The number that stands for "could not be judged", where a client can bear no `null`."""
    language: str | None = None

    def item(self, **fields: object) -> dict[str, object]:
        """An item with what is asked for, unless its own fields ask for something else.

        Raises:
            InvalidSubmission: there is nothing to judge by. A label that is missing everywhere is a mistake
            in the
                trainer's configuration, and must not look like wrong answers.
        """
        asked = {"rewards": dict(self.rewards), "options": dict(self.options), "language": self.language}
        item = {name: value for name, value in asked.items() if value} | fields
        if not {"gold", "problem"} & set(item) and self._needs_label(item.get("rewards")):
            raise InvalidSubmission(
                "the label is missing: there is nothing to judge by, and ?rewards= names no rewards of form",
                field="label",
            )
        return item

    def _needs_label(self, rewards: object) -> bool:
        names = rewards if isinstance(rewards, Mapping) and rewards else {"accuracy": 1.0}
        return any(name in COMPONENTS and COMPONENTS[name].needs_score for name in names)

    def number(self, outcome: Outcome) -> float:
        """The reward, or the number for none."""
        return self.null if outcome.reward is None else outcome.reward

    def logs(self, outcome: Outcome) -> dict[str, float]:
        """Numbers with the same names for every item of a batch."""
        components = dict.fromkeys(self.rewards or {"accuracy": 1.0}, self.null)
        values = {name: value for name, value in outcome.components.items() if name in components}
        components.update({name: value for name, value in values.items() if value is not None})
        return {
            **components,
            "judged": float(outcome.reward is not None),
            "accepted": float(outcome.verdict == "accepted"),
        }


def read_wishes(
    request: Request,
    rewards: Annotated[str, Query(max_length=2000)] = "",
    options: Annotated[str, Query(max_length=20_000)] = "",
    null: Annotated[float, Query(allow_inf_nan=False, ge=-MAX_AMOUNT, le=MAX_AMOUNT)] = 0.0,
    language: Annotated[str | None, Query(max_length=100)] = None,
) -> Wishes:
    """The query, read.

    Raises:
        InvalidSubmission: it cannot be read, asks for a component that there is not, or misspells a
            parameter.
    """
    for name in request.query_params.keys() - PARAMETERS:
        if near := meant(name, PARAMETERS, OTHER_NAMES):
            raise InvalidSubmission(f"is no parameter; did you mean {quoted(near)}?", field=f"query.{name}")
    weights, chosen = _weights(rewards), _options(options)
    make_components(weights, {name: value for name, value in chosen.items() if isinstance(value, dict)})
    return Wishes(rewards=weights, options=chosen, null=null, language=language)


def _weights(text: str) -> dict[str, float]:
    weights = {}
    for part in filter(None, text.split(",")):
        name, _, weight = part.partition(":")
        try:
            weights[name.strip()] = float(weight or 1)
        except ValueError:
            weights[name.strip()] = math.nan
        if not abs(weights[name.strip()]) <= MAX_AMOUNT:
            raise InvalidSubmission(
                f"{part!r} is not of the form component:weight, with a weight up to {MAX_AMOUNT}",
                field="rewards",
            )
    return weights


def _options(text: str) -> dict[str, object]:
    if not text:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidSubmission("options must be a JSON object", field="options") from error
    if not isinstance(value, dict):
        raise InvalidSubmission("options must be a JSON object", field="options")
    return value


Asked = Annotated[Wishes, Depends(read_wishes)]
