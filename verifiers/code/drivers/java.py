"""Java: the candidate's classes in one file.

The driver finds everything in them by reflection. It and LeetCode's classes are compiled once for all
by `toolchains/install`, since the Java compiler would need half as long again for them each time.
"""

import re
from dataclasses import dataclass, replace

from verifiers.code.drivers.base import (
    Apart,
    Build,
    Driver,
    Entry,
    EntryMissingError,
    ProgramRefusedError,
    same_name,
)
from verifiers.code.drivers.masking import (
    MAX_PARAMETERS_CHARS,
    Syntax,
    blank_spans,
    closing,
    mask,
    split_commas,
    top_level,
)
from verifiers.code.problem import Kind

_IMPORTS = "".join(
    f"import {package}.*;"
    for package in (
        "java.io",
        "java.math",
        "java.text",
        "java.time",
        "java.util",
        "java.util.concurrent",
        "java.util.concurrent.atomic",
        "java.util.function",
        "java.util.regex",
        "java.util.stream",
        "javafx.util",
    )
)
_PACKAGE = re.compile(r"\bpackage\s+[\w.]+\s*;")
_PUBLIC_TYPE = re.compile(
    r"\bpublic\s+(?=(?:(?:abstract|final|sealed|strictfp|static)\s{1,100}){0,4}(?:class|interface|enum|record|@interface)\b)"
)
_TYPE = re.compile(r"\b(?:class|interface|enum|record)\s+(\w+)[^{};]{0,1000}\{")
_MAIN = re.compile(r"\bstatic\b[^;{}()]{0,200}\bvoid\s+main\s*\(")
_SENT_TYPE = re.compile(
    r"(?:\b(?:boolean|byte|short|int|long|char|float|double|void|Boolean|Byte|Short|Integer|Long|Character|Float"
    r"|Double|String|List|ArrayList|Collection|Iterable|Set|HashSet)\b|[\s<>,\[\]])+"
)
_PLATFORM = frozenset(
    re.findall(
        r"\w+",
        """ArrayList Arrays AssertionError Boolean Character Collections Double Error Exception Float HashMap
        HashSet IllegalArgumentException IllegalStateException Integer Iterable LinkedList List Long Map Math
        Number Object Objects Optional Runtime RuntimeException Set String StringBuilder System Thread
        Throwable""",
    )
)
"""Types that a test takes to be Java's own."""
_WITH_DRIVER = "/usr/local/lib/rewardd/java/driver.jar:/usr/local/lib/rewardd/java/leetcode.jar"
_IDENTIFIER = re.compile(r"[^\W\d]\w*")


class _Source:
    """A candidate's file, made to compile whatever its name is."""

    def __init__(self, program: str) -> None:
        masked = mask(program, Syntax.JAVA)
        outer = top_level(masked)
        removed = [match.span() for pattern in (_PACKAGE, _PUBLIC_TYPE) for match in pattern.finditer(outer)]
        self.text = blank_spans(program, removed)
        self.masked = masked
        self.types = [match[1] for match in _TYPE.finditer(outer)]
        self._starts = {match[1]: match.start() for match in _TYPE.finditer(outer)}
        self._bodies = {match[1]: match.end() for match in _TYPE.finditer(outer)}

    def without(self, names: list[str]) -> str:
        """The file less its types of these names."""
        ends = {
            name: closing(self.masked, self._bodies[name] - 1) + 1 for name in self.types if name in names
        }
        return blank_spans(self.text, [(self._starts[name], end) for name, end in ends.items()])

    def main_class(self, *, behind: int = 0) -> str | None:
        """The top-level class with a `main` behind an offset, the last one if there are several."""
        found = None
        for main in _MAIN.finditer(self.masked, behind):
            found = self.owner_of(main.start()) or found
        return found

    def owner_of(self, offset: int) -> str | None:
        """The top-level type that an offset is in."""
        owners = [name for name in self.types if self._bodies[name] <= offset]
        return owners[-1] if owners else None

    def with_imports(self) -> bytes:
        """The file behind the imports that LeetCode adds, on the same first line."""
        return (_IMPORTS + self.text).encode(errors="replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Method:
    """A method whose types can be sent."""

    owner: str
    name: str
    is_static: bool
    returns: str
    params: tuple[str, ...]
    """Types."""

    def stand_in(self, finished: str) -> str:
        """A class with a method of the same types that has the other box make the call, behind others."""
        params = ", ".join(f"{kind} a{index}" for index, kind in enumerate(self.params))
        values = "".join(f", a{index}" for index in range(len(self.params)))
        call = f'RewarddTester.call({self.owner}.class, "{self.name}"{values})'
        body = f"{call};" if self.returns == "void" else f"return ({self.returns}) {call};"
        head = f"public {'static ' if self.is_static else ''}{self.returns} {self.name}({params})"
        return f"class {self.owner} {{ {finished} {head} {{ {body} }} }}"


def _declared(text: str, wanted: str) -> _Method | None:
    source = _Source(text)
    pattern = (
        rf"\b(?P<words>(?:(?:public|static|final)\s+)*)(?P<type>[\w<>\[\], ]+?)\s+{re.escape(wanted)}\s*\("
    )
    found = re.search(pattern, source.masked) if wanted else None
    owner = source.owner_of(found.start()) if found is not None else None
    if found is None or owner is None:
        return None
    words = f"{found['words']} {found['type']}".split()
    params = split_commas(
        source.masked[found.end() : closing(source.masked, found.end() - 1, MAX_PARAMETERS_CHARS)]
    )
    types = [re.sub(r"^final\s+|\s*\w+$", "", param) for param in params]
    returns = " ".join(word for word in words if word not in ("public", "static", "final"))
    if not all(_SENT_TYPE.fullmatch(kind) for kind in (returns, *types)):
        return None
    return _Method(
        owner=owner, name=wanted, is_static="static" in words, returns=returns, params=tuple(types)
    )


class JavaDriver(Driver):
    """Candidates' public classes lose their `public`, so that one file holds them all."""

    def stdio(self, program: str) -> Build:
        """A program of its own; the class with a `main` is the one to run."""
        source = _Source(program)
        text = source.text.encode(errors="replace")
        return _build(self.source, text, source.main_class() or "Main")

    def calls(self, program: str, entry: Entry) -> Build:
        """The candidate's classes; the driver is in the class path. A method without a class gets one."""
        source = _Source(_in_class(program, entry.name) if entry.kind is Kind.FUNCTION else program)
        kind = "class" if entry.kind is Kind.CLASS else "method"
        names = source.types if entry.kind is Kind.CLASS else set(_IDENTIFIER.findall(source.masked))
        if not any(same_name(name, entry.name) for name in names):
            raise EntryMissingError(f"no {kind} {entry.name} is defined")
        return _build(
            self.source, source.with_imports(), "RewarddDriver", str(entry.kind), entry.name, *source.types
        )

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """See `Driver`."""
        method = _declared(starter, entry_point) or _declared(program, entry_point)
        tested = _Source(test)
        main = tested.main_class()
        if method is None or main is None or method.owner in tested.types:
            return None
        source = _Source(program)
        _, _, finished = given.rpartition(f"class {method.owner}")
        text = _Source(f"{tested.text}\n{method.stand_in(finished.partition('{')[2])}").with_imports()
        candidate = ("RewarddDriver", "tested", method.name, *source.types)
        return Apart(
            candidate=_build(self.source, source.with_imports(), *candidate),
            tester=replace(
                _build(self.source, text, "-ea", "RewarddTester", main), words={"classpath": _WITH_DRIVER}
            ),
        )

    def asserts(self, program: str, test: str) -> Build:
        """Program and test in one file; the test's `main` is run."""
        if replaced := _PLATFORM.intersection(_Source(program).types):
            raise ProgramRefusedError(f"a program that is tested by asserts must not define {min(replaced)}")
        own = _Source(program).without(_Source(test).types)
        source = _Source(f"{own}\n{test}")
        main = source.main_class(behind=len(own))
        if main is None:
            raise EntryMissingError("the test has no main method")
        return _build(self.source, source.with_imports(), "-ea", "RewarddAsserts", main)


_LAST_IMPORT = re.compile(r"(?:.*^[ \t]*(?:import|package)\b[^;\n]*;)?", re.DOTALL | re.MULTILINE)


def _in_class(program: str, wanted: str) -> str:
    """The program, in a class `Solution` where the wanted method stands in none."""
    masked = mask(program, Syntax.JAVA)
    outer = top_level(masked)
    head = _LAST_IMPORT.match(outer)
    found = re.search(rf"[\w>\]]\s+{re.escape(wanted)}\s*\([^()]*\)[^{{}};]*\{{", outer)
    if head is None or found is None or "Solution" in _Source(program).types:
        return program
    return f"{program[: head.end()]}class Solution {{{program[head.end() :]}\n}}"


def _build(name: str, text: bytes, *command: str) -> Build:
    """`command` is an argument file, read by `java @command`: options, the main class and its arguments."""
    return Build(files={name: text, "command": "\n".join(command).encode(errors="replace")})
