"""`rewardd serve --ray` ends as the service does alone: what is under way is answered."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx

SLEEPER = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}], "limits": {"wall_ms": 20_000}}
RIGHT = "```python\nimport time\ntime.sleep(0.2)\nprint(int(input()) ** 2)  # {}\n```"
ITEMS = 24


def test_a_batch_under_way_is_answered_after_the_signal(tmp_path: Path) -> None:
    chosen = ("port=0", "boxes=1", "math_workers=1", "ray_cpus=1", f"problems={tmp_path}")
    flags = [part for setting in chosen for part in ("--set", setting)]
    others = "RAY_SERVE_"  # what the cluster of the other tests has put into the environment
    process = subprocess.Popen(
        [sys.executable, "-m", "service", *flags, "serve", "--ray"],
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith(others)},
    )
    assert process.stderr is not None
    try:
        ready = (re.search(r"rewardd is ready at (http://[\d.:]+)", line) for line in process.stderr)
        url = next(found[1] for found in ready if found)
        items = [{"completion": RIGHT.format(n), "problem": SLEEPER} for n in range(ITEMS)]
        with httpx.Client(base_url=url, timeout=60) as client:
            lines = client.stream(
                "POST", "/v1/verify/batch", json={"items": items}, headers={"Accept": "application/x-ndjson"}
            )
            with lines as answer:
                answers = answer.iter_lines()
                first = next(answers)
                process.send_signal(signal.SIGTERM)
                rest = list(answers)
        assert len([first, *rest]) == ITEMS
        assert all('"reward":1.0' in line for line in [first, *rest])
        assert process.wait(timeout=90) == 0
    finally:
        process.kill()
        process.communicate()
