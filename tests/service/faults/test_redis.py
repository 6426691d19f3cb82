"""Redis goes and comes back while the service runs: nothing hangs, nothing is misjudged, all recovers."""

import concurrent.futures
import itertools
from pathlib import Path
from typing import Any

import pytest

from tests import redis_server
from tests.service.faults.test_stores import part
from tests.waiting import wait_until

PROBLEM = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]}
OTHER = {"kind": "stdio", "tests": [{"input": "4\n", "output": "16\n"}]}
RIGHT = "```python\nprint(int(input()) ** 2)  # {}\n```"
WRONG = "```python\nprint(5)  # {}\n```"
NOT_STORED = "sha256:" + "0" * 64


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_redis_may_go_and_come_back(start_server: Any, tmp_path: Path) -> None:
    with redis_server.running(tmp_path) as redis:
        server = start_server(REWARDD_PROBLEMS=redis.url, REWARDD_VERDICTS=redis.url)
        assert server.judges_code()
        known = server.client.put("/v1/problems", json=PROBLEM).json()["id"]
        assert server.verify(completion=RIGHT.format("before"), problem=known)["reward"] == 1.0
        assert redis.client.keys("rewardd:problem:*")
        redis.stop()

        def ask(number: int) -> tuple[int, Any]:
            completion = (RIGHT if number % 2 else WRONG).format(number)
            problem = (known, PROBLEM, NOT_STORED)[number % 3]
            answer = server.client.post("/v1/verify", json={"completion": completion, "problem": problem})
            return answer.status_code, answer.json()

        with concurrent.futures.ThreadPoolExecutor(12) as clients:
            for number, (status, answer) in enumerate(clients.map(ask, range(12))):
                if number % 3 == 2:  # a problem that only Redis could know
                    assert (status, answer["error"]["code"]) == (503, "store_unavailable")
                else:
                    assert (status, answer["reward"]) == (200, float(number % 2))
        refused = server.client.put("/v1/problems", json=OTHER)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "store_unavailable")
        assert refused.headers["retry-after"]
        assert not part(server, "problems")["ready"]
        assert server.still_judges()

        redis.start()
        stored = server.client.put("/v1/problems", json=OTHER)
        assert stored.status_code == 200
        assert part(server, "problems")["ready"]
        assert server.verify(completion=RIGHT.format("after"), problem=stored.json()["id"])["reward"] == 1.0

        numbers = itertools.count()

        def shares_verdicts() -> bool:
            server.verify(completion=WRONG.format(f"again {next(numbers)}"), problem=known)
            return bool(redis.client.keys("rewardd:verdict:*"))

        wait_until(shares_verdicts)
