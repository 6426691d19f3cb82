"""The agent's package as one file, for a box to have it from."""

import io
import zipfile
from pathlib import Path

from sandbox.box import agent

__all__ = ["agent_archive", "agent_files"]

AGENT = Path(agent.__file__).parent
PROJECT = AGENT.parents[2]
PACKAGES = ("sandbox/__init__.py", "sandbox/box/__init__.py")
BEGINNING = "from sandbox.box.agent.compiled import start_compiled\n\nstart_compiled()\n"


def agent_files() -> list[Path]:
    """All modules of the agent, in an order that is always the same."""
    return sorted(AGENT.glob("*.py"))


def agent_archive() -> bytes:
    """A zip file that Python runs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("__main__.py", BEGINNING)
        for name in PACKAGES:
            archive.writestr(name, (PROJECT / name).read_bytes())
        for path in agent_files():
            archive.writestr(str(path.relative_to(PROJECT)), path.read_bytes())
    return buffer.getvalue()
