"""What is sent, and when it is sent again, without a word about sockets: one generator for both clients.

A generator yields `Send` and gets a `Reply` (or a `Lost`) for it, or yields `Wait`, and returns its result.
Those that stream are in `rewardd_client.streaming`.
"""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from math import inf
from random import SystemRandom
from time import monotonic, time
from typing import Any, TypeVar

from rewardd_client.errors import Refused, Unavailable
from rewardd_client.problems import StoredProblems
from rewardd_client.results import Batch, Result, read_group, read_result

RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which asking again may help. Judging changes nothing, so it is always safe."""
SERVE_KNOWS_NONE = b"/-/routes for available routes"
"""Part of Ray Serve's 404: its proxies start without applications, and hear of them a moment later."""
SERVE_HEARS_S = 30.0
"""Who has answered so for this long has no such application."""
LONGEST_PAUSE_S = 20.0
LONGEST_ASKED_S = 120.0
"""A server or a proxy that asks for a longer pause is asked again all the same."""
TOO_LARGE = 413
"""The status of a batch that is sent in halves then."""
HINTS = {401: " Set REWARDD_API_KEY, or pass api_key.", 403: " Is REWARDD_API_KEY, or api_key, right?"}
"""What the caller can do, beside what the server says."""
BATCH_PATH = "/v1/verify/batch"
FAULT_TRIES = 3
"""How often an item is sent whose judging failed on the server's side."""

_random = SystemRandom()

T = TypeVar("T")
StepT = TypeVar("StepT")
Item = Mapping[str, object]


@dataclass(frozen=True)
class Send:
    """A request."""

    method: str
    path: str
    body: object | None = None
    timeout_s: float | None = None
    """Longest wait for the answer, if it is shorter than the client's own."""
    in_lines: bool = False
    """Whether the answer is to come in lines, as it is made."""


@dataclass(frozen=True)
class Wait:
    """A pause."""

    seconds: float


@dataclass(frozen=True)
class Reply:
    """An answer of whatever status."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def may_pass(self) -> bool:
        """Whether asking again may help."""
        return self.status in RETRIED or self.without_application

    @property
    def without_application(self) -> bool:
        """Whether it is a proxy's of Ray Serve that knows of no rewardd, or not yet."""
        return self.status == 404 and SERVE_KNOWS_NONE in self.body


@dataclass(frozen=True)
class Lost:
    """No answer: the connection failed or the time was up."""

    reason: str


Step = Send | Wait
Exchange = Generator[Step, Reply | Lost | None, T]


class Requests:
    """Makes exchanges.

    Args:
        url: Where the server is; for what is said when it does not answer.
        problems: What the server has already.
        patience_s: Longest time of a request's failed tries, with the pauses between them.
    """

    def __init__(self, url: str, problems: StoredProblems, patience_s: float) -> None:
        self._url = url
        self.problems = problems
        self._patience_s = patience_s

    def request(self, method: str, path: str, body: object | None = None) -> Exchange[object]:
        """One request, until there is an answer that is worth keeping."""
        patience = self.patience(f"{method} {path}")
        while True:
            answer = yield Send(method, path, body)
            assert answer is not None
            if isinstance(answer, Reply) and not answer.may_pass:
                return content_of(answer)
            yield patience.pause(answer)

    def patience(self, what: str) -> "Patience":
        """That of one request."""
        return Patience(f"{what} at {self._url}", self._patience_s)

    def verify(self, item: Item) -> Exchange[Result]:
        """One item. Raises `Refused` if it makes no sense."""
        (result,) = (yield from self.batch([item])).results
        if result.error is not None:
            raise Refused(
                result.reason, status=422, code=result.verdict, field=str(result.error.get("field") or "")
            )
        return result

    def batch(
        self,
        items: Sequence[Item],
        defaults: Item | None = None,
        advantages: str | None = None,
    ) -> Exchange[Batch]:
        """Many items; those that failed on the server's side, or whose problem it forgot, once more."""
        answer = yield from self._send_batch(items, defaults, advantages)
        results = list(answer.results)
        groups = answer.groups
        for attempt in range(1, FAULT_TRIES):
            again = [index for index, result in enumerate(results) if may_change(result)]
            if not again:
                break
            self.forget(items[index] for index in again if is_unknown(results[index]))
            yield Wait(_jitter(attempt))
            if has_groups(items, defaults):
                answer = yield from self._send_batch(items, defaults, advantages)
                results, groups = list(answer.results), answer.groups
                continue
            answer = yield from self._send_batch([items[index] for index in again], defaults, None)
            for index, result in zip(again, answer.results, strict=True):
                results[index] = result
        return Batch(results=results, groups=groups)

    def check(self) -> Exchange[None]:
        """Nothing to judge: whether somebody is there, who is rewardd, and takes the key."""
        yield from self._send_batch([], None, None)

    def put_problems(self, problems: Sequence[Mapping[str, object]]) -> Exchange[list[str]]:
        """Store problems; their ids.

        Raises:
            Unavailable: the server's answer has no ids.
        """
        answer = yield from self.request("PUT", "/v1/problems", list(problems))
        ids = answer.get("ids") if isinstance(answer, dict) else None
        if not isinstance(ids, list) or len(ids) != len(problems):
            raise Unavailable("the server's answer to PUT /v1/problems has no ids")
        return [str(one) for one in ids]

    def store(self, items: Sequence[Item]) -> Exchange[list[Item]]:
        """Store the items' large problems, where the server lacks them; the items with ids in their place."""
        for key, problem in self.problems.unknown(item.get("problem") for item in items):
            try:
                (name,) = yield from self.put_problems([problem])
            except Refused:
                continue  # sent along, it becomes its item's error, with the right field
            self.problems.remember(key, name)
        return [self.problems.referred(item) for item in items]

    def forget(self, items: Iterable[Item]) -> None:
        """The server has lost these items' problems."""
        self.problems.forget(item.get("problem") for item in items)

    def _send_batch(
        self, items: Sequence[Item], defaults: Item | None, advantages: str | None
    ) -> Exchange[Batch]:
        sent = yield from self.store(items)
        body: dict[str, object] = {"items": sent, "defaults": dict(defaults or {}), "advantages": advantages}
        try:
            answer = yield from self.request("POST", BATCH_PATH, body)
        except Refused as error:
            if error.status != TOO_LARGE or len(items) < 2 or has_groups(items, defaults):
                raise
            half = len(items) // 2
            first = yield from self._send_batch(items[:half], defaults, advantages)
            second = yield from self._send_batch(items[half:], defaults, advantages)
            return Batch(results=[*first.results, *second.results])
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or not isinstance(results, list) or len(results) != len(items):
            raise Unavailable(f"{self._url} answered POST {BATCH_PATH} as no rewardd does; is the URL right?")
        groups = answer.get("groups") or {}
        return Batch(
            results=[read_result(result) for result in results],
            groups={name: read_group(group) for name, group in groups.items()},
        )


class Patience:
    """How long a request's failures may take, and the pauses between its tries.

    Args:
        what: Is asked for, and where.
        longest_s: Of all failed tries and pauses together.
    """

    def __init__(self, what: str, longest_s: float) -> None:
        self._what = what
        self._longest_s = longest_s
        self._begun = monotonic()
        self._tries = 0
        self._unheard_of_since: float | None = None

    def pause(self, answer: "Reply | Lost") -> "Wait":
        """The pause after a failed try.

        Raises:
            Unavailable: there was no answer for as long as anybody waits.
        """
        self._tries += 1
        pause_s = _pause_s(answer, self._tries)
        now = monotonic()
        if isinstance(answer, Lost) or not answer.without_application:
            self._unheard_of_since = None
        elif self._unheard_of_since is None:
            self._unheard_of_since = now
        hears_by = inf if self._unheard_of_since is None else self._unheard_of_since + SERVE_HEARS_S
        if now + pause_s > min(self._begun + self._longest_s, hears_by):
            raise Unavailable(_no_answer(self._what, self._tries, answer))
        return Wait(pause_s)

    def renew(self) -> None:
        """There was an answer to a part of it: begin anew."""
        self._begun = monotonic()
        self._tries = 0


def within(deadline_s: float | None, exchange: Generator[StepT, Any, T]) -> Generator[StepT, Any, T]:
    """The exchange, for so long at most, counted from its first step.

    Raises:
        Unavailable: the time is up.
    """
    if deadline_s is None:
        return (yield from exchange)
    ends_at = monotonic() + deadline_s
    answer: object = None
    while True:
        try:
            step = exchange.send(answer)
        except StopIteration as end:
            result: T = end.value
            return result
        left_s = ends_at - monotonic()
        if left_s <= (step.seconds if isinstance(step, Wait) else 0.0):
            why = f": {_why(answer)}" if isinstance(answer, (Reply, Lost)) else ""
            raise Unavailable(f"no answer within {deadline_s:g} s{why}")
        answer = yield replace(step, timeout_s=left_s) if isinstance(step, Send) else step


def has_groups(items: Iterable[Item], defaults: Item | None = None) -> bool:
    """Whether samples of one prompt may have to be judged together."""
    return any(item.get("group") is not None for item in (defaults or {}, *items))


def may_change(result: Result) -> bool:
    """Whether an item may fare better when it is sent again."""
    return result.verdict == "internal_error" or is_unknown(result)


def is_unknown(result: Result) -> bool:
    """Whether the server has lost the item's problem."""
    return result.error is not None and result.verdict == "unknown_problem"


def content_of(reply: Reply) -> object:
    """What an answer says.

    Raises:
        Refused: it says no.
    """
    try:
        content = json.loads(reply.body) if reply.body else None
    except ValueError:
        content = None
    if 200 <= reply.status < 300:
        return content
    error = content.get("error") if isinstance(content, dict) else None
    if not isinstance(error, dict):
        said = reply.body[:200].decode(errors="replace").strip()
        error = {"message": f"this is no answer of rewardd's; is the URL right? HTTP {reply.status} {said}"}
    raise Refused(
        str(error.get("message") or f"HTTP {reply.status}") + HINTS.get(reply.status, ""),
        status=reply.status,
        code=str(error.get("code") or reply.status),
        field=str(error.get("field") or ""),
    )


def _pause_s(answer: Reply | Lost, tries: int) -> float:
    pause_s = _jitter(tries)
    if isinstance(answer, Reply):
        asked_s = min(_asked_s(answer.headers.get("retry-after", "")), LONGEST_ASKED_S)
        return max(pause_s, asked_s * _random.uniform(1.0, 1.25))
    return pause_s


def _asked_s(text: str) -> float:
    """What `Retry-After` asks for: seconds, or a date; 0 if nothing that makes sense."""
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time())
    except (ValueError, TypeError):
        return 0.0


def _jitter(tries: int) -> float:
    """Between half and all of 0.5, 1, 2 … seconds, so that clients do not come back all at once."""
    return min(LONGEST_PAUSE_S, 0.5 * 2.0 ** min(tries - 1, 10)) * _random.uniform(0.5, 1.0)


def _why(answer: Reply | Lost) -> str:
    if isinstance(answer, Lost):
        return answer.reason
    try:
        message = json.loads(answer.body)["error"]["message"]
    except (ValueError, LookupError, TypeError):
        return f"HTTP {answer.status}"
    return f"HTTP {answer.status}, {message}"


def _no_answer(what: str, tries: int, answer: Reply | Lost) -> str:
    """What was asked in vain, and what to look at."""
    times = f"{tries} tries" if tries > 1 else "1 try"
    if isinstance(answer, Lost):
        remedy = "is rewardd running there?"
    elif answer.without_application:
        remedy = "Ray Serve is there, but no rewardd at this path; is the URL right?"
    else:
        remedy = "its log and /readyz say more"
    return f"no answer to {what} after {times}; {remedy} ({_why(answer)})"
