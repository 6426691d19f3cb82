"""The warm interpreter, made to look from a script as if it had been started for it."""

from __future__ import annotations

import atexit
import builtins
import contextlib
import io
import os
import signal
import sys
import threading
import types
from collections.abc import Iterable
from typing import Any

from sandbox.box.agent.signals import set_handler


def import_modules(names: Iterable[str]) -> None:
    """Import what is there; a module that is missing or broken is no concern of ours."""
    for name in names:
        with contextlib.suppress(Exception):
            __import__(name)


def open_standard_streams() -> None:
    """New `sys.stdin`, `sys.stdout` and `sys.stderr`, set up as a fresh interpreter does.

    They are made once, in the template, where 0, 1 and 2 are of the same kinds as later in candidates; a
    candidate has only to put its files under those numbers.
    """
    raw = [io.FileIO(number, mode, closefd=False) for number, mode in enumerate(("r", "w", "w"))]
    for file, name in zip(raw, ("<stdin>", "<stdout>", "<stderr>")):
        file.name = name
    streams = {
        "stdin": io.TextIOWrapper(io.BufferedReader(raw[0]), "utf-8", "surrogateescape"),
        "stdout": io.TextIOWrapper(io.BufferedWriter(raw[1]), "utf-8", "surrogateescape"),
        "stderr": io.TextIOWrapper(
            io.BufferedWriter(raw[2]), "utf-8", "backslashreplace", line_buffering=True
        ),
    }
    for (name, stream), mode in zip(streams.items(), "rww"):
        vars(stream)["mode"] = mode
        vars(sys)[name] = vars(sys)[f"__{name}__"] = stream


def prepare_interpreter(argv: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """Make the warm interpreter look as if it had been started for this script."""
    set_handler(signal.SIGINT, signal.default_int_handler)
    if environment:
        os.environ.update(environment)
    sys.argv = argv[1:]
    sys.orig_argv = argv
    sys.path.insert(0, os.path.dirname(argv[1]))
    main = types.ModuleType("__main__")
    vars(main).update(__file__=argv[1], __builtins__=builtins, __cached__=None, __annotations__={})
    sys.modules["__main__"] = main
    return vars(main)


def seed_generators() -> None:
    """Have no candidate draw the random numbers of another."""
    for generator in ("random", "numpy.random"):
        if generator in sys.modules:
            sys.modules[generator].seed()


def exit_status(request: SystemExit) -> int:
    """What `sys.exit` was asked for, as a status."""
    if request.code is None:
        return 0
    if isinstance(request.code, int):
        return request.code & 0xFF
    with contextlib.suppress(BaseException):
        print(request.code, file=sys.stderr)
    return 1


def finish_interpreter(status: int) -> int:
    """Wait for threads, run what was registered for the end, flush. Returns the final status."""
    for step in (vars(threading)["_shutdown"], vars(atexit)["_run_exitfuncs"]):
        try:
            step()
        except SystemExit as request:
            status = exit_status(request)
        except BaseException:
            status = status or 1
    try:
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
    except BaseException:
        status = 120  # as CPython does
    with contextlib.suppress(BaseException):
        sys.stderr.flush()
    return status
