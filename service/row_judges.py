"""Who judges the rows of files: the verifiers, in this command, or a service that runs somewhere."""

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from service.answering import Answer
from service.answers import encode
from service.opening import open_state
from service.settings import Settings
from verifiers.base import Verdict

__all__ = ["JudgeRows", "NoServiceError", "judged_by_service", "judged_here"]

Rows = Sequence[Mapping[str, object]]
JudgeRows = Callable[[Rows], Awaitable[Sequence[Answer]]]
"""Judges requests of `/v1/verify`: their answers, in order."""

TRIES = 3
"""How often a row is judged that we failed at; the service's client does the same."""
CALL_S = 10.0
"""Longest wait for the first answer of a service: whether it is there at all."""
PATIENCE_S = 3.0
"""How long a service may be away at first; later it may be away for minutes."""


class NoServiceError(Exception):
    """The service does not answer, or refuses the rows as a whole."""


@contextlib.asynccontextmanager
async def judged_here(settings: Settings) -> AsyncIterator[JudgeRows]:
    """Judge with what this machine has."""
    async with open_state(settings) as state:

        async def judge(rows: Rows) -> Sequence[Answer]:
            answers: dict[int, Answer] = {}
            for _ in range(TRIES):
                left = [
                    index for index in range(len(rows)) if index not in answers or _failed(answers[index])
                ]
                async with aclosing(
                    state.dispatcher.verify_many([rows[index] for index in left], {})
                ) as found:
                    async for place, answer in found:
                        answers[left[place]] = answer
                if not any(map(_failed, answers.values())):
                    break
            return [answers[index] for index in range(len(rows))]

        yield judge


@contextlib.asynccontextmanager
async def judged_by_service(url: str) -> AsyncIterator[JudgeRows]:
    """Have a service judge; its key is in `REWARDD_API_KEY`, if it asks for one.

    Raises:
        NoServiceError: it is not there, or wants another key. From the yielded function too.
    """
    try:
        from rewardd_client import AsyncRewarddClient, RewarddError  # noqa: PLC0415 - a distribution of its own
    except ModuleNotFoundError as error:
        raise NoServiceError(f"{error.name} is missing; pip install the folder client of rewardd") from error
    try:
        async with AsyncRewarddClient(url, patience_s=PATIENCE_S, deadline_s=CALL_S) as caller:
            await caller.check()
    except (RewarddError, ValueError) as error:
        raise NoServiceError(str(error)) from error
    async with AsyncRewarddClient(url) as client:

        async def judge(rows: Rows) -> Sequence[Answer]:
            # As it is kept: columns of Parquet have types that JSON has no words for.
            items: list[dict[str, Any]] = json.loads(encode(rows))
            answers: list[Answer] = [{}] * len(rows)
            try:
                async with aclosing(client.verify_stream(items)) as found:
                    async for index, result in found:
                        answers[index] = dict(result.raw)
            except RewarddError as error:
                raise NoServiceError(str(error)) from error
            return answers

        yield judge


def _failed(answer: Answer) -> bool:
    return answer["verdict"] == Verdict.INTERNAL_ERROR
