"""Java: the candidate's classes in one file.

The driver finds everything in them by reflection. It and LeetCode's classes are compiled once for all
by `toolchains/install`, since the Java compiler would need half as long again for them each time.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice

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
_SENT = frozenset(
    re.findall(
        r"\w+",
        """boolean byte short int long char float double void Boolean Byte Short Integer Long Character Float
        Double Number String StringBuilder Object BigInteger BigDecimal Comparable
        List ArrayList LinkedList Collection Iterable Set HashSet LinkedHashSet SortedSet TreeSet
        Queue Deque ArrayDeque PriorityQueue Stack Map HashMap LinkedHashMap SortedMap TreeMap AbstractMap
        Entry SimpleEntry Pair Optional OptionalInt OptionalLong OptionalDouble
        Stream IntStream LongStream DoubleStream ListNode TreeNode
        extends super java util math stream""",
    )
)
"""The words of types whose values can be sent (`RewarddExchange`)."""
_TYPE_TEXT = re.compile(r"[\w\s<>,.?&\[\]]+")
_VARIABLES = re.compile(r"<((?:[^<>]|<[^<>]*>)*)>\s*(?P<type>.*)", re.DOTALL)
_RECORD = re.compile(r"\brecord\s+(?P<name>\w+)\s*\(")
_ENUM = re.compile(r"\benum\s+(?P<name>\w+)\s*\{(?P<constants>[\w\s,]*)[;}]")
_MAX_TYPES = 50
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
class _Own:
    """A record or an enumeration of the program's or the problem's whose values can be sent."""

    name: str
    owner: str | None
    """The type that it stands in."""
    text: str
    """It without methods."""


def _own_types(text: str) -> list[_Own]:
    source = _Source(text)
    found: dict[str, _Own] = {}
    for match in islice(_ENUM.finditer(source.masked), _MAX_TYPES):
        definition = f"enum {match['name']} {{ {match['constants'].strip()} }}"
        owner = None if match["name"] in source.types else source.owner_of(match.start())
        found[match["name"]] = _Own(name=match["name"], owner=owner, text=definition)
    for match in islice(_RECORD.finditer(source.masked), _MAX_TYPES):
        end = closing(source.masked, match.end() - 1, MAX_PARAMETERS_CHARS)
        components = source.masked[match.end() : end]
        types = [re.sub(r"\s*\w+$", "", part) for part in split_commas(components)]
        if all(_is_sent(kind, found) for kind in types):
            definition = f"record {match['name']}({components}) {{}}"
            owner = None if match["name"] in source.types else source.owner_of(match.start())
            found[match["name"]] = _Own(name=match["name"], owner=owner, text=definition)
    return [own for own in found.values() if own.name not in _SENT | _PLATFORM]


def _is_sent(kind: str, others: Collection[str]) -> bool:
    words = set(_IDENTIFIER.findall(kind))
    return _TYPE_TEXT.fullmatch(kind) is not None and words <= _SENT.union(others)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Method:
    """A method whose types can be sent."""

    owner: str
    name: str
    is_static: bool
    variables: str
    """Its own type variables, with their brackets."""
    returns: str
    params: tuple[str, ...]
    """Types."""

    def stand_in(self, finished: str) -> str:
        """A class with a method of the same types that has the other box make the call, behind others."""
        params = ", ".join(f"{kind} a{index}" for index, kind in enumerate(self.params))
        # An array by itself would be taken for all of the arguments.
        values = "".join(f", (Object) a{index}" for index in range(len(self.params)))
        call = f'RewarddTester.call({self.owner}.class, "{self.name}"{values})'
        if self.returns in ("long", "double"):
            call = f"RewarddTester.widened({self.returns}.class, {call})"
        body = f"{call};" if self.returns == "void" else f"return ({self.returns}) {call};"
        words = f"public {'static ' if self.is_static else ''}{self.variables} {self.returns}"
        return f"class {self.owner} {{ {finished} {words} {self.name}({params}) {{ {body} }} }}"


def _declared(text: str, wanted: str, others: Collection[str]) -> _Method | None:
    source = _Source(text)
    pattern = (
        r"(?<![\w.<])(?P<words>(?:(?:public|static|final)\s+)*)(?P<type>[\w<>\[\], ?.&]+?)"
        rf"\s+{re.escape(wanted)}\s*\("
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
    generic = _VARIABLES.fullmatch(returns)
    variables = _IDENTIFIER.findall(generic[1]) if generic else []
    returns = generic["type"] if generic else returns
    if not all(_is_sent(kind, {*others, *variables}) for kind in (returns, *types)):
        return None
    if returns == "void" and any("Node" in kind for kind in types):
        return None  # what becomes of nodes in place is not sent back
    return _Method(
        owner=owner,
        name=wanted,
        is_static="static" in words,
        variables=f"<{generic[1]}>" if generic else "",
        returns=returns,
        params=tuple(types),
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
        tested = _Source(test)
        given_types = _own_types(starter)
        given_names = [own.name for own in given_types]
        others = [*given_types, *(own for own in _own_types(program) if own.name not in given_names)]
        others = [own for own in others if own.name not in tested.types]
        names = [own.name for own in others]
        method = _declared(starter, entry_point, names) or _declared(program, entry_point, names)
        main = tested.main_class()
        if method is None or main is None or method.owner in tested.types:
            return None
        source = _Source(program)
        _, _, finished = given.rpartition(f"class {method.owner}")
        inner = " ".join(own.text for own in others if own.owner == method.owner and own.text not in given)
        outer = " ".join(own.text for own in others if own.owner is None)
        stand_in = method.stand_in(f"{inner} {finished.partition('{')[2]}")
        text = _Source(f"{tested.text}\n{outer} {stand_in}").with_imports()
        candidate = ("RewarddDriver", "tested", method.name, *source.types)
        return Apart(
            candidate=_build(self.source, source.with_imports(), *candidate),
            tester=replace(
                _build(self.source, text, "-ea", "RewarddTester", main), words={"classpath": _WITH_DRIVER}
            ),
        )

    def refuse_tampering(self, program: str, test: str) -> None:
        """See `Driver`."""
        del test
        if replaced := _PLATFORM.intersection(_Source(program).types):
            raise ProgramRefusedError(f"a program that is tested by asserts must not define {min(replaced)}")

    def asserts(self, program: str, test: str) -> Build:
        """Program and test in one file; the test's `main` is run."""
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
