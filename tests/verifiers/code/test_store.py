"""The problem store: by content, through faults of disks, of other writers and of remote drivers."""

import asyncio
import errno
import json
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import redis_server
from verifiers.code import problem_files
from verifiers.code.problem import Problem, problem_id
from verifiers.code.problem_files import FsspecFiles, LocalFiles
from verifiers.code.store import ProblemStore
from verifiers.errors import StoreUnavailable, UnknownProblem

ResultT = TypeVar("ResultT")

_UNKNOWN = "sha256:" + "0" * 64


def _problem(number: int = 0, padding: int = 0) -> Problem:
    test = {"input": f"{number}\n" + "x" * padding, "output": "é\n"}
    return Problem.from_json({"kind": "stdio", "tests": [test]})


@pytest.fixture(params=["folder", "fsspec", "redis"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for problems; every kind of place behaves alike."""
    match request.param:
        case "folder":
            yield str(tmp_path)
        case "fsspec":
            yield f"memory://{tmp_path.name}"
        case _:
            with redis_server.running(tmp_path) as server:
                yield server.url


def _run(work: Callable[[], Awaitable[ResultT]]) -> ResultT:
    async def main() -> ResultT:
        return await work()

    return asyncio.run(main())


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_put_is_got(location: str) -> None:
    async def work() -> None:
        id_ = await ProblemStore(location).put(_problem())
        assert id_ == problem_id(_problem())
        fresh = ProblemStore(location)
        assert await fresh.has(id_)
        assert await fresh.get(id_) == _problem()

    _run(work)


def test_storing_twice_is_one(location: str) -> None:
    async def work() -> None:
        store = ProblemStore(location)
        assert await store.put(_problem()) == await store.put(_problem())
        assert await ProblemStore(location).put(_problem()) == problem_id(_problem())

    _run(work)


@pytest.mark.parametrize(
    "id_",
    [
        _UNKNOWN,
        "",
        "sha256:",
        "abc",
        "sha256:" + "A" * 64,
        "sha256:../../../../etc/passwd",
        _UNKNOWN + "\n",
        "../" + "0" * 64,
    ],
)
def test_an_unknown_id_is_told(location: str, id_: str) -> None:
    async def work() -> None:
        store = ProblemStore(location)
        assert not await store.has(id_)
        with pytest.raises(UnknownProblem):
            await store.get(id_)

    _run(work)


@given(texts=st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_survives(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    problem = Problem.from_json(
        {"kind": "stdio", "tests": [{"input": text, "output": text} for text in texts]}
    )
    folder = tmp_path_factory.mktemp("store")

    async def work() -> None:
        id_ = await ProblemStore(folder).put(problem)
        assert await ProblemStore(folder).get(id_) == problem

    _run(work)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b" ",
        lambda data: data.replace(b"lines", b"exact"),
        lambda data: bytes(len(data)),
        lambda data: b"[" * 100_000,
    ],
    ids=["empty", "cut off", "longer", "changed", "zeros", "deep"],
)
def test_a_damaged_entry_is_never_used_and_can_be_sent_again(
    damage: Callable[[bytes], bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        id_ = await ProblemStore(tmp_path).put(_problem())
        (entry,) = _entries(tmp_path)
        entry.write_bytes(damage(entry.read_bytes()))
        store = ProblemStore(tmp_path)
        with pytest.raises(UnknownProblem, match="damaged"):
            await store.get(id_)
        assert not entry.exists()
        assert await store.put(_problem()) == id_
        assert await ProblemStore(tmp_path).get(id_) == _problem()

    _run(work)
    assert any(record.levelname == "ERROR" for record in caplog.records)


def test_an_entry_that_hashes_right_but_is_no_problem_is_never_used(tmp_path: Path) -> None:
    files = LocalFiles(tmp_path)
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"  # of {}
    files.write(digest, b"{}")
    with pytest.raises(UnknownProblem, match="damaged"):
        _run(lambda: ProblemStore(tmp_path).get(f"sha256:{digest}"))


def test_many_writers_and_readers_of_the_same_problem_get_along(location: str) -> None:
    problem = _problem(padding=2_000_000)

    async def work() -> None:
        stores = [ProblemStore(location) for _ in range(8)]
        ids = await asyncio.gather(*(store.put(problem) for store in stores))
        assert set(ids) == {problem_id(problem)}
        got = await asyncio.gather(*(ProblemStore(location).get(ids[0]) for _ in range(8)))
        assert all(one == problem for one in got)

    _run(work)


def test_an_entry_is_read_once_for_all_who_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    read = LocalFiles.read

    def counted(self: LocalFiles, digest: str) -> bytes:
        reads.append(digest)
        return read(self, digest)

    monkeypatch.setattr(LocalFiles, "read", counted)

    async def work() -> None:
        id_ = await ProblemStore(tmp_path).put(_problem())
        store = ProblemStore(tmp_path)
        await asyncio.gather(*(store.get(id_) for _ in range(100)))
        await store.get(id_)

    _run(work)
    assert len(reads) == 1


def test_a_caller_that_goes_away_does_not_take_the_others_along(tmp_path: Path) -> None:
    async def work() -> None:
        id_ = await ProblemStore(tmp_path).put(_problem())
        store = ProblemStore(tmp_path)
        first, second = (asyncio.create_task(store.get(id_)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == _problem()

    _run(work)


def test_memory_is_bounded_and_keeps_what_was_used_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        store = ProblemStore(tmp_path, memory_bytes=3_500)
        ids = [await store.put(_problem(number, padding=900)) for number in range(3)]
        await store.get(ids[0])
        ids.append(await store.put(_problem(3, padding=900)))
        monkeypatch.setattr(LocalFiles, "read", _no_disk)
        for index in (0, 2, 3):
            assert await store.get(ids[index]) == _problem(index, padding=900)
        with pytest.raises(StoreUnavailable):
            await store.get(ids[1])

    _run(work)


def test_a_problem_larger_than_the_memory_is_still_stored(tmp_path: Path) -> None:
    async def work() -> None:
        store = ProblemStore(tmp_path, memory_bytes=100)
        id_ = await store.put(_problem(padding=1_000))
        assert await store.get(id_) == _problem(padding=1_000)

    _run(work)


def _no_disk(*arguments: object) -> bytes:
    raise OSError(errno.EIO, "Input/output error")


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def work() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            store = ProblemStore(tmp_path)
            with pytest.raises(StoreUnavailable, match="No space left"):
                await store.put(_problem())
            assert not await store.has(problem_id(_problem()))
        assert _entries(tmp_path) == []
        assert await store.put(_problem()) == problem_id(_problem())

    _run(work)


def test_a_writer_that_dies_before_the_rename_leaves_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unfinished file of a killed process is not read, and is removed once it is old."""

    def killed(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    digest = problem_id(_problem()).removeprefix("sha256:")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        patched.setattr(Path, "unlink", lambda self: None)
        with pytest.raises(KeyboardInterrupt):
            LocalFiles(tmp_path).write(digest, b"{}")
    (left,) = _entries(tmp_path)
    with pytest.raises(UnknownProblem):
        _run(lambda: ProblemStore(tmp_path).get(f"sha256:{digest}"))
    old = time.time() - 2 * problem_files._ABANDONED_AFTER_S
    os.utime(left, (old, old))
    assert _run(lambda: ProblemStore(tmp_path).put(_problem())) == f"sha256:{digest}"
    (entry,) = _entries(tmp_path)
    assert json.loads(entry.read_text()) == _problem().to_json()


def test_an_unwritable_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        _run(lambda: ProblemStore(tmp_path / "file").put(_problem()))


def test_a_dead_file_system_is_told_in_time_and_holds_no_more_threads_than_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = threading.Event()
    ended = threading.Semaphore(0)
    started: list[str] = []

    def hang(self: LocalFiles, digest: str) -> bytes:
        started.append(digest)
        awake.wait(60)
        ended.release()
        raise FileNotFoundError(digest)

    monkeypatch.setattr(LocalFiles, "read", hang)

    async def work() -> None:
        store = ProblemStore(tmp_path, deadline_s=0.2, threads=2)
        ids = [f"sha256:{number:064x}" for number in range(6)]
        outcomes = await asyncio.gather(*(store.get(id_) for id_ in ids), return_exceptions=True)
        assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes)
        assert len(started) == 2
        awake.set()
        for _ in started:
            await asyncio.to_thread(ended.acquire)
        assert isinstance(await _failure(store.get(ids[0])), UnknownProblem)

    _run(work)


async def _failure(call: Awaitable[object]) -> BaseException:
    (outcome,) = await asyncio.gather(call, return_exceptions=True)
    assert isinstance(outcome, BaseException)
    return outcome


def test_what_a_driver_raises_is_told_as_an_unavailable_store(monkeypatch: pytest.MonkeyPatch) -> None:
    class DriverError(Exception):
        pass

    def fail(*arguments: object, **options: object) -> None:
        raise DriverError("credentials have expired")

    store = ProblemStore("memory://driver-fails")
    monkeypatch.setattr(fsspec.get_filesystem_class("memory"), "pipe_file", fail)
    with pytest.raises(StoreUnavailable, match="credentials have expired"):
        _run(lambda: store.put(_problem()))


def test_a_missing_driver_is_told_with_what_to_install() -> None:
    with pytest.raises(StoreUnavailable, match="s3fs"):
        ProblemStore("s3://bucket/problems")


def test_an_unknown_scheme_is_told() -> None:
    with pytest.raises(StoreUnavailable, match="nowhere"):
        ProblemStore("nowhere://problems")


def test_a_remote_entry_appears_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written first has another name, so a write that stops half-way is no entry."""
    memory = fsspec.get_filesystem_class("memory")

    def stop(*arguments: object, **options: object) -> None:
        raise OSError("connection reset")

    monkeypatch.setattr(memory, "mv", stop)
    store = ProblemStore("memory://half-way")
    with pytest.raises(StoreUnavailable, match="connection reset"):
        _run(lambda: store.put(_problem()))
    assert not FsspecFiles("memory://half-way").exists(problem_id(_problem()).removeprefix("sha256:"))


def test_a_redis_server_that_lies_or_is_away_is_told(tmp_path: Path) -> None:
    async def work() -> None:
        with redis_server.running(tmp_path) as server:
            store = ProblemStore(server.url)
            id_ = await store.put(_problem())
            (key,) = server.client.keys()
            server.client.set(key, b"{}")
            assert isinstance(await _failure(ProblemStore(server.url).get(id_)), UnknownProblem)
            assert not server.client.keys()
            assert await store.get(id_) == _problem()  # from memory
            server.stop()
            assert isinstance(await _failure(ProblemStore(server.url).get(id_)), StoreUnavailable)
            assert isinstance(await _failure(store.put(_problem(1))), StoreUnavailable)
            server.start()
            assert await store.put(_problem()) == id_

    _run(work)


def test_a_redis_url_that_makes_no_sense_is_told() -> None:
    with pytest.raises(StoreUnavailable, match="Port"):
        ProblemStore("redis://127.0.0.1:nonsense/0")
