"""Work that needs two boxes at once, with room for one: nobody waits for a place that another holds."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

JUDGE = """import sys
expected, actual = open(sys.argv[3]).read(), open(sys.argv[2]).read()
sys.exit(0 if expected.split() == actual.split() else 1)
"""
SPECIAL = {
    "kind": "stdio",
    "tests": [{"input": "1\n", "output": "2"}, {"input": "4\n", "output": "5"}],
    "checker": {"name": "program", "language": "python", "source": JUDGE},
}
RELAYED = {
    "kind": "asserts",
    "entry_point": "add",
    "tests": ["total = 0\nfor n in range(3):\n    total = add(total, n)\nassert total == 3"],
}


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
@pytest.mark.parametrize("count", ["1", "2"])
def test_second_boxes_do_not_wait_for_first_ones(start_server: Any, count: str) -> None:
    server = start_server(REWARDD_BOXES=count, REWARDD_BOX_WAIT_S="50")

    def ask(number: int) -> list[float | None]:
        program = f"```python\nprint(int(input()) + 1)  # {number}\n```"
        wrong = f"```python\nprint(int(input()) + 2)  # {number}\n```"
        adds = f"```python\ndef add(a, b):  # {number}\n    return a + b\n```"
        return [
            server.verify(completion=program, problem=SPECIAL)["reward"],
            server.verify(completion=wrong, problem=SPECIAL)["reward"],
            server.verify(completion=adds, problem=RELAYED)["reward"],
        ]

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(ask, range(6))) == [[1.0, 0.0, 1.0]] * 6
