"""How an interpreter is started that is to be forked often.

It starts twice. `execve` plans the address space for the stack limit, which is to be that of candidates, and
the dynamic linker shall resolve all functions at once, or each fork would have to resolve the same ones
again. Neither can be had after the start.
"""

from __future__ import annotations

import os
import resource
import sys
import zipimport

from sandbox.box.agent.limits import STACK_BYTES

COMPILED_DESCRIPTOR = 3
COMPILED = f"/proc/self/fd/{COMPILED_DESCRIPTOR}"
"""This package compiled, as a zip file that the interpreter imports from: see `compiled.py`."""


def is_started_again() -> bool:
    """Whether this is the second start."""
    return "LD_BIND_NOW" in os.environ


def start_again(argv: list[str]) -> None:
    """Replace this process by one of the same interpreter, laid out for what is to come."""
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    wanted = STACK_BYTES if hard == resource.RLIM_INFINITY else min(STACK_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))
    os.execve(sys.executable, argv, {**os.environ, "LD_BIND_NOW": "1"})


def forget_compiled() -> None:
    """Let go of the zip file, now that all is imported from it."""
    os.close(COMPILED_DESCRIPTOR)
    sys.path.remove(COMPILED)
    vars(zipimport)["_zip_directory_cache"].clear()
    forget_package(COMPILED)


def forget_package(root: str) -> None:
    """A program shall not find the agent's package where it looks for its own.

    Args:
        root: Where it was imported from.
    """
    for name in [name for name in sys.modules if name.partition(".")[0] == "sandbox"]:
        del sys.modules[name]
    for path in [path for path in sys.path_importer_cache if path.startswith(root)]:
        del sys.path_importer_cache[path]
