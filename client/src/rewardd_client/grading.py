"""What all trainers' functions share: their configuration, the clients behind it, and the items they send."""

import asyncio
import atexit
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from rewardd_client.client import AsyncRewarddClient, RewarddClient
from rewardd_client.errors import Unavailable
from rewardd_client.labels import read_label
from rewardd_client.ray import SCHEME, AsyncRayRewarddClient, RayRewarddClient
from rewardd_client.results import Result

log = logging.getLogger(__name__)

Item = Mapping[str, object]


@dataclass(frozen=True)
class Grading:
    """How completions are graded. It holds no connection, so it can be pickled for other processes."""

    url: str | None = None
    """By default `REWARDD_URL`, else this machine's port 8000; `ray-serve://APP` calls by handles of Ray."""
    api_key: str | None = None
    rewards: Mapping[str, float] = field(default_factory=dict)
    """Components and their weights; by default accuracy alone."""
    options: Mapping[str, object] = field(default_factory=dict)
    language: str | None = None
    null: float = 0.0
    """The number that stands for "could not be judged" where a trainer bears no `None`."""
    unavailable: str = "raise"
    """What happens when there is no answer: `raise`, or `none`: as if nothing could be judged."""
    patience_s: float = 600.0
    """Longest time of failed tries, with the pauses between them."""
    deadline_s: float | None = None
    """Longest time of a call, whatever happens."""

    def __post_init__(self) -> None:
        if self.unavailable not in {"raise", "none"}:
            raise ValueError("unavailable must be 'raise' or 'none'")

    def item(self, completion: object, label: object, **more: object) -> dict[str, object]:
        """An item to grade; what the label says goes before what the configuration says."""
        asked = {
            "rewards": dict(self.rewards),
            "options": dict(self.options),
            "language": self.language,
            **more,
            "completion": completion,
        }
        return {name: value for name, value in asked.items() if value not in (None, {})} | read_label(label)

    def grade(self, items: Sequence[Item]) -> Sequence[Result]:
        """The results, in order; blocks."""
        try:
            return _client(self).verify_batch(items).results
        except Unavailable as error:
            return self._none(items, error)

    async def agrade(self, items: Sequence[Item]) -> Sequence[Result]:
        """The results, in order."""
        try:
            return (await _async_client(self).verify_batch(items)).results
        except Unavailable as error:
            return self._none(items, error)

    def number(self, result: Result) -> float:
        """The reward, or the number for none."""
        return self.null if result.reward is None else result.reward

    def numbers(self, result: Result) -> dict[str, float]:
        """Numbers with the same names for every result: components, `judged`, `accepted`."""
        names = self.rewards or {"accuracy": 1.0}
        values = {name: result.components.get(name) for name in names}
        components = {name: self.null if value is None else float(value) for name, value in values.items()}
        return {**components, "judged": float(result.judged), "accepted": float(result.accepted)}

    def _none(self, items: Sequence[Item], error: Unavailable) -> Sequence[Result]:
        if self.unavailable == "raise":
            raise error
        log.warning("%d completions have no reward: %s", len(items), error)
        return [Result(reward=None, verdict="internal_error", reason=str(error))] * len(items)


_Key = tuple[int, str | None, str | None, float, float | None]
_clients: dict[_Key, RewarddClient] = {}
_async_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[_Key, AsyncRewarddClient]] = (
    WeakKeyDictionary()
)


def _key(grading: Grading) -> _Key:
    """Connections cannot be shared with a forked process, hence its number."""
    return (os.getpid(), grading.url, grading.api_key, grading.patience_s, grading.deadline_s)


def _options(grading: Grading) -> dict[str, Any]:
    return {
        "api_key": grading.api_key,
        "patience_s": grading.patience_s,
        "deadline_s": grading.deadline_s,
    }


def _client(grading: Grading) -> RewarddClient:
    key = _key(grading)
    if key not in _clients:
        kind, _ = _kinds(grading)
        _clients[key] = kind(grading.url, **_options(grading))
    return _clients[key]


def _kinds(grading: Grading) -> tuple[type[RewarddClient], type[AsyncRewarddClient]]:
    """The clients for the address: over HTTP, or by handles of Ray Serve."""
    url = grading.url or os.environ.get("REWARDD_URL") or ""
    if not url.startswith(SCHEME):
        return RewarddClient, AsyncRewarddClient
    return RayRewarddClient, AsyncRayRewarddClient


@atexit.register
def _close_clients() -> None:
    for key, client in _clients.items():
        if key[0] == os.getpid():
            client.close()


def _async_client(grading: Grading) -> AsyncRewarddClient:
    ours = _async_clients.setdefault(asyncio.get_running_loop(), {})
    key = _key(grading)
    if key not in ours:
        _, kind = _kinds(grading)
        ours[key] = kind(grading.url, **_options(grading))
    return ours[key]
