"""Batches that more than one replica judges."""

import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Protocol, cast

from sandbox.turns import ASKER, Asker
from service.answering import Answer
from service.answers import encode
from service.body import parse_json
from service.dispatch import Dispatcher
from service.fanout.chunks import cut
from service.fanout.race import Patience, Race
from verifiers.errors import JudgingFailed


class Others(Protocol):
    """The other replicas."""

    async def lanes(self) -> int:
        """How many chunks they should have at once; 0 if there are none."""

    async def judge(self, chunk: bytes) -> bytes:
        """The answers that one of them gives to a chunk; see `judge_chunk`.

        Raises:
            Unsent: nobody took it. Anything else: it is lost.
        """


class FannedOut:
    """A dispatcher whose large batches are judged by other replicas too.

    Args:
        dispatcher: Judges here.
        others: Judge elsewhere.
        patience: When a chunk counts as late.
    """

    def __init__(self, dispatcher: Dispatcher, others: Others, *, patience: Patience | None = None) -> None:
        self._dispatcher = dispatcher
        self._others = others
        self._name = secrets.token_hex(4)
        self._patience = patience

    async def verify_many(
        self, items: Sequence[object], defaults: Mapping[str, object]
    ) -> AsyncGenerator[tuple[int, Answer], None]:
        """As `Dispatcher.verify_many`."""
        chunks = cut(items, defaults)
        lanes = await self._others.lanes() if len(chunks) > 1 else 0
        if lanes:
            stream = self._race(items, defaults, chunks, lanes)
        else:
            stream = self._dispatcher.verify_many(items, defaults)
        async with aclosing(stream):
            async for index, answer in stream:
                yield index, answer

    def _race(
        self,
        items: Sequence[object],
        defaults: Mapping[str, object],
        chunks: Sequence[Sequence[int]],
        lanes: int,
    ) -> AsyncGenerator[tuple[int, Answer], None]:
        asker = ASKER.get()
        sender = {"client": asker.client, "batch": f"{self._name} {asker.batch}"}

        async def here(indexes: Sequence[int]) -> list[Answer]:
            return await _all(self._dispatcher, [items[index] for index in indexes], defaults)

        async def away(indexes: Sequence[int]) -> list[Answer]:
            chunk = {**sender, "items": [items[index] for index in indexes], "defaults": defaults}
            return cast("list[Answer]", parse_json(await self._others.judge(encode(chunk))))

        def give_up(index: int, error: Exception) -> Answer:
            failed = JudgingFailed("replica after replica was lost while judging this; send it again")
            failed.__cause__ = error
            return self._dispatcher.failure(items[index], failed)

        return Race(
            chunks,
            here=here,
            away=away,
            lanes_away=min(lanes, len(chunks) - 1),
            give_up=give_up,
            patience=self._patience,
        ).answers()


async def judge_chunk(dispatcher: Dispatcher, chunk: bytes) -> bytes:
    """Answers to a chunk: JSON to JSON, as between replicas. Judges here and sends nothing on."""
    asked = cast("Mapping[str, object]", parse_json(chunk))
    # The batch was let in where it arrived; here its items take turns with those of others, and wait.
    ASKER.set(Asker(client=str(asked["client"]), batch=str(asked["batch"]), patient=True))
    items = cast("Sequence[object]", asked["items"])
    return encode(await _all(dispatcher, items, cast("Mapping[str, object]", asked["defaults"])))


async def _all(
    dispatcher: Dispatcher, items: Sequence[object], defaults: Mapping[str, object]
) -> list[Answer]:
    answers: list[Answer] = [{}] * len(items)
    async with aclosing(dispatcher.verify_many(items, defaults)) as stream:
        async for index, answer in stream:
            answers[index] = answer
    return answers
