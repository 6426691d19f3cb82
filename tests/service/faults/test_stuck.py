"""Processes that hang and pipes that nobody reads: no request waits for ever, and no reward is wrong."""

import contextlib
import fcntl
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from tests.processes import arguments_of, descendants

PIPE_BYTES = 4096


def workers_of(server: Any) -> list[int]:
    """The workers for mathematics, which are forks of the zygote: the nearest of these processes."""
    zygote, *_ = (pid for pid in descendants(server.pid) if "worker_zygote" in arguments_of(pid))
    return descendants(zygote)


def test_stopped_workers_are_replaced_and_nothing_is_lost(start_server: Any) -> None:
    server = start_server(REWARDD_MATH_WORKERS="2")
    assert server.still_judges()
    stopped = workers_of(server)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(8) as threads:
            answers = list(
                threads.map(
                    lambda n: server.verify(completion=f"\\boxed{{{n}}}", gold=str(n - n % 2)), range(16)
                )
            )
    finally:
        for pid in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
    assert [answer["reward"] for answer in answers] == [float(n % 2 == 0) for n in range(16)]
    assert server.metric("rewardd_kills_total", reason="worker_silent") >= 1


def test_a_log_that_nobody_reads_stops_nothing(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "serve"],
        env={
            **os.environ,
            "REWARDD_PORT": "0",
            "REWARDD_PROBLEMS": str(tmp_path),
            "REWARDD_LOG_LEVEL": "debug",
        },
        stderr=writing,
    )
    os.close(writing)
    try:
        log = b""
        while not (found := re.search(rb"ready at (http://\S+)", log)):
            piece = os.read(reading, PIPE_BYTES)
            assert piece, log
            log += piece
        with httpx.Client(base_url=found[1].decode(), timeout=30) as client:
            for number in range(200):
                item = {"completion": f"\\boxed{{{number}}}", "gold": "7"}
                answer = client.post("/v1/verify", json=item).json()
                assert answer["reward"] == float(number == 7)
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    finally:
        process.kill()
        process.wait()
        os.close(reading)
