"""Verdicts that services share: the same ones, at once or not at all, and never because of Redis."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.factory import make_sandbox
from tests.redis_server import RedisServer, running
from verifiers.base import CaseJudgement, CompileJudgement, Judgement, Verdict
from verifiers.code.judgement_json import read_judgement, write_judgement
from verifiers.code.languages import Languages
from verifiers.code.problem import LimitOverrides, Problem
from verifiers.code.redis_verdicts import PREFIX, RedisVerdicts
from verifiers.code.submission import CodeSubmission
from verifiers.code.verifier import CodeVerifier
from verifiers.errors import StoreUnavailable

NUMBERS = st.floats(0, 1e9) | st.integers(0, 2**53)
CASES = st.builds(
    CaseJudgement,
    index=st.integers(0, 99),
    verdict=st.sampled_from(Verdict),
    reason=st.text(),
    cpu_ms=st.none() | NUMBERS,
    wall_ms=st.none() | NUMBERS,
    memory_bytes=st.none() | st.integers(0, 2**40),
    stdout=st.none() | st.text(),
)
JUDGEMENTS = st.builds(
    Judgement,
    verdict=st.sampled_from(Verdict),
    reason=st.text(),
    score=st.none() | st.floats(0, 1),
    flags=st.lists(st.text()).map(tuple),
    passed=st.none() | st.integers(0, 9),
    total=st.none() | st.integers(0, 9),
    cases=st.none() | st.lists(CASES, max_size=3).map(tuple),
    compile=st.none()
    | st.builds(CompileJudgement, verdict=st.sampled_from(Verdict), wall_ms=NUMBERS, stderr=st.text()),
    details=st.dictionaries(st.text(), st.text()),
)
WRONG = Judgement(verdict=Verdict.WRONG_ANSWER, reason="test 3: no", score=0.25)
SQUARE = Problem.from_json({"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]})
RIGHT = "```python\nprint(int(input()) ** 2)\n```"


@given(JUDGEMENTS)
def test_a_judgement_is_read_as_it_was_written(judgement: Judgement) -> None:
    assert read_judgement(write_judgement(judgement)) == judgement


@given(
    st.dictionaries(
        st.sampled_from(list(json.loads(write_judgement(WRONG)))),
        st.none() | st.integers() | st.text() | st.lists(st.integers()) | st.just("accepted"),
        min_size=1,
    )
)
def test_what_is_no_judgement_is_refused_or_is_one(changes: dict[str, object]) -> None:
    try:
        judgement = read_judgement(json.dumps({**json.loads(write_judgement(WRONG)), **changes}).encode())
    except ValueError:
        return
    assert isinstance(judgement.verdict, Verdict)
    assert judgement.score is None or isinstance(judgement.score, int | float)


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b"{", b"\xff", b'{"verdict":"accepted"}'])
def test_nothing_else_is_read(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any sort of it
        read_judgement(data)


@asynccontextmanager
async def shared(server: RedisServer, ttl_s: int = 60) -> AsyncIterator[RedisVerdicts]:
    verdicts = RedisVerdicts(server.url, ttl_s=ttl_s)
    try:
        yield verdicts
    finally:
        await verdicts.close()


async def stored(server: RedisServer) -> None:
    """Wait until what was put is there."""
    async with asyncio.timeout(10):
        while not server.client.keys():  # noqa: ASYNC110 - only Redis knows
            await asyncio.sleep(0.01)


def test_verdicts_are_shared_and_forgotten(tmp_path: Path) -> None:
    async def work(server: RedisServer) -> None:
        async with shared(server) as one, shared(server, ttl_s=1) as two:
            assert await one.get("key") is None
            one.put("key", WRONG)
            await stored(server)
            assert await two.get("key") == WRONG
            assert 0 < int(server.client.ttl(PREFIX + "key")) <= 60

    with running(tmp_path) as server:
        asyncio.run(work(server))


@pytest.mark.parametrize("damage", ["other key", "one bit", "no judgement", "a list", "short"])
def test_a_damaged_value_is_not_used(tmp_path: Path, damage: str) -> None:
    async def work(server: RedisServer) -> None:
        async with shared(server) as verdicts:
            verdicts.put("key", WRONG)
            await stored(server)
            value = server.client.get(PREFIX + "key")
            assert isinstance(value, bytes)
            server.client.flushall()
            match damage:
                case "other key":
                    server.client.set(PREFIX + "other", value)
                    assert await verdicts.get("other") is None
                case "one bit":
                    server.client.set(PREFIX + "key", value[:-9] + bytes([value[-9] ^ 1]) + value[-8:])
                case "no judgement":
                    server.client.set(PREFIX + "key", b"\x80\x04N.")
                case "a list":
                    server.client.rpush(PREFIX + "key", b"x")
                case _:
                    server.client.set(PREFIX + "key", value[:20])
            assert await verdicts.get("key") is None

    with running(tmp_path) as server:
        asyncio.run(work(server))


@pytest.mark.parametrize("fault", ["stopped", "frozen"])
def test_redis_costs_a_moment_at_most(tmp_path: Path, fault: str) -> None:
    async def work(server: RedisServer) -> None:
        async with shared(server) as verdicts:
            assert await verdicts.get("key") is None
            server.stop() if fault == "stopped" else server.freeze()
            async with asyncio.timeout(60):  # if each of a thousand questions waited, it would be a hundred
                for number in range(1_000):
                    assert await verdicts.get(f"key {number}") is None
                    verdicts.put(f"key {number}", WRONG)

    with running(tmp_path) as server:
        asyncio.run(work(server))


def test_a_url_that_makes_no_sense_is_told() -> None:
    with pytest.raises(StoreUnavailable, match="shared through this URL"):
        RedisVerdicts("http://127.0.0.1/", ttl_s=1)


class Remembered:
    """Shared verdicts, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Judgement] = {}

    async def get(self, key: str) -> Judgement | None:
        return self.kept.get(key)

    def put(self, key: str, judgement: Judgement) -> None:
        self.kept[key] = judgement


def test_identical_work_is_done_once_by_services_that_share(tmp_path: Path) -> None:
    async def work() -> None:
        sandbox = make_sandbox(boxes=1, queue=16)
        await sandbox.start()
        try:
            if not sandbox.readiness().available:
                pytest.skip(sandbox.readiness().reason)
            shared_verdicts = Remembered()
            languages = Languages.load()
            first, second, other = (
                CodeVerifier(sandbox, languages, shared_verdicts=shared_verdicts, ceilings=ceilings)
                for ceilings in (None, None, LimitOverrides(cpu_ms=5_000))
            )
            submission = CodeSubmission(completion=RIGHT, problem=SQUARE)
            judged = await first.judge(submission)
            assert (judged.verdict, judged.cached) == (Verdict.ACCEPTED, False)
            again = await second.judge(submission)
            assert again == replace(judged, cached=True, queue_ms=0.0)
            assert not (await other.judge(submission)).cached  # another service, which grants less
            assert len(shared_verdicts.kept) == 2
        finally:
            await sandbox.close()

    asyncio.run(work())
