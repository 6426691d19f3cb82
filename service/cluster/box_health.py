"""Whether the boxes of a replica still work, so that Serve replaces one whose boxes broke."""

import asyncio

from sandbox.base import Case, Command, Job, Readiness, Sandbox
from sandbox.errors import SandboxError

PROBE = Job(
    files={"main.py": b"print(6 * 7)"},
    run=Command(argv=("python3", "/submission/main.py"), warm="python"),
    cases=[Case()],
)
PROBE_S = 20.0


class BoxesBroke(Exception):
    """There were boxes here, and now there are none."""


class BoxHealth:
    """Runs a trivial program, beside all that waits.

    A host that never could make boxes is no broken one: another replica there would fare no better.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._had_boxes = False

    async def check(self) -> None:
        """Do nothing if all is well.

        Raises:
            BoxesBroke: with the reason.
        """
        readiness: Readiness = self._sandbox.readiness()
        self._had_boxes |= readiness.available
        if not self._had_boxes:
            return
        if not readiness.available:
            raise BoxesBroke(readiness.reason)
        try:
            async with asyncio.timeout(PROBE_S), self._sandbox.run(PROBE, beside=True) as run:
                outputs = [result.stdout async for result in run.results()]
        except TimeoutError as error:
            raise BoxesBroke(f"a trivial program did not end in {PROBE_S:.0f} s") from error
        except SandboxError as error:
            raise BoxesBroke(f"a trivial program could not be run: {error}") from error
        if outputs != [b"42\n"]:
            raise BoxesBroke(f"a trivial program wrote {outputs}")
