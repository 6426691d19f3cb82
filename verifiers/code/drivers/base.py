"""What assembles a candidate's program and our driver into the files of a job."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from verifiers.code.problem import ClassTest, FunctionTest, Kind, Problem
from verifiers.code.signature import ClassSignature, Signature


class ProgramRefusedError(Exception):
    """A program is not put together at all. The message says why."""


class EntryMissingError(ProgramRefusedError):
    """The candidate's program does not define what is to be called. The message says what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is called in the candidate's program."""

    kind: Literal[Kind.FUNCTION, Kind.CLASS]
    name: str
    """Of the function or the class."""
    arity: int
    """Arguments that the tests pass to the function, or to the class's constructor; the most of them."""
    operations: Mapping[str, int] = field(default_factory=dict)
    """Each method that the tests call, in order of appearance, and the most arguments passed to it."""
    silent: frozenset[str] = frozenset()
    """Methods without a result, whatever a candidate's returns, as LeetCode's judge takes them."""
    signature: Signature | ClassSignature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Files for `/submission`, and words to fill into the language's command lines."""

    files: Mapping[str, bytes]
    words: Mapping[str, str] = field(default_factory=dict)
    """For the `{name}` places in `compile` and `run`, over the language's own `words`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A test program and the candidate's, for a box each. See "Stand-ins" in `harness/PROTOCOL.md`."""

    candidate: Build
    """Answers calls, with what became of their arguments."""
    tester: Build
    """The test, with a stand-in for the candidate's function; nothing of the candidate's text is in it
    but the types of that function, where the problem does not tell them."""


class Driver:
    """A language's way of putting programs together: pure, from texts to files.

    This class itself is for languages that know `stdio` only; a language's `kinds` say what it is
    asked for. Bad programs raise nothing, the compiler is to complain about them, except where said.
    """

    def __init__(self, source: str) -> None:
        """`source` is the file name for plain programs."""
        self.source = source

    def stdio(self, program: str) -> Build:
        """A program with stdin and stdout of its own."""
        return Build(files={self.source: program.encode(errors="replace")})

    def calls(self, program: str, entry: Entry) -> Build:
        """The program behind a loop as in `harness/PROTOCOL.md`.

        Raises:
            EntryMissingError: when it is plain that nothing of this name is there.
        """
        raise NotImplementedError

    def asserts(self, program: str, test: str) -> Build:
        """A test program behind the candidate's code, with the headers and imports it takes for granted.

        It takes its proof, a frame on descriptor 3, before any of the candidate's code runs. When the test
        has run to its end, and only then, it writes that frame to descriptor 4 and exits with status 0.
        What `refuse_tampering` refuses is not looked for.

        Raises:
            EntryMissingError: the test has nothing that could be started.
        """
        raise NotImplementedError

    def refuse_tampering(self, program: str, test: str) -> None:
        """Look for what would make any test behind the program pass.

        Raises:
            ProgramRefusedError: the program holds some of that.
        """
        del program, test

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """Program and test for a box each; `None` where the function's types are beyond the stand-ins.

        Args:
            starter: Code of the problem's that may declare the function. It goes before the candidate's word.
            given: What the starter code has before that declaration, if functions are finished there. The
                test may call them, and has the problem's own.
        """
        del program, test, entry_point, starter, given
        return None


def entry_of(problem: Problem) -> Entry:
    """What the tests of a `function` or `class` problem call."""
    if problem.kind is Kind.FUNCTION:
        arity = max(len(test.arguments) for test in problem.tests if isinstance(test, FunctionTest))
        return Entry(kind=Kind.FUNCTION, name=problem.entry_point, arity=arity, signature=problem.signature)
    constructor_arity = 0
    operations: dict[str, int] = {}
    answering: set[str] = set()
    for test in problem.tests:
        assert isinstance(test, ClassTest)
        assert isinstance(test.output, list)
        constructor_arity = max(constructor_arity, len(test.arguments[0]))
        for name, arguments, output in zip(
            test.operations[1:], test.arguments[1:], test.output[1:], strict=True
        ):
            operations[name] = max(operations.get(name, 0), len(arguments))
            if output is not None:
                answering.add(name)
    if isinstance(problem.signature, ClassSignature):
        methods = problem.signature.methods
        answering |= {name for name in operations if name in methods and not methods[name].is_void}
    return Entry(
        kind=Kind.CLASS,
        name=problem.entry_point,
        arity=constructor_arity,
        operations=operations,
        silent=frozenset(operations) - answering,
        signature=problem.signature,
    )


def hidden_name(program: str, test: str) -> str:
    """An identifier that the program's text cannot hold, since it is a hash of that text."""
    text = "\0".join((program, test)).encode(errors="replace")
    return f"rewardd{hashlib.sha256(text).hexdigest()[:24]}"


def same_name(left: str, right: str) -> bool:
    """Whether two identifiers are one name in different fashions (`two_sum`, `twoSum`)."""
    return _plain(left) == _plain(right)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
