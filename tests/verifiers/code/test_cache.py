import asyncio

import pytest

from verifiers.code.cache import BoundedCache, SharedWork, digest


def test_parts_do_not_run_into_each_other() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a", "b") == digest(b"a", b"b")


def test_what_was_used_last_stays() -> None:
    cache = BoundedCache[str, str](6)
    cache.put("a", "xx", 2)
    cache.put("b", "xx", 2)
    assert cache.get("a") == "xx"
    cache.put("c", "xxxx", 4)
    assert cache.get("b") is None
    assert cache.get("a") == "xx"
    cache.put("d", "x" * 7, 7)
    assert cache.get("d") is None
    assert cache.get("c") == "xxxx"


def test_work_in_flight_is_shared_and_kept() -> None:
    async def scenario() -> None:
        shared = SharedWork[str](100, len)
        calls = 0

        async def work() -> str:
            nonlocal calls
            calls += 1
            await asyncio.sleep(0)
            return "done"

        found = await asyncio.gather(*[shared.get("key", work) for _ in range(5)])
        assert calls == 1
        assert [cached for _, cached in found] == [False, True, True, True, True]
        assert await shared.get("key", work) == ("done", True)
        counts = shared.counts
        assert (counts.misses, counts.joined, counts.hits, counts.damaged) == (1, 4, 1, 0)
        assert counts.held_bytes == len("done")

    asyncio.run(scenario())


def test_failed_work_is_tried_anew() -> None:
    async def scenario() -> None:
        shared = SharedWork[str](100, len)

        async def fail() -> str:
            raise OSError("no")

        async def work() -> str:
            return "done"

        with pytest.raises(OSError, match="no"):
            await shared.get("key", fail)
        assert await shared.get("key", work) == ("done", False)

    asyncio.run(scenario())


def test_work_ends_with_the_last_who_waits_for_it() -> None:
    async def scenario() -> None:
        shared = SharedWork[str](100, len)
        started, ended = asyncio.Event(), asyncio.Event()

        async def work() -> str:
            started.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()
            return "never"

        waiting = [asyncio.create_task(shared.get("key", work)) for _ in range(2)]
        await started.wait()
        waiting[0].cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not ended.is_set()
        waiting[1].cancel()
        await asyncio.wait_for(ended.wait(), 5)

    asyncio.run(scenario())


def test_value_that_may_not_be_kept_is_shared_and_then_forgotten() -> None:
    async def scenario() -> None:
        shared = SharedWork[str](100, len, lambda value: value != "late")
        calls = 0

        async def work() -> str:
            nonlocal calls
            calls += 1
            await asyncio.sleep(0)
            return "late"

        found = await asyncio.gather(*[shared.get("key", work) for _ in range(3)])
        assert [value for value, _ in found] == ["late"] * 3
        assert calls == 1
        assert await shared.get("key", work) == ("late", False)
        assert calls == 2

    asyncio.run(scenario())
