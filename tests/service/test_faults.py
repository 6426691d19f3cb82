"""Faults on purpose: whatever is killed, every answer is right or has no reward, and the service goes on."""

import contextlib
import json
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import descendants, name_of, survivors
from tests.waiting import wait_until

SLOW = "```python\nimport time\ntime.sleep(1.5)\nprint(int(input()) ** 2)\n```"
SQUARE = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]}


def test_killed_workers_cost_no_reward(start_server: Any) -> None:
    server = start_server(REWARDD_SANDBOX="namespaces")
    stop = threading.Event()

    def kill_children() -> None:
        while not stop.wait(0.2):
            for pid in descendants(server.pid)[-2:]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue

    killer = threading.Thread(target=kill_children)
    killer.start()
    items = [{"completion": f"\\boxed{{{n}}}", "gold": str(n - n % 2)} for n in range(3_000)]
    try:
        results = [
            result
            for _ in range(4)
            for result in server.client.post("/v1/verify/batch", json={"items": items}).json()["results"]
        ]
    finally:
        stop.set()
        killer.join()
    for position, result in enumerate(results):
        right = float(position % len(items) % 2 == 0)
        assert result["reward"] in {right, None}
        if result["reward"] is None:
            assert result["verdict"] == "internal_error"
    assert server.still_judges()


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_killed_box_helpers_cost_no_reward(start_server: Any) -> None:
    server = start_server()
    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(server.verify, completion=SLOW, problem=SQUARE) for _ in range(4)]
        time.sleep(0.7)
        for pid in descendants(server.pid):
            if "bwrap" in name_of(pid):
                os.kill(pid, signal.SIGKILL)
        answers = [future.result() for future in futures]
    for answer in answers:
        assert (answer["reward"], answer["verdict"]) in {(1.0, "accepted"), (None, "internal_error")}, answer
    assert server.verify(completion=SLOW, problem=SQUARE)["reward"] == 1.0


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_sigterm_lets_work_finish_and_leaves_nothing(start_server: Any) -> None:
    server = start_server()
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(server.verify, completion=SLOW, problem=SQUARE)
        wait_until(lambda: server.metric("rewardd_boxes_in_use") == 1)
        helpers = descendants(server.pid)
        server.send_signal(signal.SIGTERM)
        assert future.result()["reward"] == 1.0
    assert server.wait() == 0
    assert not survivors(helpers)


def programs_asked_for(server: Any) -> float:
    """How many requests for a program's verdict have come, the same ones too."""
    outcomes = ("hits", "misses", "joined")
    lookups = [("rewardd_cache_lookups_total", {"cache": "verdicts", "outcome": name}) for name in outcomes]
    return float(sum(server.metric(name, **labels) for name, labels in lookups))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_who_is_at_the_door_when_it_ends_is_answered(start_server: Any, number: signal.Signals) -> None:
    server = start_server(REWARDD_BOXES="1")
    host, port = server.url.removeprefix("http://").split(":")
    body = json.dumps({"completion": "it is 1", "gold": "1"}).encode()
    head = b"POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    server.send_signal(signal.SIGSTOP)  # so that the kernel alone accepts
    with contextlib.ExitStack() as connections:
        clients = [
            connections.enter_context(socket.create_connection((host, int(port)), timeout=60))
            for _ in range(50)
        ]
        for client in clients:
            client.sendall(head + body)
        server.send_signal(number)
        server.send_signal(signal.SIGCONT)
        assert {client.recv(100).partition(b"\r\n")[0] for client in clients} == {b"HTTP/1.1 200 OK"}
    assert server.wait() == 0


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_what_does_not_finish_after_sigterm_is_told_to_come_again(start_server: Any) -> None:
    server = start_server(REWARDD_DRAIN_S="1")
    body = {"completion": "```python\nwhile True: pass\n```", "problem": SQUARE}
    streamed = {"Accept": "application/x-ndjson"}
    with ThreadPoolExecutor(3) as threads:
        whole = [
            threads.submit(server.client.post, "/v1/verify", json=body),
            threads.submit(server.client.post, "/v1/verify/batch", json={"items": [body]}),
        ]
        stream = threads.submit(
            server.client.post, "/v1/verify/batch", json={"items": [body]}, headers=streamed
        )
        wait_until(lambda: programs_asked_for(server) == 3)
        helpers = descendants(server.pid)
        server.send_signal(signal.SIGTERM)
        for response in [future.result() for future in whole]:
            assert (response.status_code, response.json()["error"]["code"]) == (503, "shutting_down")
            assert "Retry-After" in response.headers
        with pytest.raises(httpx.RemoteProtocolError):
            stream.result()
    assert server.stop() == 0
    assert "3 requests under way have 1 s to finish" in "".join(server.log)
    assert "Traceback" not in "".join(server.log)
    assert not survivors(helpers)


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_sigkill_leaves_no_process_behind(start_server: Any) -> None:
    server = start_server()
    endless = "```python\nwhile True: pass\n```"
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(server.verify, completion=endless, problem=SQUARE)
        wait_until(lambda: server.metric("rewardd_boxes_in_use") == 1)
        helpers = descendants(server.pid)
        server.send_signal(signal.SIGKILL)
        with pytest.raises(httpx.HTTPError):
            future.result()
    server.wait()
    assert helpers
    assert not survivors(helpers)


def test_without_isolation_mathematics_goes_on_and_code_is_refused(start_server: Any, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    server = start_server(PATH=str(empty))
    assert server.still_judges()
    state = server.client.get("/readyz").json()
    assert not state["code"]["ready"]
    assert "bubblewrap" in state["code"]["reason"]
    body = {"completion": "```python\nprint(9)\n```", "problem": SQUARE}
    response = server.client.post("/v1/verify", json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "sandbox_unavailable")
    assert "bubblewrap" in response.json()["error"]["message"]
    result = server.client.post("/v1/verify/batch", json={"items": [body]}).json()["results"][0]
    assert (result["reward"], result["error"]["code"]) == (None, "sandbox_unavailable")
    languages = server.client.get("/v1/languages").json()["languages"]
    assert not any(language["available"] for language in languages)


def test_a_key_is_asked_for_where_there_are_keys(start_server: Any) -> None:
    server = start_server(REWARDD_API_KEYS="one, sha256:" + "0" * 64)
    body = {"completion": "\\boxed{1}", "gold": "1"}
    client = server.client
    assert client.post("/v1/verify", json=body).status_code == 401
    assert client.post("/v1/verify", json=body, headers={"Authorization": "Bearer two"}).status_code == 403
    for headers in ({"Authorization": "Bearer one"}, {"X-Api-Key": "one"}):
        assert client.post("/v1/verify", json=body, headers=headers).json()["reward"] == 1.0
    assert client.post("/k/one/v1/verify", json=body).json()["reward"] == 1.0
    assert client.post("/k/two/v1/verify", json=body).status_code == 403
    assert client.get("/healthz").status_code == 200
    assert not any("one" in line for line in server.log)


def test_notice_lets_proxies_see_the_end_before_it_comes(start_server: Any) -> None:
    server = start_server(REWARDD_NOTICE_S="60")
    server.send_signal(signal.SIGTERM)
    wait_until(lambda: server.client.get("/readyz").status_code != 200)
    assert server.client.get("/readyz").json()["math"] == {"ready": False, "reason": "shutting down"}
    assert server.still_judges()
    server.send_signal(signal.SIGTERM)
    assert server.wait() == 0
