"""Plays the trainer: waits for the service, has a math answer and a program judged, and prints the rewards.

python trainer.py http://rewardd:8000
"""

import json
import sys
import time
import urllib.error
import urllib.request

SUBMISSIONS = {
    "math": {"completion": r"The answer is \boxed{\frac{1}{2}}.", "gold": "0.5"},
    "code": {
        "completion": "```python\nprint(int(input()) * 2)\n```",
        "problem": {"kind": "stdio", "tests": [{"input": "21\n", "output": "42\n"}]},
    },
}
READY_WITHIN_S = 120


def wait_until_ready(service: str) -> None:
    """Ask until both verifiers judge."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{service}/readyz", timeout=5) as answer:
                state = json.load(answer)
            if state["math"]["ready"] and state["code"]["ready"]:
                return
        except (urllib.error.URLError, OSError):
            pass  # it is still starting
        time.sleep(0.5)
    sys.exit(f"{service} is not ready")


def main() -> None:
    """Ask for each reward once."""
    service = sys.argv[1]
    wait_until_ready(service)
    for name, submission in SUBMISSIONS.items():
        request = urllib.request.Request(f"{service}/v1/verify", json.dumps(submission).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            print(name, json.load(answer)["reward"])


if __name__ == "__main__":
    main()
