"""Faults on purpose. The worker functions are those of the standard library, named like any other."""

import asyncio
import os
import resource
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

import pytest

from sandbox.base import WorkerOutcome, WorkerPool, WorkerResult
from sandbox.errors import BoxFailed
from sandbox.workers import ProcessWorkerPool
from tests.processes import arguments_of, descendants, stat_of, survivors

T = TypeVar("T")
MEGABYTE = 1024 * 1024
DONE, TIMED_OUT = WorkerOutcome.DONE, WorkerOutcome.TIMED_OUT


def run(scenario: Callable[[ProcessWorkerPool], Awaitable[T]], size: int = 2) -> T:
    """Run a scenario with a pool; nothing may be left afterwards."""

    async def scene() -> T:
        async with pool_of(size) as pool:
            return await scenario(pool)

    result = asyncio.run(scene())
    assert not zygotes()
    return result


@asynccontextmanager
async def pool_of(size: int) -> AsyncIterator[ProcessWorkerPool]:
    pool = ProcessWorkerPool(size, 100 * MEGABYTE)
    try:
        yield pool
    finally:
        await pool.close()


async def collect(
    pool: WorkerPool, function: str, items: Sequence[object], deadline_ms: int = 5_000
) -> list[WorkerResult]:
    results = [result async for result in pool.map(function, items, deadline_ms=deadline_ms)]
    assert sorted(result.index for result in results) == list(range(len(items)))
    return sorted(results, key=lambda result: result.index)


def zygotes() -> list[int]:
    return [
        pid
        for pid in descendants(os.getpid())
        if stat_of(pid)[1:2] == [str(os.getpid())] and "worker_zygote" in arguments_of(pid)
    ]


def test_every_item_has_its_result() -> None:
    results = run(lambda pool: collect(pool, "operator:neg", list(range(5_000))))
    assert [result.value for result in results] == [-n for n in range(5_000)]
    assert {result.outcome for result in results} == {DONE}


def test_no_items_no_results() -> None:
    assert run(lambda pool: collect(pool, "operator:neg", [])) == []


@pytest.mark.parametrize("text", ["é\ud800\0", "𝒳" * 1000, "x" * 3_000_000])
def test_any_text_travels(text: str) -> None:
    [result] = run(lambda pool: collect(pool, "builtins:str", [text]))
    assert result.value == text


def test_many_calls_at_once() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[list[WorkerResult]]:
        return await asyncio.gather(*(collect(pool, "operator:neg", [n, n + 1]) for n in range(100)))

    assert [[result.value for result in results] for results in run(scenario)] == [
        [-n, -n - 1] for n in range(100)
    ]


def test_callers_with_one_item_each_get_their_own() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[list[WorkerResult]]:
        negated = [collect(pool, "operator:neg", [n]) for n in range(60)]
        made_texts = [collect(pool, "builtins:str", [n]) for n in range(60)]
        return await asyncio.gather(*negated, *made_texts)

    values = [results[0].value for results in run(scenario)]
    assert values == [-n for n in range(60)] + [str(n) for n in range(60)]


@pytest.mark.parametrize(
    ("function", "bad", "good", "outcome"),
    [
        ("time:sleep", 60.0, 0.001, TIMED_OUT),
        ("signal:raise_signal", int(signal.SIGKILL), int(signal.SIGCHLD), WorkerOutcome.DIED),
    ],
)
def test_a_bad_item_spoils_no_other_callers(
    function: str, bad: float, good: float, outcome: WorkerOutcome
) -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[list[WorkerResult]]:
        items = [bad if n % 10 == 3 else good for n in range(30)]
        return await asyncio.gather(*(collect(pool, function, [item], deadline_ms=50) for item in items))

    outcomes = [results[0].outcome for results in run(scenario)]
    assert outcomes == [outcome if n % 10 == 3 else DONE for n in range(30)]


def test_a_sleeper_loses_only_itself() -> None:
    items = [0.0] * 20 + [60.0] + [0.0] * 20
    results = run(lambda pool: collect(pool, "time:sleep", items, deadline_ms=50))
    assert [result.outcome for result in results] == [DONE] * 20 + [TIMED_OUT] + [DONE] * 20


def test_what_computes_for_ever_in_c_is_killed() -> None:
    items: list[object] = [3, 50_000_000, 4, 50_000_000, 5]
    results = run(lambda pool: collect(pool, "math:factorial", items, deadline_ms=100))
    assert [result.value for result in results] == [6, None, 24, None, 120]
    assert [result.outcome for result in results] == [DONE, TIMED_OUT, DONE, TIMED_OUT, DONE]


def test_good_items_do_not_wait_for_a_slow_one_in_their_chunk() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[int]:
        items = [0.0] * 100 + [1.0] + [0.0] * 100
        return [result.index async for result in pool.map("time:sleep", items, deadline_ms=5_000)]

    assert run(scenario)[-1] == 100


def test_a_small_call_overtakes_a_large_one() -> None:
    async def scenario(pool: ProcessWorkerPool) -> bool:
        await collect(pool, "operator:neg", [1])  # so that the workers are there
        large = asyncio.create_task(collect(pool, "time:sleep", [0.005] * 400))
        await asyncio.sleep(0.1)
        await collect(pool, "operator:neg", [1])
        overtaken = not large.done()
        await large
        return overtaken

    assert run(scenario)


def test_an_exception_is_our_bug_and_says_where() -> None:
    results = run(lambda pool: collect(pool, "json:loads", ["1", "}", "2"]))
    assert [result.outcome for result in results] == [DONE, WorkerOutcome.FAILED, DONE]
    assert "JSONDecodeError" in results[1].error


@pytest.mark.parametrize(
    ("function", "item"), [("builtins:open", "/dev/null"), ("secrets:token_hex", 20 * MEGABYTE)]
)
def test_a_result_that_cannot_travel_is_our_bug(function: str, item: object) -> None:
    [result] = run(lambda pool: collect(pool, function, [item]))
    assert result.outcome is WorkerOutcome.FAILED


def test_an_unknown_function_is_not_waited_for() -> None:
    [result] = run(lambda pool: collect(pool, "operator:no_such_function", [1]))
    assert result.outcome is WorkerOutcome.FAILED


def test_an_item_that_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError, match="item 1"):
        run(lambda pool: collect(pool, "operator:neg", [1, {2}]))


def test_readiness_tells_why_nothing_can_be_judged() -> None:
    async def judge() -> None:
        pool = ProcessWorkerPool(1, 100 * MEGABYTE)
        await pool.start()
        assert pool.readiness().available
        await pool.close()
        assert "closed" in pool.readiness().reason

    asyncio.run(judge())


def test_memory_is_bounded() -> None:
    results = run(lambda pool: collect(pool, "secrets:token_bytes", [300 * MEGABYTE]))
    assert [(result.outcome, result.error) for result in results] == [
        (WorkerOutcome.DIED, "the memory limit was reached")
    ]


def test_an_item_that_kills_its_worker_loses_only_itself() -> None:
    items: list[object] = [0, 0, signal.SIGKILL, 0, signal.SIGSEGV, 0]
    results = run(lambda pool: collect(pool, "signal:raise_signal", items))
    assert [result.outcome for result in results] == [WorkerOutcome.DIED if item else DONE for item in items]


def test_killed_workers_lose_nothing() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[WorkerResult]:
        await collect(pool, "operator:neg", [1])  # so that there is a zygote
        batch = asyncio.create_task(collect(pool, "time:sleep", [0.002] * 500))
        await asyncio.sleep(0.2)
        [zygote] = zygotes()
        for worker in descendants(zygote):
            os.kill(worker, signal.SIGKILL)
        return await batch

    assert {result.outcome for result in run(scenario)} == {DONE}


def test_workers_that_were_killed_while_idle_are_replaced() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[WorkerResult]:
        await collect(pool, "operator:neg", [1, 2, 3, 4, 5, 6, 7, 8])
        [zygote] = zygotes()
        await asyncio.sleep(0.2)  # for the spare
        for worker in descendants(zygote):
            os.kill(worker, signal.SIGKILL)
        await asyncio.sleep(0.2)
        return await collect(pool, "operator:neg", [1, 2, 3])

    assert [result.value for result in run(scenario)] == [-1, -2, -3]


def test_without_descriptors_the_workers_there_are_go_on() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[WorkerResult]:
        await collect(pool, "operator:neg", [1, 2])
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
        try:
            killed = collect(pool, "signal:raise_signal", [int(signal.SIGKILL), 0], deadline_ms=5_000)
            call = asyncio.create_task(killed)
            await asyncio.sleep(0.3)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
        await call
        return await collect(pool, "operator:neg", [1, 2, 3])

    assert [result.value for result in run(scenario)] == [-1, -2, -3]


def test_a_killed_zygote_loses_nothing_and_leaves_nothing() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[WorkerResult]:
        await collect(pool, "operator:neg", [1])  # so that there is a zygote
        batch = asyncio.create_task(collect(pool, "time:sleep", [0.002] * 500))
        await asyncio.sleep(0.2)
        [zygote] = zygotes()
        os.kill(zygote, signal.SIGKILL)
        results = await batch
        assert zygote not in zygotes()
        return results

    assert {result.outcome for result in run(scenario)} == {DONE}


def test_a_stopped_zygote_delays_but_does_not_hang() -> None:
    async def scenario(pool: ProcessWorkerPool) -> list[WorkerResult]:
        await collect(pool, "operator:neg", [1])
        [zygote] = zygotes()
        os.kill(zygote, signal.SIGSTOP)
        return await collect(pool, "operator:neg", [1, 2, 3])

    assert [result.value for result in run(scenario)] == [-1, -2, -3]


def test_who_leaves_frees_the_workers() -> None:
    async def scenario(pool: ProcessWorkerPool) -> None:
        items = [0.05] * 100_000
        async with aclosing(pool.map("time:sleep", items, deadline_ms=5_000)) as results:
            async for _ in results:
                break
        await collect(pool, "operator:neg", list(range(100)))

    run(scenario)


def test_the_event_loop_is_not_blocked() -> None:
    async def scenario(pool: ProcessWorkerPool) -> int:
        turns = 0
        batch = asyncio.create_task(collect(pool, "math:factorial", [50_000_000] * 2, deadline_ms=200))
        while not batch.done():
            turns += 1
            await asyncio.sleep(0.001)
        return turns

    assert run(scenario) > 5  # a loop that is blocked meanwhile turns once


def test_closing_ends_calls_under_way() -> None:
    async def scenario(pool: ProcessWorkerPool) -> None:
        call = asyncio.create_task(collect(pool, "time:sleep", [60.0], deadline_ms=60_000))
        await asyncio.sleep(0.3)
        await pool.close()
        with pytest.raises(BoxFailed):
            await call
        with pytest.raises(BoxFailed):
            await collect(pool, "operator:neg", [1])

    run(scenario)


def test_workers_do_not_survive_the_service() -> None:
    """A service that is killed outright takes its processes with it."""

    def service() -> None:
        async def scene() -> None:
            pool = ProcessWorkerPool(2, 100 * MEGABYTE)
            await collect(pool, "operator:neg", [1])
            os.write(write, b"".join(b"%d " % pid for pid in descendants(os.getpid())))
            os.kill(os.getpid(), signal.SIGKILL)

        asyncio.run(scene())

    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            service()
        finally:
            os._exit(1)
    os.close(write)
    os.waitpid(pid, 0)
    left = {int(word) for word in os.read(read, 4096).split()}
    os.close(read)
    assert left
    assert not survivors(left)
