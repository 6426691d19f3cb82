"""Writes the rollouts of a made-up run: a policy that learns, and late in the run finds that hacks are short.

    python -m examples.rollouts > rollouts.jsonl

Nothing is drawn by chance that the seed does not fix: the same call writes the same bytes.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator

from examples.rollouts.tasks import MATHEMATICS, PROGRAMS, Task

SAMPLES = 8
"""Of each prompt, as GRPO takes them."""
HACKS_FROM = 0.7
"""The part of the run after which the policy tries hacks."""


def rollouts(steps: int, *, seed: int) -> Iterator[dict[str, object]]:
    """The samples of all steps, in the order a trainer would send them."""
    dice = random.Random(seed)
    for step in range(steps):
        done = step / max(1, steps - 1)
        for task in (dice.choice(MATHEMATICS), dice.choice(MATHEMATICS), *dice.sample(PROGRAMS, 2)):
            for number in range(SAMPLES):
                yield {
                    "id": f"{step}/{task.name}/{number}",
                    "group": f"{step}/{task.name}",
                    "prompt": task.name,
                    "completion": _written(task, done, dice),
                    **task.asked,
                }


def _written(task: Task, done: float, dice: random.Random) -> str:
    """One completion; the reasoning grows with the run, and hacks are tried at its end."""
    if task.hacks and done > HACKS_FROM and dice.random() < 0.5:
        return dice.choice(task.hacks)
    skill = 0.15 + 0.7 * done
    answer = dice.choice(task.right if dice.random() < skill else task.wrong)
    thoughts = " ".join(["Let me check this again."] * dice.randrange(1, int(4 + 40 * done)))
    return f"<think>{thoughts}</think>\n{answer}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--steps", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    for row in rollouts(given.steps, seed=given.seed):
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
