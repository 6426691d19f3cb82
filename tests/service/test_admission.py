"""Who is let in, who waits, and how long the others are told to wait."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request

from sandbox.turns import ASKER, Asker
from service.batch_admission import BatchAdmission
from service.body import BodyLimits
from service.deadlines import Deadlines
from service.errors import ServiceError
from service.free_memory import MemoryProbe
from service.headroom import Headroom
from service.keyring import Keyring
from service.keys import Keys

MIB = 1024 * 1024


def hold(admission: BatchAdmission, items: int, asker: Asker, until: asyncio.Event) -> "asyncio.Task[str]":
    async def batch() -> str:
        ASKER.set(asker)
        async with admission.admitted(items) as admitted:
            await until.wait()
            for _ in range(items):
                admitted.answered()
            return ASKER.get().batch

    return asyncio.create_task(batch())


def test_batches_and_their_items_are_bounded_and_refused_whole() -> None:
    async def scenario() -> None:
        admission, until = BatchAdmission(most=3, most_items=100), asyncio.Event()
        asker = Asker(client="a")
        first = hold(admission, 500, asker, until)  # alone, so let in although it is too large
        await asyncio.sleep(0)
        with pytest.raises(ServiceError) as refused:
            await hold(admission, 2, asker, until)
        assert (refused.value.status, refused.value.code) == (429, "queue_full")
        assert refused.value.retry_after_s is not None
        await hold(admission, 1, asker, until_set())  # a batch of one is a single request
        until.set()
        assert await first
        until = asyncio.Event()
        batches = [hold(admission, 20, asker, until) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(ServiceError):
            await hold(admission, 20, asker, until)
        other = hold(admission, 20, Asker(client="b"), until)  # has less than its share
        await asyncio.sleep(0)
        assert not other.done()
        until.set()
        names = await asyncio.gather(*batches, other)
        assert len(set(names)) == 4

    asyncio.run(scenario())


def test_patient_batches_wait_in_turns_and_are_not_overtaken() -> None:
    async def scenario() -> None:
        admission = BatchAdmission(most=10, most_items=100)
        until, late = asyncio.Event(), asyncio.Event()
        a = Asker(client="a", patient=True)
        first, second = hold(admission, 60, a, until), hold(admission, 30, a, late)
        large, small = hold(admission, 90, a, late), hold(admission, 5, a, late)
        gone = hold(admission, 70, a, late)
        await asyncio.sleep(0)
        gone.cancel()
        until.set()
        await first
        await asyncio.sleep(0)
        assert admission.items == 30  # the large one does not fit yet, and the small one waits behind it
        late.set()
        await asyncio.gather(second, large, small)
        assert admission.items == 0

    asyncio.run(scenario())


def until_set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


class Memory:
    free = 1_000 * MIB

    def __call__(self) -> int:
        return self.free


def application(headroom: Headroom, longest_s: float = 60.0) -> Any:
    """The layers around an application that waits until it is told to answer."""
    app = FastAPI()
    app.state.go_on = asyncio.Event()

    @app.post("/own")
    @app.post("/patient")
    async def handler(request: Request) -> int:
        await request.app.state.go_on.wait()
        return len(await request.body())

    layers = BodyLimits(app, max_bytes=50 * MIB, max_nesting=64, headroom=headroom)
    return app, Keys(
        Deadlines(layers, longest_s=longest_s, is_ending=lambda: False),
        keyring=Keyring(),
        is_patient=lambda path: path == "/patient",
    )


def asking(layers: Any, client: str = "a") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=layers, client=(client, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://rewardd")


def test_bodies_are_refused_or_wait_while_others_hold_all_room() -> None:
    async def scenario() -> None:
        headroom = Headroom(most_bytes=10_000, spare_bytes=0, free_bytes=Memory())
        app, layers = application(headroom)
        async with asking(layers) as client, asking(layers, "b") as other:
            held = asyncio.create_task(client.post("/own", content=b"x" * 9_000))
            await until(lambda: headroom.held_bytes == 9_000)
            refused = await client.post("/own", content=b"x" * 2_000)
            assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
            assert int(refused.headers["Retry-After"]) >= 1
            grown = await client.post("/own", content=chunks(b"x" * 2_000))
            assert grown.status_code == 503  # of a size that nobody knew before
            waiting = asyncio.create_task(client.post("/patient", content=b"x" * 2_000))
            modest = asyncio.create_task(other.post("/own", content=b"x" * 2_000))
            await until(lambda: headroom.held_bytes == 11_000)
            assert not waiting.done()
            app.state.go_on.set()
            answers = await asyncio.gather(held, waiting, modest)
            assert [answer.json() for answer in answers] == [9_000, 2_000, 2_000]
        assert headroom.held_bytes == 0

    asyncio.run(scenario())


def test_short_memory_refuses_new_work_and_recovers_by_itself() -> None:
    async def scenario() -> None:
        memory = Memory()
        headroom = Headroom(most_bytes=100 * MIB, spare_bytes=200 * MIB, free_bytes=memory)
        app, layers = application(headroom)
        watch = asyncio.create_task(headroom.watch())
        async with asking(layers) as client:
            memory.free = 100 * MIB
            await until(lambda: headroom.low)
            # While nothing is held, refusing would not help.
            held = asyncio.create_task(client.post("/own", content=b"x"))
            await until(lambda: headroom.held_bytes)
            refused = await client.post("/own", content=b"x")
            assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
            assert "memory" in refused.json()["error"]["message"]
            waiting = asyncio.create_task(client.post("/patient", content=b"xx"))
            memory.free = 220 * MIB  # above the mark, but not by enough to be sure
            await asyncio.sleep(0.6)
            assert headroom.low
            memory.free = 1_000 * MIB
            await until(lambda: headroom.held_bytes > 1)
            app.state.go_on.set()
            assert [(await held).json(), (await waiting).json()] == [1, 2]
            assert (await client.post("/own", content=b"x")).status_code == 200
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch

    asyncio.run(scenario())


async def until(condition: Any) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


async def chunks(body: bytes) -> Any:
    yield body


@pytest.mark.parametrize("value", ["abc", "-1", "0", "nan", "inf", ""])
def test_a_bad_timeout_is_named_on_every_route(value: str) -> None:
    async def scenario() -> None:
        _, layers = application(Headroom(most_bytes=1_000, spare_bytes=0, free_bytes=Memory()))
        async with asking(layers) as client:
            for path in ("/own", "/patient"):
                answer = await client.post(path, content=b"x", headers={"X-Request-Timeout": value})
                assert answer.status_code == 400
                assert answer.json()["error"]["field"] == "X-Request-Timeout"

    asyncio.run(scenario())


def test_a_request_ends_in_time_wherever_it_is() -> None:
    async def scenario() -> None:
        headroom = Headroom(most_bytes=1_000, spare_bytes=0, free_bytes=Memory())
        _, layers = application(headroom, longest_s=1.0)
        async with asking(layers) as client:
            held = asyncio.create_task(client.post("/own", content=b"x" * 900))
            await until(lambda: headroom.held_bytes)
            soon = {"X-Request-Timeout": "0.05"}
            for path, size in (("/own", 1), ("/patient", 900)):  # at work, and waiting for room
                late = await client.post(path, content=b"x" * size, headers=soon)
                assert (late.status_code, late.json()["error"]["code"]) == (503, "deadline_exceeded")
            asked_for_more = await client.post("/own", content=b"x", headers={"X-Request-Timeout": "1e9"})
            assert asked_for_more.status_code == 503
            assert (await held).status_code == 503
        assert headroom.held_bytes == 0

    asyncio.run(scenario())


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


MEMINFO = "MemTotal: 8000000 kB\nMemFree: 10 kB\nMemAvailable: 4000000 kB\n"


def test_free_memory_is_that_of_the_tightest_group(tmp_path: Path) -> None:
    write(tmp_path, proc__meminfo=MEMINFO, proc__self__cgroup="0::/pod/service\n")
    assert MemoryProbe(tmp_path).free_bytes() == 4_000_000 * 1024
    pod, own = tmp_path / "sys/fs/cgroup/pod", tmp_path / "sys/fs/cgroup/pod/service"
    own.mkdir(parents=True)
    (own / "memory.max").write_text("max\n")
    (own / "memory.current").write_text("5\n")
    (pod / "memory.max").write_text("1000\n")
    (pod / "memory.current").write_text("900\n")
    (pod / "memory.stat").write_text("anon 1\ninactive_file 300\n")
    assert MemoryProbe(tmp_path).free_bytes() == 400


def test_free_memory_of_version_1_groups_and_of_nothing(tmp_path: Path) -> None:
    assert MemoryProbe(tmp_path).free_bytes() > 2**50
    write(tmp_path, proc__meminfo=MEMINFO, proc__self__cgroup="4:pids:/a\n3:memory:/docker/1\n0::/\n")
    top = tmp_path / "sys/fs/cgroup/memory"  # a container sees its own group at the top
    top.mkdir(parents=True)
    (top / "memory.limit_in_bytes").write_text("2000\n")
    (top / "memory.usage_in_bytes").write_text("1500\n")
    (top / "memory.stat").write_text("total_inactive_file 100\n")
    assert MemoryProbe(tmp_path).free_bytes() == 600
    (top / "memory.limit_in_bytes").write_text("9223372036854771712\n")
    assert MemoryProbe(tmp_path).free_bytes() == 4_000_000 * 1024
