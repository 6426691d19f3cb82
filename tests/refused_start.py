"""A service that cannot begin, and what it says."""

import os
import subprocess
import sys


def refused(*options: str, **environment: str) -> str:
    """What `serve` says that cannot begin: one line, and status 2."""
    # What the tests themselves are told by variables is no setting, which `serve` would say too.
    around = {name: value for name, value in os.environ.items() if not name.startswith("REWARDD_")}
    done = subprocess.run(
        [sys.executable, "-m", "service", *options],
        env={**around, **environment}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    (line,) = done.stderr.splitlines()
    return line
