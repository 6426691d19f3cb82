"""A programming problem: what is asked for, the tests, and how answers are compared and scored.

`Problem.from_json` is the only way in for outside data; what it lets through can be judged. A
problem is immutable: the lists inside its values are never written to.
"""

import re
from dataclasses import dataclass, field

from verifiers.code.arity import check_arity
from verifiers.code.canonical import Content, content_of
from verifiers.code.case_fields import MAX_TESTS, case_to_json, read_tests
from verifiers.code.cases import AssertTest, ClassTest, FunctionTest, StdioTest, TestCase, Tests
from verifiers.code.checker_spec import CheckerName, CheckerSpec, checker_to_json, read_checker
from verifiers.code.fields import FieldReader
from verifiers.code.kinds import Kind, Scoring
from verifiers.code.limit_overrides import LimitOverrides, limits_to_json, read_limits
from verifiers.code.signature import ClassSignature, Signature
from verifiers.code.signature_fields import read_signature, signature_to_json
from verifiers.code.sizes import MAX_NAME_CHARS, MAX_TEXT_CHARS, MAX_TOTAL_BYTES
from verifiers.code.values import Json

__all__ = [
    "MAX_TESTS",
    "AssertTest",
    "CheckerName",
    "CheckerSpec",
    "ClassTest",
    "FunctionTest",
    "Kind",
    "LimitOverrides",
    "Problem",
    "Scoring",
    "StdioTest",
    "TestCase",
    "Tests",
    "asserts_of",
    "problem_id",
    "read_limits",
]

_NAME = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem that can be judged."""

    kind: Kind
    tests: Tests
    entry_point: str = ""
    """Function or class name; may be empty for `stdio` and `asserts`."""
    signature: Signature | ClassSignature | None = None
    checker: CheckerSpec
    limits: LimitOverrides = field(default_factory=LimitOverrides)
    scoring: Scoring = Scoring.ALL
    language: str | None = None
    setup: str = ""
    """Code that is put before the candidate's, such as the imports a dataset takes for granted."""
    prompt: str = ""
    """Starter code that a completion may merely continue, as in HumanEval."""
    input_file: str = ""
    """`stdio`: the name of a file in the working directory that holds the input as well."""
    output_file: str = ""
    """`stdio`: the name of the file that is judged instead of stdout."""
    id: str = ""
    """The caller's own name for it; `problem_id` is ours."""
    title: str = ""
    content: Content = field(init=False, compare=False, repr=False)
    """What the canonical form comes to. Written out once here: the tests may be megabytes."""

    def __post_init__(self) -> None:
        """Work out the content."""
        object.__setattr__(self, "content", content_of(self.to_json()))

    @staticmethod
    def from_json(data: object, *, field: str = "problem") -> "Problem":
        """Read a problem object of the wire contract. `dataset` rows are for `datasets.problem_from_row`.

        Raises:
            InvalidProblem: with the dotted path, below `field`, of what is wrong.
        """
        reader = FieldReader(data, field)
        problem = _read_problem(reader)
        if problem.content.size_bytes > MAX_TOTAL_BYTES:
            raise reader.refuse(f"must not be larger than {MAX_TOTAL_BYTES} bytes")
        return problem

    def to_json(self) -> dict[str, Json]:
        """The canonical form: what says nothing is left out, what has several spellings has one."""
        tests: list[Json] = [case_to_json(test) for test in self.tests]
        texts: dict[str, str] = {
            "entry_point": self.entry_point,
            "setup": self.setup,
            "prompt": self.prompt,
            "input_file": self.input_file,
            "output_file": self.output_file,
            "id": self.id,
            "title": self.title,
            "language": self.language or "",
        }
        result: dict[str, Json] = {
            "kind": str(self.kind),
            "tests": tests,
            "checker": checker_to_json(self.checker),
            "scoring": str(self.scoring),
        }
        result |= {name: text for name, text in texts.items() if text}
        if limits := limits_to_json(self.limits):
            result["limits"] = limits
        if self.signature is not None:
            result["signature"] = signature_to_json(self.signature)
        return result


def problem_id(problem: Problem) -> str:
    """The content address, `sha256:` and the hash of the canonical form."""
    return f"sha256:{problem.content.digest}"


def asserts_of(problem: Problem) -> list[AssertTest]:
    """The tests of a problem of the kind `asserts`."""
    return [test for test in problem.tests if isinstance(test, AssertTest)]


def _read_problem(reader: FieldReader) -> Problem:
    kind = reader.choice("kind", Kind)
    checker = read_checker(reader, kind)
    problem = Problem(
        kind=kind,
        entry_point=reader.text("entry_point", MAX_NAME_CHARS),
        signature=read_signature(reader, kind),
        tests=read_tests(reader, kind, checker.name),
        checker=checker,
        limits=read_limits(reader.inner("limits")),
        scoring=reader.choice("scoring", Scoring, default=Scoring.ALL),
        language=reader.text("language", MAX_NAME_CHARS) or None,
        setup=reader.text("setup", MAX_TEXT_CHARS),
        prompt=reader.text("prompt", MAX_TEXT_CHARS),
        input_file=_read_file_name(reader, "input_file", kind),
        output_file=_read_file_name(reader, "output_file", kind),
        id=reader.text("id", MAX_NAME_CHARS),
        title=reader.text("title", MAX_TEXT_CHARS),
    )
    reader.finish()
    check_arity(reader, problem.signature, problem.tests)
    if kind in (Kind.FUNCTION, Kind.CLASS):
        _check_entry_point(reader, kind, problem.entry_point)
    if problem.scoring is Scoring.WEIGHTED and not any(test.weight for test in problem.tests):
        raise reader.refuse("with weighted scoring some test must have a weight above 0", "tests")
    return problem


def _check_entry_point(reader: FieldReader, kind: Kind, name: str) -> None:
    """A function is called by its bare name, whoever's method it is; no program defines anything else."""
    if not name:
        raise reader.refuse(f"is needed: the name of the {kind} that is tested", "entry_point")
    if not _NAME.fullmatch(name):
        inner = name.partition("(")[0] if name.endswith(")") else name
        names = _NAME.findall(inner)
        example = f", such as {names[-1]!r}" if names else ""
        raise reader.refuse(f"must be a bare name{example}, not {name[:40]!r}", "entry_point")


def _read_file_name(reader: FieldReader, name: str, kind: Kind) -> str:
    file_name = reader.text(name, MAX_NAME_CHARS)
    if file_name and kind is not Kind.STDIO:
        raise reader.refuse("only stdio problems have files", name)
    if file_name in (".", "..") or "/" in file_name or "\0" in file_name:
        raise reader.refuse("must be a plain file name", name)
    return file_name
