"""Input that means harm to the service itself: a clear 4xx or a verdict, and it answers as before."""

import gzip
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import wait_until


def test_a_body_beyond_the_limit_is_refused(start_server: Any) -> None:
    server = start_server(REWARDD_BODY_BYTES="1000000")
    response = server.client.post("/v1/verify", content=b'{"completion": "' + b"x" * 2_000_000 + b'"}')
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")
    packed = gzip.compress(b"[" * 50_000_000)
    response = server.client.post("/v1/verify", content=packed, headers={"Content-Encoding": "gzip"})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")
    assert server.still_judges()


def test_ten_megabytes_of_text_get_an_answer(server: Any) -> None:
    response = server.client.post("/v1/verify", json={"completion": "x" * 10_000_000, "gold": "1"})
    assert (response.status_code, response.json()["error"]["field"]) == (422, "completion")
    assert server.verify(completion="x" * 3_000_000 + "\\boxed{1}", gold="1")["reward"] == 1.0
    assert server.still_judges()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"completion": "x", "gold": "1", "metadata": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b"\xff\xfe{}",
        b'{"completion": "\xc3\x28", "gold": "1"}',
        b'{"completion": "x", "gold": NaN}',
        b'{"completion": "x", "gold": 1e400}',
        b"",
        b"null",
        b'"text"',
        b"{}{}",
        b'{"completion": "x"',
    ],
)
def test_bodies_that_are_no_request_are_refused(server: Any, body: bytes) -> None:
    response = server.client.post("/v1/verify", content=body)
    assert 400 <= response.status_code < 500, response.text
    assert response.json()["error"]["message"]
    assert server.still_judges()


@pytest.mark.parametrize(
    ("fields", "reward"),
    [
        ('"completion": "\\ud800 \\\\boxed{1}", "gold": "1"', 1.0),
        ('"completion": "\\u0000\\\\boxed{1}\\u0000", "gold": "1"', 1.0),
        ('"completion": "\\\\boxed{1\\u0000}", "gold": "1"', None),
        ('"completion": "\\\\boxed{1}", "gold": 100000000000000000000000000000000000001', 0.0),
        (
            '"completion": "\\\\boxed{1}", "gold": "1", "metadata": {"big": 123456789012345678901234567890}',
            1.0,
        ),
        ('"completion": "\\\\boxed{1}", "gold": "1", "id": "\\udc00"', 1.0),
    ],
)
def test_odd_characters_and_numbers_get_a_verdict(server: Any, fields: str, reward: float | None) -> None:
    response = server.client.post("/v1/verify", content="{" + fields + "}")
    assert response.status_code == 200, response.text
    if reward is not None:
        assert response.json()["reward"] == reward
    assert server.still_judges()


def test_broken_gzip_is_refused(server: Any) -> None:
    whole = gzip.compress(b'{"completion": "\\\\boxed{1}", "gold": "1"}')
    for body in (b"not gzip", whole[:-9], b""):
        response = server.client.post("/v1/verify", content=body, headers={"Content-Encoding": "gzip"})
        assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_gzip")
    response = server.client.post("/v1/verify", content=whole, headers={"Content-Encoding": "br"})
    assert response.status_code == 415
    assert server.still_judges()


def test_clients_that_hang_or_leave_hold_up_nobody(server: Any) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    head = b"POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    hanging = []
    for sent in (b"", b"POST /v1/ver", head, head + b'{"completion": "'):
        for leaves in (True, False):
            connection = socket.create_connection((host, int(port)))
            connection.sendall(sent)
            if leaves:
                connection.close()
            else:
                hanging.append(connection)
    assert server.still_judges()
    for connection in hanging:
        connection.close()
    assert server.still_judges()


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_client_that_leaves_takes_its_program_along(start_server: Any) -> None:
    server = start_server(REWARDD_BOXES="1")
    sleeper = "```python\nimport time\ntime.sleep(100)\n```"
    problem = {"kind": "stdio", "tests": [{"input": "", "output": ""}], "limits": {"wall_ms": 120_000}}
    body = json.dumps({"completion": sleeper, "problem": problem}).encode()
    host, port = server.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)))
    connection.sendall(
        b"POST /v1/verify HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    wait_until(lambda: server.metric("rewardd_boxes_in_use") == 1)
    connection.close()
    # The only box is free again: the client here waits less long than the sleeper sleeps.
    answer = server.verify(
        completion="```python\nprint(1)\n```",
        problem={"kind": "stdio", "tests": [{"input": "", "output": "1"}]},
    )
    assert answer["reward"] == 1.0


def test_descriptors_and_memory_stay_flat_under_bad_requests(server: Any) -> None:
    def descriptors() -> int:
        return len(os.listdir(f"/proc/{server.pid}/fd"))  # noqa: PTH208

    def resident_kb() -> int:
        status = Path(f"/proc/{server.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def misbehave() -> None:
        for _ in range(200):
            server.client.post("/v1/verify", content=b"[" * 10_000)
            server.client.post("/v1/verify/batch", json={"items": [None] * 50})

    misbehave()
    before = descriptors(), resident_kb()
    misbehave()
    assert descriptors() <= before[0] + 5
    assert resident_kb() <= before[1] + 20_000


def test_gzip_of_several_members_is_read(server: Any) -> None:
    body = gzip.compress(b'{"completion": "\\\\boxed{1}", ') + gzip.compress(b'"gold": "1"}')
    response = server.client.post("/v1/verify", content=body, headers={"Content-Encoding": "gzip"})
    assert response.json()["reward"] == 1.0
