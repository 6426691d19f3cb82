"""Keys: how they are kept, what they allow, and that no log line shows one."""

import hashlib
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from service.keyring import Keyring, WrongKeysError, make_key

BODY = {"completion": "\\boxed{1}", "gold": "1"}


def test_a_made_key_opens_what_its_line_is_in(tmp_path: Path) -> None:
    secret, key = make_key("alice", concurrency=3, request_s=2.5)
    file = tmp_path / "keys"
    file.write_text(f"# who\n\n{key.line()}  # in March\n")
    keyring = Keyring(file=str(file))
    assert keyring.asks
    assert keyring.find(secret) == key
    assert (key.concurrency, key.body_bytes, key.request_s) == (3, None, 2.5)
    assert keyring.find(secret + "x") is None
    assert keyring.find("") is None
    assert secret not in file.read_text()


def test_a_file_without_keys_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("")
    assert Keyring(file=str(file)).asks
    assert not Keyring().asks


HASH = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alice plain-key", "line 1.*64 hexadecimal digits"),
        ("alice", "64 hexadecimal"),
        (f"al/ice {HASH}", "name is letters"),
        (f"\nalice {HASH} rate=3", "line 2.*no limit 'rate'"),
        (f"alice {HASH} concurrency=0", "concurrency must be a number above 0"),
        (f"alice {HASH} concurrency=1.5", "concurrency must be"),
        (f"alice {HASH} request_s=nan", "request_s must be"),
        (f"alice {HASH}\nalice {HASH}", "line 2.*two keys named alice"),
    ],
)
def test_a_line_that_makes_no_sense_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "keys"
    file.write_text(text)
    with pytest.raises(WrongKeysError) as refused:
        Keyring(file=str(file))
    assert re.search(said, str(refused.value), re.DOTALL)
    assert "plain-key" not in str(refused.value)


def test_keys_that_cannot_be_read_again_stay(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    secret, key = make_key("alice")
    file.write_text(key.line())
    keyring = Keyring("listed", str(file))
    file.write_text("nonsense")
    keyring.read_again()
    assert keyring.find(secret) == key
    file.write_text("")
    keyring.read_again()
    assert keyring.find(secret) is None
    listed = keyring.find("listed")
    assert listed is not None
    assert listed.digest == hashlib.sha256(b"listed").digest()


def test_the_command_prints_the_line_alone_on_stdout() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service", "keys", "bob", "--body-bytes", "1000"],
        capture_output=True,
        text=True,
        check=True,
    )
    secret = done.stderr.split()[-1]
    digest = hashlib.sha256(secret.encode()).hexdigest()
    assert done.stdout == f"bob sha256:{digest} body_bytes=1000\n"
    wrong = subprocess.run(
        [sys.executable, "-m", "service", "keys", "a b"], capture_output=True, text=True, check=False
    )
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "name is letters" in wrong.stderr


def test_ceilings_hold_for_their_key_and_no_log_line_shows_it(start_server: Any, tmp_path: Path) -> None:
    small, small_key = make_key("small", body_bytes=200, concurrency=1)
    large, large_key = make_key("large")
    file = tmp_path / "keys"
    file.write_text(f"{small_key.line()}\n{large_key.line()}\n")
    server = start_server(REWARDD_KEYS_FILE=str(file), REWARDD_LOG_LEVEL="debug", REWARDD_LOG_FORMAT="json")
    client = server.client
    assert client.post("/v1/verify", json=BODY).status_code == 401
    for path, headers in (
        (f"/k/{small}/v1/verify", {}),
        ("/v1/verify", {"X-Api-Key": small}),
        ("/v1/verify", {"Authorization": f"Bearer {small}"}),
    ):
        assert client.post(path, json=BODY, headers=headers).json()["reward"] == 1.0
        assert client.post(path + "/nowhere", headers=headers).status_code == 404
    bulky = {**BODY, "completion": "x" * 300 + "\\boxed{1}"}
    refused = client.post("/v1/verify", json=bulky, headers={"X-Api-Key": small})
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "body_too_large")
    assert client.post("/v1/verify", json=bulky, headers={"X-Api-Key": large}).json()["reward"] == 1.0
    batch = {"items": [{"completion": f"\\boxed{{{n}}}", "gold": "1"} for n in range(16_000)]}
    assert client.post(f"/k/{large}/v1/verify/batch", json=batch).status_code == 200
    text = client.get("/metrics", headers={"X-Api-Key": large}).text
    assert 'rewardd_refusals_total{code="body_too_large"} 1.0' in text
    assert 'route="/v1/verify"' in text
    assert client.get(f"/k/{large}").status_code == 200
    server.stop()
    log = "".join(server.log) + text
    assert "rwd-" not in log
    assert small_key.digest.hex() not in log


def test_a_key_has_so_many_requests_under_way_and_no_more(start_server: Any, tmp_path: Path) -> None:
    one, one_key = make_key("one", concurrency=1)
    file = tmp_path / "keys"
    file.write_text(one_key.line())
    server = start_server(REWARDD_KEYS_FILE=str(file))
    headers = {"X-Api-Key": one}
    body = b'{"completion": "\\\\boxed{1}", "gold": "1"}'
    half_sent, rest = threading.Event(), threading.Event()

    def slowly() -> Any:
        yield body[:10]
        half_sent.set()
        rest.wait()
        yield body[10:]

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(server.client.post, "/v1/verify", content=slowly(), headers=headers)
        half_sent.wait()
        while (busy := server.client.post("/v1/verify", json=BODY, headers=headers)).status_code == 200:
            time.sleep(0.05)  # what was sent is on its way
        assert (busy.status_code, busy.json()["error"]["code"]) == (429, "key_busy")
        assert int(busy.headers["Retry-After"]) >= 1
        # On the route of a client that takes refusals for zeros it waits.
        patient = threads.submit(
            server.client.post,
            "/rm",
            json={"prompt": "", "response": "\\boxed{1}", "label": "1"},
            headers=headers,
        )
        time.sleep(0.3)
        assert not patient.done()
        rest.set()
        assert slow.result().json()["reward"] == 1.0
        assert patient.result().status_code == 200, patient.result().text


def test_sighup_takes_new_keys_and_loses_no_request(start_server: Any, tmp_path: Path) -> None:
    old, old_key = make_key("old")
    new, new_key = make_key("new")
    file = tmp_path / "keys"
    file.write_text(old_key.line())
    server = start_server(REWARDD_KEYS_FILE=str(file))
    stop = threading.Event()

    def ask() -> list[int]:
        statuses = []
        while not stop.is_set():
            response = server.client.post("/v1/verify", json=BODY, headers={"X-Api-Key": old})
            statuses.append(response.status_code)
        return statuses

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask) for _ in range(4)]
        file.write_text(f"{old_key.line()}\n{new_key.line()}\n")
        server.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while server.client.post("/v1/verify", json=BODY, headers={"X-Api-Key": new}).status_code != 200:
            assert time.monotonic() < deadline
        file.write_text("nonsense")
        server.send_signal(signal.SIGHUP)
        while not any("stay as they were" in line for line in server.log):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert server.client.post("/v1/verify", json=BODY, headers={"X-Api-Key": new}).status_code == 200
        stop.set()
        statuses = [status for future in asked for status in future.result()]
    assert statuses
    assert set(statuses) == {200}
