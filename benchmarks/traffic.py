"""Requests of a training step whose verdicts are known beforehand: mathematics, programs, hostile ones."""

import json
import random
from dataclasses import dataclass

from benchmarks.math_throughput import made_up
from benchmarks.service import requests

__all__ = ["Ask", "item", "made_ask"]

MATH_SHARE = 0.8
HOSTILE_SHARE = 0.05
LEAVING_SHARE = 0.01
BATCH_SHARE = 0.1
BATCH_ITEMS = 16

TESTS = [{"input": f"{n}\n", "output": f"{n * n}\n"} for n in range(3)]
PROBLEM = {
    "kind": "stdio",
    "tests": TESTS,
    "limits": {"cpu_ms": 1_000, "wall_ms": 2_000, "memory_bytes": 256 * 2**20},
}
PROGRAMS = {
    "python": "print(int(input()) ** 2)  # {n}",
    "c": '#include <stdio.h>\nint main() {{ int n; scanf("%d", &n); printf("%d\\n", n * n); }} // {m}',
    "cpp": '#include <iostream>\nint main() {{ int n; std::cin >> n; std::cout << n * n << "\\n"; }} // {m}',
    "javascript": "const n = Number(require('fs').readFileSync(0)); console.log(n * n); // {n}",
}
FORGER = """
import os
for n in range(3, 64):
    try: os.write(n, b'accepted')
    except OSError: pass
print('accepted')  # {n}
"""
DAEMONS = """
import os, time
if os.fork() * os.fork() == 0:
    os.setsid()
    time.sleep(60)
print(-1)  # {n}
"""
HOSTILE_PROGRAMS = [
    ("wrong_answer", "print(int(input()) ** 3 + 1)  # {n}"),
    ("wrong_answer", FORGER),
    ("wrong_answer", DAEMONS),
    ("time_limit_exceeded", "while True: pass  # {m}"),
    ("time_limit_exceeded", "import time\ntime.sleep(60)  # {n}"),
    ("time_limit_exceeded", "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass  # {m}"),
    ("runtime_error", "import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)  # {n}"),
    ("memory_limit_exceeded", "blocks = []\nwhile True: blocks.append(bytearray(1 << 22))  # {n}"),
    ("output_limit_exceeded", "while True: print('x' * 100_000)  # {n}"),
]
HOSTILE_ANSWERS = [
    ("unverifiable", r"\boxed{9^{9^{9^{9}}}}", "2"),
    ("unverifiable", r"\boxed{\sum_{n=1}^{10^{12}} \sin(n)}", "0"),
    ("no_answer", r"\boxed{" + "(" * 5_000 + "1" + ")" * 5_000 + "}", "1"),
    ("wrong_answer", r"\boxed{x^{1000000}-1}", "x-1"),
    ("wrong_answer", r"\boxed{__import__('os').system('id')}", "1"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request: of one item, or of a batch."""

    kind: str
    expected: tuple[str, ...]
    """The verdicts of its items."""
    request: bytes
    leaves: bool
    """Whether the client hangs up when it has sent it."""


def made_ask(dice: random.Random) -> Ask:
    """A request of a training step."""
    if dice.random() < BATCH_SHARE / BATCH_ITEMS:
        items = [item(dice) for _ in range(BATCH_ITEMS)]
        expected = tuple(verdict for _, verdict, _ in items)
        body = json.dumps({"items": [fields for _, _, fields in items]}).encode()
        kind, path = f"batch of {BATCH_ITEMS}", "/v1/verify/batch"
    else:
        kind, verdict, fields = item(dice)
        expected, path, body = (verdict,), "/v1/verify", json.dumps(fields).encode()
    [request] = requests(path, [body])
    return Ask(kind=kind, expected=expected, request=request, leaves=dice.random() < LEAVING_SHARE)


def item(dice: random.Random) -> tuple[str, str, dict[str, object]]:
    """An item's kind, its verdict, and its fields."""
    lot = dice.random()
    if lot < HOSTILE_SHARE:
        if dice.random() < 0.2:
            expected, completion, gold = dice.choice(HOSTILE_ANSWERS)
            return "hostile math", expected, {"completion": completion, "gold": gold}
        expected, text = dice.choice(HOSTILE_PROGRAMS)
        return "hostile code", expected, _program(dice, text, "python")
    if lot < HOSTILE_SHARE + MATH_SHARE:
        gold, completion = made_up(dice)
        if dice.random() < 0.5:
            return "math", "accepted", {"completion": completion, "gold": gold}
        return (
            "math",
            "wrong_answer",
            {"completion": f"{completion} No: \\boxed{{-987654}}", "gold": gold},
        )
    language = dice.choice(list(PROGRAMS))
    return language, "accepted", _program(dice, PROGRAMS[language], language)


def _program(dice: random.Random, text: str, language: str) -> dict[str, object]:
    # Compiled programs come again, as good samples of one prompt do; most others are all different.
    text = text.format(n=dice.randrange(10**9), m=dice.randrange(8))
    return {"completion": f"```{language}\n{text}\n```", "problem": PROBLEM}
