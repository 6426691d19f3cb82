"""Who comes next, who may enter, and how long the others are told to wait."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.base import Command, Job, Readiness, Run
from sandbox.errors import SandboxBusy
from sandbox.pace import Pace
from sandbox.pool import STARTING, BoundedSandbox
from sandbox.room import Room
from sandbox.turns import ASKER, Asker, Turns

PATHS = st.tuples(st.sampled_from("abc"), st.sampled_from(["singles", "batches"]))
JOB = Job(files={}, run=Command(argv=("true",)))


class Gate:
    """A backend whose jobs end when the test says so."""

    name = "gate"

    def __init__(self) -> None:
        self.entered: list[Asker] = []
        self.open = asyncio.Event()

    async def start(self) -> None:
        pass

    async def close(self) -> None:
        pass

    def readiness(self) -> Readiness:
        return Readiness(available=True)

    @contextlib.asynccontextmanager
    async def run(self, job: Job, *, beside: bool = False) -> AsyncIterator[Run]:
        self.entered.append(ASKER.get())
        await self.open.wait()
        yield type("AnyRun", (), {"queue_ms": 0.0})()


async def ask(sandbox: BoundedSandbox, asker: Asker) -> None:
    ASKER.set(asker)
    async with sandbox.run(JOB):
        pass


def asked(sandbox: BoundedSandbox, asker: Asker, count: int) -> "list[asyncio.Task[None]]":
    return [asyncio.create_task(ask(sandbox, asker)) for _ in range(count)]


@given(st.lists(PATHS, max_size=60))
def test_each_thing_comes_once_and_nobody_waits_behind_all_of_another(paths: list[tuple[str, str]]) -> None:
    turns: Turns[int] = Turns()
    for number, path in enumerate(paths):
        turns.add(path, number)
    assert sorted(turns) == list(range(len(paths)))
    came = [turns.take() for _ in range(len(turns))]
    assert sorted(came) == list(range(len(paths)))
    assert not turns
    clients = {client for client, _ in paths}
    left = Counter(client for client, _ in paths)
    for number in came:
        client = paths[number][0]
        # Whoever still waits has had as many turns as any other, but for the round under way.
        served = {c: Counter(p[0] for p in paths)[c] - left[c] for c in clients}
        assert served[client] <= min(served[c] for c in clients if left[c])
        left[client] -= 1
    for path in set(paths):
        mine = [number for number in came if paths[number] == path]
        assert mine == sorted(mine)


@given(st.lists(PATHS, min_size=1, max_size=30), st.data())
def test_what_leaves_the_line_is_gone(paths: list[tuple[str, str]], data: st.DataObject) -> None:
    turns: Turns[int] = Turns()
    for number, path in enumerate(paths):
        turns.add(path, number)
    gone = data.draw(st.sets(st.integers(0, len(paths) - 1)))
    for number in gone:
        assert turns.remove(paths[number], number)
        assert not turns.remove(paths[number], number)
    assert len(turns) == len(paths) - len(gone)
    assert {turns.take() for _ in range(len(turns))} == set(range(len(paths))) - gone


@given(st.integers(1, 20), st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=200))
def test_room_is_bounded_and_nobody_is_kept_out_of_a_share(
    capacity: int, moves: list[tuple[str, bool]]
) -> None:
    room = Room(capacity)
    inside: Counter[str] = Counter()
    for client, enters in moves:
        if enters and room.has(client):
            room.enter(client)
            inside[client] += 1
        elif enters:
            clients = len(+inside | Counter({client: 1}))
            assert room.held >= capacity
            assert clients == 1 or (inside[client] + 1) * clients > capacity
        elif inside[client]:
            room.leave(client)
            inside[client] -= 1
        assert room.held == inside.total() <= 2 * capacity


def test_the_pace_is_that_of_the_busy_time() -> None:
    now = 0.0
    pace = Pace(first_guess=1_000.0, clock=lambda: now)
    for _ in range(300):
        pace.begin()
        now += 0.5
        pace.left(last=True)
        now += 100.0  # nobody there
    assert pace.seconds_for(10) == pytest.approx(5.0, rel=0.05)
    pace.begin()
    now += 60.0  # nobody leaves any more
    assert pace.seconds_for(10) > 20.0


def test_boxes_go_round_the_clients_and_their_batches() -> None:
    async def scenario() -> list[Asker]:
        gate = Gate()
        sandbox = BoundedSandbox(gate, boxes=1, queue=1_000, queue_timeout_s=60)
        batch = Asker(client="a", batch="1", patient=True)
        tasks = asked(sandbox, batch, 20)
        await asyncio.sleep(0)
        tasks += asked(sandbox, Asker(client="a"), 2) + asked(sandbox, Asker(client="b"), 2)
        await asyncio.sleep(0)
        gate.open.set()
        await asyncio.gather(*tasks)
        return gate.entered

    entered = asyncio.run(scenario())
    assert {asker.client for asker in entered[1:3]} == {"a", "b"}
    assert sorted(a.client for a in entered[1:7] if not a.batch) == ["a", "a", "b", "b"]
    assert len(entered) == 24


def test_a_client_that_fills_the_queue_keeps_nobody_out() -> None:
    async def scenario() -> None:
        gate = Gate()
        sandbox = BoundedSandbox(gate, boxes=1, queue=4, queue_timeout_s=60)
        greedy = asked(sandbox, Asker(client="greedy"), 8)
        await asyncio.sleep(0)
        assert sandbox.queued == 4
        with pytest.raises(SandboxBusy) as refused:
            await ask(sandbox, Asker(client="greedy"))
        assert refused.value.retry_after_s > 0
        modest = asked(sandbox, Asker(client="modest"), 2)
        patient = asked(sandbox, Asker(client="greedy", patient=True), 50)
        await asyncio.sleep(0)
        assert sandbox.queued == 4 + 2 + 50
        gate.open.set()
        results = await asyncio.gather(*greedy, *modest, *patient, return_exceptions=True)
        assert [type(result) for result in results].count(SandboxBusy) == 3
        assert not any(isinstance(result, SandboxBusy) for result in results[8:])
        assert (sandbox.running, sandbox.queued) == (0, 0)

    asyncio.run(scenario())


def test_who_leaves_the_line_gives_its_place_back() -> None:
    async def scenario() -> None:
        gate = Gate()
        sandbox = BoundedSandbox(gate, boxes=1, queue=4, queue_timeout_s=60)
        first, *others = asked(sandbox, Asker(client="a"), 5)
        await asyncio.sleep(0)
        for task in others[:3]:
            task.cancel()
        await asyncio.wait(others[:3])
        assert sandbox.queued == 1
        first.cancel()
        gate.open.set()
        await others[3]
        assert (sandbox.running, sandbox.queued) == (0, 0)
        await asyncio.gather(*asked(sandbox, Asker(client="a"), 5))

    asyncio.run(scenario())


def test_a_turn_that_comes_while_its_owner_is_cancelled_is_passed_on() -> None:
    async def scenario() -> None:
        gate = Gate()
        sandbox = BoundedSandbox(gate, boxes=1, queue=9, queue_timeout_s=60)
        tasks = asked(sandbox, Asker(client="a"), 4)
        await asyncio.sleep(0)
        for task in tasks[:3]:  # the holder of the box, and the next two before they can leave the line
            task.cancel()
        await asyncio.wait(tasks[:3])
        gate.open.set()
        await tasks[3]
        assert (sandbox.running, sandbox.queued) == (0, 0)
        await asyncio.gather(*asked(sandbox, Asker(client="a"), 4))
        assert (sandbox.running, sandbox.queued) == (0, 0)

    asyncio.run(scenario())


def test_the_longest_wait_is_for_the_impatient() -> None:
    async def scenario() -> None:
        gate = Gate()
        sandbox = BoundedSandbox(gate, boxes=1, queue=4, queue_timeout_s=0.05)
        holder, patient = asked(sandbox, Asker(), 1) + asked(sandbox, Asker(patient=True), 1)
        await asyncio.sleep(0)
        with pytest.raises(SandboxBusy, match="in time"):
            await ask(sandbox, Asker())
        assert not patient.done()
        gate.open.set()
        await asyncio.gather(holder, patient)

    asyncio.run(scenario())


def test_jobs_wait_for_boxes_that_are_still_being_made() -> None:
    class Slow(Gate):
        warm = False

        async def start(self) -> None:
            await self.open.wait()
            self.warm = True

        @contextlib.asynccontextmanager
        async def run(self, job: Job, *, beside: bool = False) -> AsyncIterator[Run]:
            assert self.warm
            async with super().run(job, beside=beside) as run:
                yield run

    async def scenario() -> None:
        gate = Slow()
        sandbox = BoundedSandbox(gate, boxes=1, queue=1, queue_timeout_s=60)
        await sandbox.start(within_s=0.01)
        assert sandbox.readiness() == Readiness(available=False, reason=STARTING)
        jobs = asked(sandbox, Asker(), 2)
        await asyncio.sleep(0.01)
        with pytest.raises(SandboxBusy):
            await ask(sandbox, Asker())
        assert not gate.entered
        gate.open.set()
        await asyncio.gather(*jobs)
        assert sandbox.readiness().available
        await sandbox.close()

    asyncio.run(scenario())


def test_closing_does_not_wait_for_boxes_that_are_being_made() -> None:
    class Endless(Gate):
        async def start(self) -> None:
            await asyncio.Event().wait()

    async def scenario() -> None:
        gate = Endless()
        sandbox = BoundedSandbox(gate, boxes=1, queue=1, queue_timeout_s=60)
        await sandbox.start(within_s=0.01)
        [job] = asked(sandbox, Asker(), 1)
        await asyncio.sleep(0)
        await sandbox.close()
        assert not job.done()  # it is the backend's to say that it is closed
        gate.open.set()
        await job

    asyncio.run(scenario())
