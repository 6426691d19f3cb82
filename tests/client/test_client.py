import asyncio
import pickle
import socket
import time
from email.utils import formatdate
from typing import Any

import pytest
from rewardd_client import AsyncRewarddClient, Batch, Refused, RewarddClient, Unavailable, exchange

BUSY = (503, {"retry-after": "0.01"}, {"error": {"code": "overloaded", "message": "try later"}})
UNHEARD_OF: Any = (
    404,
    {},
    "Path '/v1/verify/batch' not found. Ping http://.../-/routes for available routes.",
)
LARGE = {"kind": "stdio", "tests": [{"input": "1" * 3000, "output": "1"}]}


def run_batch(url: str, *, asynchronous: bool, items: list[dict[str, Any]], **options: Any) -> Batch:
    if not asynchronous:
        with RewarddClient(url, **options) as client:
            return client.verify_batch(items)

    async def main() -> Batch:
        async with AsyncRewarddClient(url, **options) as client:
            return await client.verify_batch(items)

    return asyncio.run(main())


BOTH = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


@BOTH
def test_results_keep_the_order_of_items(server: Any, asynchronous: bool) -> None:
    items = [{"completion": str(number), "gold": number % 2} for number in range(2500)]
    batch = run_batch(server.url, asynchronous=asynchronous, items=items)
    assert [result.reward for result in batch.results] == [
        float(str(number % 2) in str(number)) for number in range(2500)
    ]
    assert len(server.requests) == 3


@BOTH
@pytest.mark.parametrize("failure", [BUSY, (429, {}, {}), (500, {}, {}), (504, {}, {}), UNHEARD_OF, None])
def test_what_may_pass_is_tried_again(server: Any, asynchronous: bool, failure: Any) -> None:
    server.script = [failure, failure]
    batch = run_batch(server.url, asynchronous=asynchronous, items=[{"completion": "4", "gold": "4"}])
    assert [result.reward for result in batch.results] == [1.0]
    assert len(server.requests) == 3


@BOTH
def test_patience_ends_in_an_exception_and_not_in_a_zero(server: Any, asynchronous: bool) -> None:
    server.script = [BUSY] * 1000
    with pytest.raises(Unavailable, match="503"):
        run_batch(
            server.url, asynchronous=asynchronous, items=[{"completion": "4", "gold": "4"}], patience_s=0.2
        )


def test_nobody_there_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="Connect"):
        run_batch("http://127.0.0.1:9", asynchronous=False, items=[{"completion": "4"}], patience_s=0.05)


@BOTH
def test_a_refusal_is_not_tried_again(server: Any, asynchronous: bool) -> None:
    error = {"code": "invalid_request", "message": "no such field", "field": "items.0.gould"}
    server.script = [(422, {}, {"error": error})]
    with pytest.raises(Refused, match="no such field") as caught:
        run_batch(server.url, asynchronous=asynchronous, items=[{"completion": "4", "gould": "4"}])
    assert (caught.value.code, caught.value.field, caught.value.status) == (
        "invalid_request",
        "items.0.gould",
        422,
    )
    assert len(server.requests) == 1
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.field) == (str(caught.value), "items.0.gould")


@BOTH
def test_only_the_items_that_failed_on_the_servers_side_are_sent_again(
    server: Any, asynchronous: bool
) -> None:
    fails = iter([True])
    judge = server.judge

    def fail_once(item: dict[str, Any]) -> dict[str, Any]:
        if item["completion"] == "b" and next(fails, False):
            return {"reward": None, "verdict": "internal_error", "reason": "the box broke"}
        found: dict[str, Any] = judge(item)
        return found

    server.judge = fail_once
    items = [{"completion": name, "gold": "b"} for name in "abc"]
    batch = run_batch(server.url, asynchronous=asynchronous, items=items)
    assert [result.reward for result in batch.results] == [0.0, 1.0, 0.0]
    assert [len(body["items"]) for _, _, body, _ in server.requests] == [3, 1]


def test_a_group_is_sent_again_as_a_whole(server: Any) -> None:
    answers = iter(["internal_error"])
    judge = server.judge
    server.judge = lambda item: (
        {"reward": None, "verdict": verdict} if (verdict := next(answers, "")) else judge(item)
    )
    items = [{"completion": name, "gold": "b", "group": "g"} for name in "abc"]
    batch = run_batch(server.url, asynchronous=False, items=items)
    assert [result.reward for result in batch.results] == [0.0, 1.0, 0.0]
    assert [len(body["items"]) for _, _, body, _ in server.requests] == [3, 3]


def test_a_group_that_the_defaults_name_is_sent_again_as_a_whole_too(server: Any) -> None:
    answers = iter(["internal_error"])
    judge = server.judge
    server.judge = lambda item: (
        {"reward": None, "verdict": verdict} if (verdict := next(answers, "")) else judge(item)
    )
    items = [{"completion": name, "gold": "b"} for name in "abc"]
    with RewarddClient(server.url) as client:
        client.verify_batch(items, defaults={"group": "g"})
    assert [len(body["items"]) for _, _, body, _ in server.requests] == [3, 3]


@pytest.mark.parametrize("items", [{"completion": "4", "gold": "4"}, ["4"], "4", [None]])
def test_what_is_no_list_of_items_is_told(items: Any, server: Any) -> None:
    with pytest.raises(TypeError, match="items must be a list of mappings"):
        RewarddClient(server.url).verify_batch(items)


def test_a_lasting_failure_of_the_server_is_no_reward(server: Any) -> None:
    server.judge = lambda item: {"reward": None, "verdict": "internal_error", "reason": "broken"}
    batch = run_batch(server.url, asynchronous=False, items=[{"completion": "4", "gold": "4"}])
    assert [(result.reward, result.judged) for result in batch.results] == [(None, False)]
    assert len(server.requests) == 3


@BOTH
def test_a_large_problem_is_sent_once(server: Any, asynchronous: bool) -> None:
    items = [{"completion": "x", "problem": LARGE, "gold": "x"} for _ in range(16)]
    run_batch(server.url, asynchronous=asynchronous, items=items)
    methods = [method for method, *_ in server.requests]
    assert methods == ["PUT", "POST"]
    (name,) = server.problems
    assert {item["problem"] for item in server.requests[1][2]["items"]} == {name}


def test_a_problem_that_the_server_forgot_is_sent_again(server: Any) -> None:
    forgets = iter([True])
    judge = server.judge

    def forget_once(item: dict[str, Any]) -> dict[str, Any]:
        if next(forgets, False):
            return {"error": {"code": "unknown_problem", "message": "no such problem", "field": "problem"}}
        found: dict[str, Any] = judge(item)
        return found

    server.judge = forget_once
    with RewarddClient(server.url) as client:
        result = client.verify(completion="x", problem=LARGE, gold="x")
    assert result.reward == 1.0
    assert [method for method, *_ in server.requests] == ["PUT", "POST", "PUT", "POST"]


def test_one_bad_item_raises_alone_and_is_marked_in_a_batch(server: Any) -> None:
    server.judge = lambda item: {"error": {"code": "invalid_gold", "message": "unreadable", "field": "gold"}}
    with RewarddClient(server.url) as client:
        with pytest.raises(Refused, match="unreadable"):
            client.verify(completion="4", gold="((")
        (result,) = client.verify_batch([{"completion": "4", "gold": "(("}]).results
    assert (result.reward, result.verdict, result.judged) == (None, "invalid_gold", False)


def test_the_key_goes_along_as_a_bearer_token(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REWARDD_API_KEY", "sesame")
    monkeypatch.setenv("REWARDD_URL", server.url)
    with RewarddClient() as client:
        client.verify(completion="4", gold="4")
    assert server.requests[0][3] == "Bearer sesame"


def test_what_json_has_no_word_for_spoils_its_item_alone(server: Any) -> None:
    items: list[dict[str, Any]] = [
        {"completion": "half a \ud800 character", "gold": "a"},
        {"completion": "4", "gold": float("nan")},
    ]
    run_batch(server.url, asynchronous=False, items=items)
    sent = server.requests[0][2]["items"]
    assert [item["completion"] for item in sent] == ["half a ? character", "4"]
    assert sent[1]["gold"] is None


@BOTH
def test_a_deadline_ends_a_call_that_hangs(asynchronous: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unavailable, match=r"within 0\.3 s"):
            run_batch(url, asynchronous=asynchronous, items=[{"completion": "4"}], deadline_s=0.3)


def test_time_in_failing_tries_counts_as_patience() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unavailable, match="after 1 try"):
            run_batch(url, asynchronous=False, items=[{"completion": "4"}], timeout_s=0.1, patience_s=0.05)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "http://", "http://x:port"])
def test_an_address_that_is_none_is_told_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="is no URL"):
        RewarddClient(url)


def test_errors_say_where_and_what_to_look_at(server: Any) -> None:
    with pytest.raises(Unavailable, match=r"http://127\.0\.0\.1:9 .*is rewardd running there\?"):
        run_batch("http://127.0.0.1:9", asynchronous=False, items=[{"completion": "4"}], patience_s=0.02)
    server.script = [(404, {}, {"detail": "Not Found"})]
    with pytest.raises(Refused, match="is the URL right"):
        run_batch(server.url, asynchronous=False, items=[{"completion": "4"}])
    server.script = [(200, {}, ["what", "another", "server", "says"])]
    with pytest.raises(Unavailable, match="is the URL right"):
        run_batch(server.url, asynchronous=False, items=[{"completion": "4"}])


def test_a_proxy_of_ray_serve_is_not_asked_for_an_application_that_it_does_not_have_for_long(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "SERVE_HEARS_S", 0.0)
    server.script = [BUSY, UNHEARD_OF]
    with pytest.raises(Unavailable, match="after 2 tries; Ray Serve is there, but no rewardd"):
        run_batch(server.url, asynchronous=False, items=[{"completion": "4"}])


@BOTH
def test_check_sees_whether_somebody_is_there(server: Any, asynchronous: bool) -> None:
    async def check(url: str, **options: Any) -> None:
        async with AsyncRewarddClient(url, **options) as client:
            await client.check()

    def run(url: str, **options: Any) -> None:
        if asynchronous:
            asyncio.run(check(url, **options))
        else:
            with RewarddClient(url, **options) as client:
                client.check()

    run(server.url)
    assert server.requests[0][2]["items"] == []
    with pytest.raises(Unavailable):
        run("http://127.0.0.1:9", patience_s=0.02)


def test_a_blocking_client_works_inside_a_running_loop_as_in_notebooks(server: Any) -> None:
    async def cell() -> float | None:
        with RewarddClient(server.url) as client:
            return client.verify(completion="4", gold="4").reward

    assert asyncio.run(cell()) == 1.0


@pytest.mark.parametrize(
    ("text", "least"),
    [("7", 7.0), ("9999", exchange.LONGEST_ASKED_S), ("soon", 0.0), ("-1", 0.0), ("nan", 0.0)],
)
def test_retry_after_is_heeded(text: str, least: float) -> None:
    reply = exchange.Reply(503, b"", {"retry-after": text})
    assert least <= exchange.Patience("GET /", 1000.0).pause(reply).seconds <= 1.25 * least + 0.1


def test_retry_after_may_be_a_date() -> None:
    reply = exchange.Reply(429, b"", {"retry-after": formatdate(time.time() + 30, usegmt=True)})
    assert 20 < exchange.Patience("GET /", 1000.0).pause(reply).seconds < 40
