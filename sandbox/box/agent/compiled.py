"""The first start in a box's root: the package is compiled, and the second start imports the result.

What a compiler leaves of the heap would make each fork dearer, so no process that is forked compiles.
`sandbox.box.archive` makes the zip file that begins here.
"""

from __future__ import annotations

import marshal
import os
import sys
import zipfile
from importlib.util import MAGIC_NUMBER

from sandbox.box.agent.start import COMPILED, COMPILED_DESCRIPTOR, start_again

PROGRAM = f"""
import sys
import array, atexit, contextlib, ctypes, errno, gc, json, re, resource, select, signal, socket, struct
import threading, time, types, typing
sys.path[0] = {COMPILED!r}
from sandbox.box.agent.script import run_script
from sandbox.box.agent.start import forget_compiled
from sandbox.box.agent.template import main
forget_compiled()
run_script(*main())
"""
"""What the second start runs. Where the standard library comes first, the package lies together in memory,
and a fork writes to fewer pages."""


def start_compiled() -> None:
    """Start the template, of the zip file that this program is run from."""
    archive = sys.argv[0]
    keep_compiled(archive)
    command = sys.orig_argv
    place = command.index(archive)
    start_again([*command[:place], "-c", PROGRAM, *command[place + 1 :]])


def keep_compiled(path: str) -> None:
    """Compile a zip file's modules, without their docstrings, into the file `COMPILED` of the next start."""
    file = os.memfd_create("agent")
    with zipfile.ZipFile(path) as sources, zipfile.ZipFile(open(file, "wb", closefd=False), "w") as compiled:
        for name in sources.namelist():
            code = compile(sources.read(name), f"{path}/{name}", "exec", dont_inherit=True, optimize=2)
            # The layout of a `.pyc` file: magic number, flags, time and size of the source, code.
            compiled.writestr(f"{name}c", MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
    os.dup2(file, COMPILED_DESCRIPTOR)
    os.set_inheritable(COMPILED_DESCRIPTOR, True)
