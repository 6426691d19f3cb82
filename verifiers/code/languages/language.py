"""A programming language as data. Each TOML file beside this module is one `Language`.

name = "cpp"                     the name on the wire
title = "C++"                    the name for people
aliases = ["c++", "cc"]          further names and fence tags, lower case
driver = "cpp"                   a name in `drivers.DRIVERS`; left out, only stdio is known
source = "main.cpp"              where a plain program goes
compile = ["g++", "…"]           run in /submission; left out if there is nothing to compile
run = ["/submission/main"]
warm = "python"                  an interpreter that boxes may have warm
kinds = ["stdio", "function"]    what the driver can do
version = ["g++", "--version"]   run in a box; the first thing that looks like a version counts
package = "g++"                  what to install (Debian's name) where it is missing
hello = "…"                      a program that prints `hello`: the proof that the language works here
out_of_memory = '^regex'         the line of stderr with which its runtime gives up for want of memory

[words]                          for `{name}` places in compile and run; `memory_mb` becomes the problem's
                                 memory limit, without the overhead below
standard = "gnu++20"
[variants."c++17"]               a name that changes words; it is an alias too
standard = "gnu++17"

[calls]                          what differs for kinds function and class: compile, run, warm,
session = true                   and `session`, one process for all cases
[asserts]                        the same for asserts

[limits]                         added to or instead of a problem's
memory_overhead_bytes = 0        what the runtime itself needs on top of a problem's limit
processes = 64                   at least so many
[compile_limits]
cpu_ms = 30000
wall_ms = 60000
memory_bytes = 2147483648
processes = 64
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from sandbox.base import Command, Limits
from verifiers.code.problem import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Command lines with `{word}` places."""

    compile: tuple[str, ...] | None
    run: tuple[str, ...]
    warm: str | None = None
    session: bool = False

    def compile_command(self, words: Mapping[str, str]) -> Command | None:
        """The compiler's command line, if there is one."""
        return None if self.compile is None else Command(argv=_fill(self.compile, words))

    def run_command(self, words: Mapping[str, str]) -> Command:
        """The program's command line."""
        return Command(argv=_fill(self.run, words), warm=self.warm)


def _fill(argv: tuple[str, ...], words: Mapping[str, str]) -> tuple[str, ...]:
    filled = []
    for template in argv:
        argument = template
        for name, word in words.items():
            argument = argument.replace("{" + name + "}", word)
        filled.append(argument)
    return tuple(filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How programs of one language are named, compiled and run."""

    name: str
    title: str
    aliases: tuple[str, ...]
    driver: str
    source: str
    kinds: frozenset[Kind]
    version: tuple[str, ...]
    package: str
    hello: str
    out_of_memory: re.Pattern[str] | None
    words: Mapping[str, str]
    variants: Mapping[str, Mapping[str, str]]
    stdio: Recipe
    calls: Recipe
    asserts: Recipe
    memory_overhead_bytes: int = 0
    min_processes: int = 1
    compile_limits: Limits

    def recipe(self, kind: Kind) -> Recipe:
        """How programs for this kind of test are compiled and run."""
        if kind is Kind.STDIO:
            return self.stdio
        return self.asserts if kind is Kind.ASSERTS else self.calls

    def variant_words(self, name: str) -> Mapping[str, str]:
        """The words in force when the language was asked for by this name."""
        return {**self.words, **self.variants.get(name, {})}


class LanguageFileError(ValueError):
    """A language's TOML file is wrong: our mistake, found by tests."""


def read_language(file: Traversable) -> Language:
    """Read one TOML file.

    Raises:
        LanguageFileError: for unknown or missing keys.
    """
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    base = Recipe(
        compile=_argv(data.pop("compile", None)),
        run=_argv(data.pop("run")) or (),
        warm=data.pop("warm", None),
    )
    calls, asserts = data.pop("calls", {}), data.pop("asserts", {})
    limits, compile_limits = data.pop("limits", {}), data.pop("compile_limits", {})
    variants = data.pop("variants", {})
    try:
        language = Language(
            name=data.pop("name"),
            title=data.pop("title"),
            aliases=(*data.pop("aliases", ()), *variants),
            driver=data.pop("driver", ""),
            source=data.pop("source"),
            kinds=frozenset(Kind(kind) for kind in data.pop("kinds", ["stdio"])),
            version=tuple(data.pop("version")),
            package=data.pop("package"),
            hello=data.pop("hello"),
            out_of_memory=_line(data.pop("out_of_memory", None)),
            words=data.pop("words", {}),
            variants=variants,
            stdio=base,
            calls=_changed(base, calls),
            asserts=_changed(base, asserts),
            memory_overhead_bytes=limits.pop("memory_overhead_bytes", 0),
            min_processes=limits.pop("processes", 1),
            compile_limits=Limits(**{**_DEFAULT_COMPILE_LIMITS, **compile_limits}),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise LanguageFileError(f"{file.name}: {error}") from error
    if data or limits:
        raise LanguageFileError(f"{file.name}: unknown keys {', '.join([*data, *limits])}")
    return language


_DEFAULT_COMPILE_LIMITS = {"cpu_ms": 30_000, "wall_ms": 60_000, "memory_bytes": 2048 * 1024 * 1024}


def _changed(base: Recipe, changes: Mapping[str, object]) -> Recipe:
    unknown = set(changes) - {"compile", "run", "warm", "session"}
    if unknown:
        raise LanguageFileError(f"unknown keys {', '.join(sorted(unknown))}")
    warm = changes.get("warm", base.warm)
    return Recipe(
        compile=_argv(changes["compile"]) if "compile" in changes else base.compile,
        run=(_argv(changes["run"]) or ()) if "run" in changes else base.run,
        warm=str(warm) if warm else None,
        session=bool(changes.get("session", False)),
    )


def _line(expression: str | None) -> re.Pattern[str] | None:
    return None if expression is None else re.compile(expression, re.MULTILINE)


def _argv(value: object) -> tuple[str, ...] | None:
    if not value:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LanguageFileError("a command must be a list of strings")
    return tuple(value)
