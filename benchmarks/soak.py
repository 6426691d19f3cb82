"""Submissions in a row with bombs among them, and whether anything is held at the end that was not at first.

    python -m benchmarks.soak [--submissions N]

Judges through the verifier and the pool of boxes of this very process, so that memory and descriptors are
those of a service without HTTP. Exits with status 1 if anything grew.
"""

import argparse
import asyncio
import gc
import itertools
import os
import sys
import time
from collections import Counter

from rich.progress import Progress

from benchmarks.holdings import Holdings, grown
from sandbox.factory import make_sandbox
from verifiers.code.languages import Languages
from verifiers.code.problem import Problem
from verifiers.code.submission import CodeSubmission
from verifiers.code.verifier import CodeVerifier

CHECKPOINTS = 10
RSS_ALLOWANCE_BYTES = 32 * 1024 * 1024
"""Growth of memory between the first and the last checkpoint that is put down to the allocator."""

PROBLEM = Problem.from_json(
    {
        "kind": "stdio",
        "tests": [{"input": f"{n}\n", "output": f"{n * n}\n"} for n in (3, 12)],
        "limits": {"cpu_ms": 1000, "wall_ms": 2000, "memory_bytes": 128 << 20},
    }
)

PROGRAMS = {
    "accepted": ("python", "print(int(input()) ** 2)"),
    "wrong_answer": ("python", "print(int(input()) ** 2 + 1)"),
    "runtime_error": ("python", "raise SystemExit(3)"),
}
BOMBS = {
    "fork bomb": ("python", "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"),
    "memory": ("python", "blocks = []\nwhile True: blocks.append(bytearray(1 << 22))"),
    "flood": ("python", "while True: print('x' * 1000)"),
    "daemons": (
        "python",
        "import os, time\nif os.fork() * os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\nprint(1)",
    ),
    "files": ("python", "for n in range(2000): open(f'/tmp/{n}', 'w').write('x')\nprint(1)"),
    "kill": ("python", "import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)"),
    "threads": (
        "python",
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,)).start()",
    ),
    "native crash": ("c", "int main(void) { *(volatile int *)0 = 1; }"),
}


async def soak(submissions: int, bomb_every: int) -> list[Holdings]:
    """Judge them all, as many at once as there are boxes; holdings at each checkpoint."""
    boxes = os.cpu_count() or 1
    sandbox = make_sandbox(boxes=boxes, queue=1000)
    await sandbox.start()
    verifier = CodeVerifier(sandbox, Languages.load())
    verdicts: Counter[str] = Counter()
    bombs = itertools.cycle(BOMBS.values())
    programs = itertools.cycle(PROGRAMS.items())

    async def judge(number: int) -> None:
        expected, (language, source) = next(programs)
        if number % bomb_every == 0:
            expected, (language, source) = "", next(bombs)
        comment = "#" if language == "python" else "//"
        completion = f"```{language}\n{source}\n{comment} {number}\n```"
        judgement = await verifier.judge(CodeSubmission(completion=completion, problem=PROBLEM))
        verdict = str(judgement.verdict)
        if (
            verdict == "internal_error"
            or (expected and verdict != expected)
            or (not expected and verdict == "accepted")
        ):
            raise SystemExit(f"submission {number}: {verdict} for\n{completion}")
        verdicts[verdict] += 1

    holdings = []
    numbers = iter(range(1, submissions + 1))
    begun = time.monotonic()
    with Progress() as progress:
        task = progress.add_task("judging", total=submissions)

        async def work(chunk: "itertools.islice[int]") -> None:
            for number in chunk:
                await judge(number)
                progress.advance(task)

        for _ in range(CHECKPOINTS):
            chunk = itertools.islice(numbers, submissions // CHECKPOINTS)
            await asyncio.gather(*(work(chunk) for _ in range(boxes)))
            await asyncio.sleep(1)
            gc.collect()
            holdings.append(Holdings.of(os.getpid()))
    rate = sum(verdicts.values()) / (time.monotonic() - begun)
    print(f"{sum(verdicts.values())} submissions, {rate:.0f} a second: {dict(verdicts)}")
    await sandbox.close()
    return holdings


def main() -> None:
    """Soak and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=10_000)
    parser.add_argument("--bomb-every", type=int, default=20)
    arguments = parser.parse_args()
    holdings = asyncio.run(soak(arguments.submissions, arguments.bomb_every))
    for checkpoint in (holdings[0], holdings[-1]):
        print(checkpoint)
    if more := grown(holdings[:1], holdings[-1:], memory_bytes=RSS_ALLOWANCE_BYTES):
        sys.exit(f"there is more at the end: {', '.join(more)}")


if __name__ == "__main__":
    main()
