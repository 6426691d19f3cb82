"""AReaL: `reward_fn=RewarddReward()` where a workflow takes one.

AReaL gives a reward function 15 s, tries it three times, and then takes 0: keep the server near, and
`deadline_s` (12 here) below that, so that it is this client that gives up.
"""

from collections.abc import Sequence
from typing import Any

from rewardd_client.grading import Grading
from rewardd_client.trainers.columns import label_column

DEADLINE_S = 12.0


class RewarddReward:
    """A reward function that can be pickled into AReaL's process pool."""

    def __init__(self, *, column: str | None = None, **configuration: Any) -> None:
        """`column` holds the labels (found by its name if left out); the rest are fields of `Grading`."""
        self.grading = Grading(**{"deadline_s": DEADLINE_S, **configuration})
        self.column = column
        self.__name__ = "rewardd"

    def __call__(
        self,
        prompt: str | None,
        completions: str,
        prompt_ids: Sequence[int] | None = None,
        completion_ids: Sequence[int] | None = None,
        **data: object,
    ) -> float:
        """One sample's reward, `Grading.null` if it could not be judged."""
        column = label_column(data, self.column)
        tokens = None if completion_ids is None else len(completion_ids)
        item = self.grading.item(
            completions, data[column] if column else None, prompt=prompt, completion_tokens=tokens
        )
        (result,) = self.grading.grade([item])
        return self.grading.number(result)
