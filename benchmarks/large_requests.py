"""How long others wait while the service has a large request: `/healthz`, asked every few milliseconds.

    python -m benchmarks.large_requests

What it waits is how long the service's event loop, or the interpreter's lock, is held at a time. The first
row is a service that has nothing else to do: what the machine itself adds.
"""

import asyncio
import gzip
import json
import random
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.math_throughput import made_up
from benchmarks.service import Connection, Server, requests

PAUSE_S = 0.002
IDLE_S = 3.0
HEALTHZ = b"GET /healthz HTTP/1.1\r\nHost: benchmark\r\n\r\n"
FILLER = ["so", "we", "have", "that", "for", "all", "integers", "the", "sum", "is", "equal", "to"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), None, REWARDD_AUDIT=f"{folder}/audit")
        try:
            asyncio.run(measure(server.url))
        finally:
            server.stop()


async def measure(url: str) -> None:
    connection = await Connection.open(url)
    print(f"{'':46}{'MB':>6}{'seconds':>9}{'healthz p50':>13}{'worst, ms':>11}")
    await beside(url, "nothing", 0, asyncio.sleep(IDLE_S))
    for name, request in large_requests().items():
        await beside(url, name, len(request), connection.exchange(request))
        await asyncio.sleep(0.5)
    await beside(url, "GET /metrics", 0, connection.exchange(got("/metrics")))
    await beside(url, "GET /v1/judgements, 1,000", 0, connection.exchange(got("/v1/judgements?limit=1000")))
    connection.close()


async def beside(url: str, name: str, size_bytes: int, work: Any) -> None:
    """Ask for `/healthz` while something else is waited for."""
    connection = await Connection.open(url)
    asked = asyncio.ensure_future(work)
    waits_ms: list[float] = []
    begun = time.perf_counter()
    while not asked.done():
        sent = time.perf_counter()
        await connection.ask(HEALTHZ)
        waits_ms.append((time.perf_counter() - sent) * 1000)
        await asyncio.sleep(PAUSE_S)
    seconds = time.perf_counter() - begun
    answer = await asked
    status = answer[0] if isinstance(answer, tuple) else ""
    print(
        f"{name:40}{status:>6}{size_bytes / 1e6:6.1f}{seconds:9.2f}"
        f"{statistics.median(waits_ms):13.1f}{max(waits_ms):11.1f}",
        flush=True,
    )
    connection.close()


def large_requests() -> Mapping[str, bytes]:
    dice = random.Random(1)
    long_cases = stdio([("7 " * 5_000 + "\n", "8 " * 5_000 + "\n")] * 1_400)
    many_lists = {
        "kind": "function",
        "entry_point": "f",
        "tests": [{"input": [[[n, n + 1, 2, 3]] * 150], "output": n} for n in range(4_000)],
    }
    few_cases = stdio([(f"{n}\n", f"{n}\n") for n in range(100)])
    echoes = [
        {"completion": f"```python\nprint(input())  # {n % 4}\n```\n" + "x" * 20_000, "problem": few_cases}
        for n in range(1_024)
    ]
    sums = [dict(zip(("gold", "completion"), made_up(dice), strict=True)) for _ in range(16_384)]
    long_sums = [{**item, "completion": thought(dice) + item["completion"]} for item in sums[:1_024]]
    packed = gzip.compress(json.dumps(stdio([("5 " * 5_000, "6 " * 5_000)] * 1_400)).encode(), 1)
    program = "```python\nprint(input().replace('7', '8'))\n```"
    return {
        "PUT a problem, 1,400 long cases": sent("/v1/problems", long_cases, "PUT"),
        "PUT another, packed by gzip": sent("/v1/problems", packed, "PUT", "Content-Encoding: gzip\r\n"),
        "PUT a problem, 600,000 short lists": sent("/v1/problems", many_lists, "PUT"),
        "a program with the long cases": sent("/v1/verify", {"completion": program, "problem": long_cases}),
        "the same again": sent("/v1/verify", {"completion": program, "problem": long_cases}),
        "1,024 sums, long completions": sent("/v1/verify/batch", {"items": long_sums}),
        "16,384 sums": sent("/v1/verify/batch", {"items": sums, "defaults": {"group": "one"}}),
        "1,024 programs, case_details": sent(
            "/v1/verify/batch", {"items": echoes, "defaults": {"options": {"case_details": True}}}
        ),
    }


def stdio(cases: list[tuple[str, str]]) -> dict[str, Any]:
    return {"kind": "stdio", "tests": [{"input": given, "output": wanted} for given, wanted in cases]}


def thought(dice: random.Random) -> str:
    return "<think>" + " ".join(dice.choices(FILLER, k=6_000)) + "</think> "


def sent(path: str, body: Any, method: str = "POST", headers: str = "") -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head, _, rest = requests(path, [data])[0].partition(b"\r\n")
    return head.replace(b"POST", method.encode()) + b"\r\n" + headers.encode() + rest


def got(path: str) -> bytes:
    return HEALTHZ.replace(b"/healthz", path.encode())


if __name__ == "__main__":
    main()
