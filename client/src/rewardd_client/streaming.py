"""Results as they are made: a batch whose answer comes in lines, and is asked for again where it breaks off.

Steps are as in `rewardd_client.exchange`, and further: for a `Send` that asks for lines there are `Lines`, or
what took their place; for `Next` there is a `Line`, an `End` or a `Lost`; `Found` is for the caller.
"""

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rewardd_client.errors import Refused, Unavailable
from rewardd_client.exchange import (
    BATCH_PATH,
    FAULT_TRIES,
    TOO_LARGE,
    Item,
    Lost,
    Reply,
    Requests,
    Send,
    Wait,
    content_of,
    has_groups,
    is_unknown,
    may_change,
)
from rewardd_client.results import Result, read_result

__all__ = ["End", "Flow", "Found", "Line", "Lines", "Next", "Streaming"]

CUT_OFF = "deadline_exceeded"
"""The error of an item that the server's deadline cut off; the others' work was not in vain."""


@dataclass(frozen=True)
class Lines:
    """The answer has begun."""


@dataclass(frozen=True)
class Next:
    """The next line is wanted."""


@dataclass(frozen=True)
class Line:
    """One line of the answer."""

    text: str


@dataclass(frozen=True)
class End:
    """There are no more."""


@dataclass(frozen=True)
class Found:
    """A result, for the caller."""

    index: int
    result: Result


Step = Send | Wait | Next | Found
Answer = Reply | Lost | Lines | Line | End
Flow = Generator[Step, Answer | None, None]


class Streaming:
    """Makes the flow of one batch: every item is found once, in whatever order.

    Args:
        requests: How the server is asked.
        items: Some of them, or all.
        defaults: Fields for every item.
    """

    def __init__(self, requests: Requests, items: Sequence[Item], defaults: Item | None) -> None:
        self._requests = requests
        self._items = items
        self._defaults = dict(defaults or {})
        self._left = dict.fromkeys(range(len(items)), 0)
        """How often each item that is still looked for has failed on the server's side."""

    def flow(self) -> Flow:
        """Until every item is found.

        Raises:
            Refused: the batch as a whole makes no sense.
            Unavailable: no answer; what was found before is not lost.
        """
        patience = self._requests.patience(f"POST {BATCH_PATH}")
        parts = [list(self._left)]
        while parts:
            indexes = parts.pop()
            before = len(self._left)
            try:
                failure = yield from self._ask(indexes)
            except Refused as error:
                if error.status != TOO_LARGE or len(indexes) < 2 or self._has_groups():
                    raise
                half = len(indexes) // 2
                parts += [indexes[half:], indexes[:half]]
                continue
            if len(self._left) < before:
                patience.renew()
            if again := self._again(indexes):
                yield patience.pause(failure)
                parts.append(again)

    def _ask(self, indexes: Sequence[int]) -> Generator[Step, Answer | None, Reply | Lost]:
        """Ask for these items once; why the answer ended before they were all there, if it did."""
        items = yield from _plainly(self._requests.store([self._items[index] for index in indexes]))
        body = {"items": items, "defaults": self._defaults}
        opened = yield Send("POST", BATCH_PATH, body, in_lines=True)
        if isinstance(opened, Reply):
            if opened.may_pass:
                return opened
            content_of(opened)
            raise Unavailable("the server does not answer in lines; is it rewardd?")
        if isinstance(opened, Lost):
            return opened
        while True:
            line = yield Next()
            if isinstance(line, Lost):
                return line
            if not isinstance(line, Line):
                return Lost("the answer ended too early")
            for index, result in _read(line.text):
                yield from self._take(indexes[index], result)

    def _take(self, index: int, result: Result) -> Iterator[Found]:
        if index not in self._left:
            return  # found before, and judged again with the rest of its group
        cut_off = isinstance(error := result.raw.get("error"), Mapping) and error.get("code") == CUT_OFF
        if cut_off:
            return
        if may_change(result):
            self._left[index] += 1
            if is_unknown(result):
                self._requests.forget([self._items[index]])
            if self._left[index] < FAULT_TRIES:
                return
        del self._left[index]
        yield Found(index, result)

    def _again(self, indexes: Sequence[int]) -> list[int]:
        """What is to be asked again: what was not found, and the groups that it belongs to."""
        missing = {index for index in indexes if index in self._left}
        groups = {self._group(index) for index in missing} - {None}
        return [index for index in indexes if index in missing or self._group(index) in groups]

    def _group(self, index: int) -> str | None:
        group = self._items[index].get("group", self._defaults.get("group"))
        return None if group is None else str(group)

    def _has_groups(self) -> bool:
        return has_groups(self._items, self._defaults)


def _plainly(
    exchange: Generator[Send | Wait, Reply | Lost | None, Any],
) -> Generator[Step, Answer | None, Any]:
    """An exchange as a part of a flow."""
    answer: Reply | Lost | None = None
    while True:
        try:
            step = exchange.send(answer)
        except StopIteration as end:
            return end.value
        given = yield step
        assert given is None or isinstance(given, (Reply, Lost))
        answer = given


def _read(text: str) -> Iterator[tuple[int, Result]]:
    try:
        data = json.loads(text)
    except ValueError:
        return  # a torn line; what it said is asked again
    if isinstance(data, dict) and isinstance(index := data.pop("index", None), int):
        yield index, read_result(data)
