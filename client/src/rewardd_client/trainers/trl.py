"""TRL (`GRPOTrainer`, `RLOOTrainer`) and Unsloth: `reward_funcs=[RewarddReward()]`.

A sample that could not be judged is `None`, which TRL leaves out. Both classes can be pickled.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from rewardd_client.grading import Grading
from rewardd_client.results import Result
from rewardd_client.trainers.columns import needed_label_column


class _Reward:
    def __init__(
        self,
        grading: Grading | None = None,
        *,
        column: str | None = None,
        name: str = "rewardd",
        **configuration: Any,
    ) -> None:
        """Prepare a reward function.

        Args:
            grading: How to grade; or its fields as further arguments (`url=…`, `rewards={…}`).
            column: The dataset's column with the labels; by default it is found by its name.
            name: Under which TRL logs it.
            configuration: Fields of `Grading`.
        """
        self.grading = grading or Grading(**configuration)
        self.column = column
        self.__name__ = name

    def _items(
        self,
        prompts: Sequence[object] | None,
        completions: Sequence[object],
        completion_ids: Sequence[Sequence[int]] | None,
        columns: Mapping[str, object],
    ) -> list[dict[str, object]]:
        column = needed_label_column(columns, self.column, self.grading.rewards)
        labels = columns[column] if column else None
        items = []
        for index, completion in enumerate(completions):
            prompt = prompts[index] if prompts is not None else None
            items.append(
                self.grading.item(
                    completion,
                    labels[index] if isinstance(labels, Sequence) else None,
                    prompt=prompt,
                    group=None if prompt is None else _group(prompt),
                    completion_tokens=len(completion_ids[index]) if completion_ids is not None else None,
                )
            )
        return items

    def _rewards(self, results: Sequence[Result], columns: Mapping[str, object]) -> list[float | None]:
        log_extra, log_metric = columns.get("log_extra"), columns.get("log_metric")
        if callable(log_extra):
            log_extra(f"{self.__name__}_verdict", [result.verdict for result in results])
        if callable(log_metric) and results:
            judged = sum(result.judged for result in results)
            log_metric(f"{self.__name__}/judged", judged / len(results))
        return [result.reward for result in results]


class RewarddReward(_Reward):
    """A reward function that blocks."""

    def __call__(
        self,
        prompts: Sequence[object] | None = None,
        completions: Sequence[object] = (),
        completion_ids: Sequence[Sequence[int]] | None = None,
        **columns: object,
    ) -> list[float | None]:
        """One reward or `None` for each completion.

        Raises:
            Unavailable: no answer, unless `Grading.unavailable` says otherwise.
        """
        items = self._items(prompts, completions, completion_ids, columns)
        return self._rewards(self.grading.grade(items), columns)


class AsyncRewarddReward(_Reward):
    """A reward function that TRL runs together with others."""

    async def __call__(
        self,
        prompts: Sequence[object] | None = None,
        completions: Sequence[object] = (),
        completion_ids: Sequence[Sequence[int]] | None = None,
        **columns: object,
    ) -> list[float | None]:
        """One reward or `None` for each completion.

        Raises:
            Unavailable: no answer, unless `Grading.unavailable` says otherwise.
        """
        items = self._items(prompts, completions, completion_ids, columns)
        return self._rewards(await self.grading.agrade(items), columns)


def _group(prompt: object) -> str:
    text = json.dumps(prompt, sort_keys=True, default=str)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
