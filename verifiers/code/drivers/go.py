"""Go: the candidate's file, the driver's, and a generated one that names what is called."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from verifiers.code.drivers.base import (
    Apart,
    Build,
    Driver,
    Entry,
    EntryMissingError,
    ProgramRefusedError,
    hidden_name,
)
from verifiers.code.drivers.harness_files import harness_file, hidden_file
from verifiers.code.drivers.masking import (
    MAX_PARAMETERS_CHARS,
    Syntax,
    best_name,
    blank_spans,
    closing,
    mask,
    split_commas,
    top_level,
)
from verifiers.code.problem import Kind

_PACKAGE = re.compile(r"^[ \t]*package\s+\w+[ \t]*;?", re.MULTILINE)
_FUNCTION = re.compile(r"\bfunc\s+(\w+)\s*[\[(]")
_METHOD = re.compile(r"\bfunc\s*\(\s*(?:\w+\s+)?\*?\s*(\w+)(?:\[[^\]]{0,200}\])?\s*\)\s*(\w+)\s*\(")
_TYPE = re.compile(r"\btype\s+(\w+)\b|(?:\(|\n)[ \t]{0,100}(\w+)[ \t]{1,100}(?:struct|interface)\s*\{")
_VARIABLE = re.compile(r"\b(?:var|const)\s+(\w+)")
_MAIN = re.compile(r"\bfunc\s+main\s*\(")
_TEST = re.compile(r"\bfunc\s+(Test\w*)\s*\(\s*\w+\s+\*testing\.T\s*\)")
_IMPORT = re.compile(r"\bimport\s*(?:\([^)]{0,5000}\)|[^\n;]{0,500})")
_IMPORT_PATH = re.compile(r'"([^"\n]+)"')
_TESTIFY = re.compile(
    r"(?P<import>\bimport\s*)?(?P<name>[\w.]+[ \t]+)?"
    r'"github\.com/stretchr/testify/(?P<package>assert|require)"'
)
_TESTIFY_USE = re.compile(r"(?<![\w.])(assert|require)\.[A-Z]")

_PACKAGES = {
    "atomic": ("sync/atomic", "atomic.AddInt64"),
    "big": ("math/big", "big.NewInt"),
    "bits": ("math/bits", "bits.Len"),
    "bufio": ("bufio", "bufio.NewReader"),
    "bytes": ("bytes", "bytes.Equal"),
    "cmp": ("cmp", "cmp.Compare[int]"),
    "cmplx": ("math/cmplx", "cmplx.Abs"),
    "context": ("context", "context.Background"),
    "errors": ("errors", "errors.New"),
    "fmt": ("fmt", "fmt.Sprint"),
    "fnv": ("hash/fnv", "fnv.New64"),
    "heap": ("container/heap", "heap.Init"),
    "io": ("io", "io.EOF"),
    "list": ("container/list", "list.New"),
    "maphash": ("hash/maphash", "maphash.MakeSeed"),
    "maps": ("maps", "maps.Clone[map[int]int]"),
    "math": ("math", "math.Pi"),
    "os": ("os", "os.Exit"),
    "rand": ("math/rand", "rand.Int"),
    "reflect": ("reflect", "reflect.TypeOf"),
    "regexp": ("regexp", "regexp.MustCompile"),
    "ring": ("container/ring", "ring.New"),
    "runtime": ("runtime", "runtime.GC"),
    "slices": ("slices", "slices.Sort[[]int]"),
    "sort": ("sort", "sort.Ints"),
    "strconv": ("strconv", "strconv.Itoa"),
    "strings": ("strings", "strings.Join"),
    "sync": ("sync", "sync.NewCond"),
    "testing": ("testing", "testing.Short"),
    "time": ("time", "time.Now"),
    "unicode": ("unicode", "unicode.IsLetter"),
    "utf8": ("unicode/utf8", "utf8.RuneLen"),
}
"""What a file that uses `name.Something` gets: the import path, and a use of it. LeetCode imports these
unasked. The use keeps the compiler content where `name` turns out to be a variable of the program."""
_USE = re.compile(rf"(?<![\w.])({'|'.join(_PACKAGES)})\.[A-Z]")
_PREDECLARED = frozenset(
    re.findall(
        r"\w+",
        """any append bool byte cap clear close comparable complex complex64 complex128 copy delete error
        false float32 float64 imag int int8 int16 int32 int64 iota len make new nil panic print println
        real recover rune string true uint uint8 uint16 uint32 uint64 uintptr""",
    )
)
"""What every file of the package knows; `max` and `min` are left out, older programs bring their own."""
_SENT_TYPE = re.compile(
    r"(?:\.\.\.)?(?:\[\d*\]|map\[\w+\]|\*)*"
    r"(?:(?:bool|string|u?int(?:8|16|32|64)?|float(?:32|64)|byte|rune|error|any|interface ?\{ ?\})$|(\w+)$)"
)
_RESULT = re.compile(r"(?:interface[ ]?\{[ ]?\}|[\w\[\]. *])*")
_STRUCT = re.compile(r"\btype\s+(\w+)\s+struct\s*\{")
_MEMBER = re.compile(r"(\w+(?:\s*,\s*\w+)*)\s+(\S.*)")
_MAX_STRUCTS = 50
_NO_STRUCTS = b"var rewarddStructs []any\n"
_KIND_FUNCTION, _KIND_TESTED = b'const rewarddKind = "function"', b'const rewarddKind = "tested"'
_NODES = {"ListNode": "go/list_node.go", "TreeNode": "go/tree_node.go"}


class _Source:
    """A candidate's file as part of package main, whatever it says of packages and `main`."""

    def __init__(self, program: str) -> None:
        masked = mask(program, Syntax.GO)
        self._program = program
        self.masked = masked
        outer = top_level(masked)
        self.functions = _FUNCTION.findall(outer)
        self.methods = _METHOD.findall(outer)
        """Pairs of a receiver's type and a method's name."""
        self.types = [one or other for one, other in _TYPE.findall(masked)]
        self._outer = outer
        self.names = {*self.functions, *self.types, *_VARIABLE.findall(outer)}

    def file(self) -> bytes:
        """Imports are added on the first line and used behind the last, so that line numbers hold."""
        imported = set()
        for statement in _IMPORT.finditer(self._outer):
            imported.update(_IMPORT_PATH.findall(self._program[statement.start() : statement.end()]))
        used = [name for name in sorted(set(_USE.findall(self.masked))) if name not in self.names]
        added = [_PACKAGES[name] for name in used if _PACKAGES[name][0] not in imported]
        head = "package main;" + "".join(f'import "{path}";' for path, _ in added)
        body = blank_spans(self._program, [match.span() for match in _PACKAGE.finditer(self._outer)][:1])
        main = _MAIN.search(self._outer)
        if main is not None:
            body = f"{body[: main.start()]}func rewarddCandidateMain({body[main.end() :]}"
        tail = "".join(f"\nvar _ = {use}" for _, use in added)
        return f"{head}{body}{tail}\n".encode(errors="replace")

    def nodes(self) -> dict[str, bytes]:
        """LeetCode's node types that the candidate does not define."""
        return {
            path.removeprefix("go/"): harness_file(path)
            for name, path in _NODES.items()
            if name not in self.types
        }

    def result_of(self, function: str) -> str | None:
        """The name of the type that a function returns."""
        match = re.search(rf"\bfunc\s+{function}\s*\(", self._outer)
        if match is None:
            return None
        end = closing(self._outer, match.end() - 1)
        result = re.match(r"\)\s*\*?\s*(\w+)", self._outer[end:])
        return result[1] if result else None


class _Test(_Source):
    """A test's file. Testify's packages are variables of ours (`harness/go/testify.go`)."""

    def __init__(self, test: str) -> None:
        spans: list[tuple[int, int]] = []
        names: dict[str, str] = {}
        for statement in _IMPORT.finditer(top_level(mask(test, Syntax.GO))):
            for found in _TESTIFY.finditer(test, statement.start(), statement.end()):
                spans.append(found.span())
                names[(found["name"] or found["package"]).strip()] = found["package"]
        super().__init__(blank_spans(test, spans))
        for package in _TESTIFY_USE.findall(self.masked):
            if package not in self.names:
                names.setdefault(package, package)
        self._packages = {name: package for name, package in names.items() if name.isidentifier()}

    def files(self, hidden: str) -> dict[str, bytes]:
        """The test and what it takes for granted; names in that begin with `hidden`."""
        files = {"solution_test.go": self.file()}
        if self._packages:
            variables = "".join(
                f"\nvar {name} = HIDDENPackage{{fatal: {str(package == 'require').lower()}}}\n"
                for name, package in sorted(self._packages.items())
            ).replace("HIDDEN", hidden)
            files["testify.go"] = hidden_file("go/testify.go", hidden) + variables.encode()
        return files


class GoDriver(Driver):
    """All files are one package. Names of ours begin with `rewardd`."""

    def stdio(self, program: str) -> Build:
        """A program of its own, with its own imports."""
        return Build(files={"solution.go": program.encode(errors="replace")})

    def calls(self, program: str, entry: Entry) -> Build:
        """The candidate's file, the driver and what is called."""
        source = _Source(program)
        called = _class_entry(source, entry) if entry.kind is Kind.CLASS else _function_entry(source, entry)
        text = f"package main\n\nfunc main() {{\n\trewarddDriver()\n}}\n\n{called}"
        files = {
            "solution.go": source.file(),
            "driver.go": harness_file("go/driver.go"),
            "entry.go": text.encode(),
        }
        return Build(files={**files, **source.nodes()})

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """See `Driver`. A test has a `main`, or functions for package testing."""
        wanted = entry_point.rpartition(".")[2].strip("() ")
        structs = _structs(program) | _structs(starter)
        sent = {*structs, *_NODES}
        declared = _declared(starter, wanted, sent) or _declared(program, wanted, sent)
        tested = _Test(test)
        run = _test_run(tested, "rewardd")
        if declared is None or run is None or declared.name in tested.functions:
            return None
        source = _Source(program)
        entry = Entry(kind=Kind.FUNCTION, name=declared.name, arity=len(declared.params))
        candidate = self.calls(program, entry)
        own = ", ".join(f"{name}{{}}" for name in structs)
        named = f"var rewarddStructs = []any{{{own}}}\n"
        called = candidate.files["entry.go"].replace(_KIND_FUNCTION, _KIND_TESTED)
        called = called.replace(_NO_STRUCTS, named.encode())
        brought = {*tested.types, *_Source(given).types}
        definitions = "".join(text for name, text in structs.items() if name not in brought)
        text = (
            f"package main\n\n{run.imports}\nfunc main() {{\n\trewarddBegin()\n\t{run.statements}\n}}\n\n"
            f"{_KIND_TESTED.decode()}\n\nfunc rewarddTarget() any {{ return nil }}\n\n"
            f"var rewarddMethods map[string]any\n\n{named}\n{definitions}{declared.stand_in()}"
        )
        files = {
            "driver.go": harness_file("go/driver.go"),
            "entry.go": text.encode(),
            "remote.go": hidden_file("go/remote.go", "rewardd"),
            **tested.files("rewardd"),
            **({"given.go": _Source(_without_imports(given)).file()} if given else {}),
            **run.files,
        }
        return Apart(
            candidate=Build(files={**candidate.files, "entry.go": called}),
            tester=Build(files={**files, **source.nodes()}),
        )

    def refuse_tampering(self, program: str, test: str) -> None:
        """See `Driver`."""
        del test
        if replaced := _Source(program).names & _PREDECLARED:
            raise ProgramRefusedError(f"a program that is tested by asserts must not define {min(replaced)}")

    def asserts(self, program: str, test: str) -> Build:
        """A test with `func main()`, or with functions for package testing."""
        source, tested = _Source(program), _Test(test)
        hidden = hidden_name(program, test)
        run = _test_run(tested, hidden)
        if run is None:
            raise EntryMissingError("the test has neither func main() nor func TestX(t *testing.T)")
        program_file = re.sub(rb"\bfunc rewarddCandidateMain\(", b"func rewarddOtherMain(", source.file())
        text = f"package main\n\n{run.imports}\nfunc main() {{\n\t{run.statements}\n}}\n"
        files = {
            "solution.go": program_file,
            **tested.files(hidden),
            "asserts.go": hidden_file("go/proof.go", hidden),
            "entry.go": text.encode(),
            **run.files,
        }
        return Build(files={**files, **source.nodes()})


def _without_imports(text: str) -> str:
    """What is imported and not used is an error; what is used is imported again."""
    return blank_spans(text, [match.span() for match in _IMPORT.finditer(top_level(mask(text, Syntax.GO)))])


@dataclass(frozen=True, slots=True, kw_only=True)
class _TestRun:
    """How a test is run and its end told."""

    imports: str
    statements: str
    files: dict[str, bytes]


def _test_run(tested: _Source, hidden: str) -> _TestRun | None:
    if "main" in tested.functions:
        return _TestRun(imports="", statements=f"rewarddCandidateMain()\n\t{hidden}Prove()", files={})
    tests = ", ".join(f'{{Name: "{name}", F: {name}}}' for name in _TEST.findall(tested.masked))
    if not tests:
        return None
    return _TestRun(
        imports='import "testing"\n',
        statements=f"{hidden}RunTests([]testing.InternalTest{{{tests}}})",
        files={"run_tests.go": hidden_file("go/run_tests.go", hidden)},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declaration:
    """A function of which all types can be sent."""

    name: str
    params: tuple[str, ...]
    """Types."""
    results: tuple[str, ...]

    def stand_in(self) -> str:
        """The function with a body that has the other box make the call."""
        params = ", ".join(f"a{index} {kind}" for index, kind in enumerate(self.params))
        results = ", ".join(f"r{index} {kind}" for index, kind in enumerate(self.results))
        given = ", ".join(f"&a{index}" for index in range(len(self.params)))
        places = "".join(f", &r{index}" for index in range(len(self.results)))
        call = f"rewarddRemote([]any{{{given}}}{places})"
        return f"func {self.name}({params}) ({results}) {{\n\t{call}\n\treturn\n}}\n"


def _structs(text: str) -> dict[str, str]:
    """The structures of which all members can be sent, by name, each as its members alone."""
    masked = mask(text, Syntax.GO)
    bodies = {
        found[1]: masked[found.end() : closing(masked, found.end() - 1, MAX_PARAMETERS_CHARS)]
        for found in islice(_STRUCT.finditer(masked), _MAX_STRUCTS)
    }
    texts = {name: _members(body) for name, body in bodies.items()}
    reserved = {name for name in texts if name in _PREDECLARED or name.startswith("rewardd")}
    names = {name for name, members in texts.items() if members is not None} - reserved
    while True:
        sent = {
            name
            for name in names
            if all(_is_sent(kind, names) and not kind.startswith("...") for _, kind in texts[name] or ())
        }
        if sent == names:
            break
        names = sent
    return {
        name: f"type {name} struct {{ {'; '.join(map(' '.join, texts[name] or ()))} }}\n"
        for name in texts
        if name in names
    }


def _members(body: str) -> list[tuple[str, str]] | None:
    """Names and types, if every member has a name."""
    members: list[tuple[str, str]] = []
    for line in re.split(r"[\n;]", body):
        if not line.strip():
            continue
        match = _MEMBER.fullmatch(line.strip())
        if match is None:
            return None
        members.append((match[1], match[2].strip()))
    return members


def _is_sent(kind: str, structs: Collection[str]) -> bool:
    match = _SENT_TYPE.fullmatch(kind)
    return match is not None and (match[1] is None or match[1] in structs)


def _declared(text: str, wanted: str, structs: Collection[str]) -> _Declaration | None:
    source = _Source(text)
    name = best_name(wanted, source.functions)
    found = re.search(rf"\bfunc\s+{name}\s*\(", source.masked) if name else None
    if name is None or found is None:
        return None
    end = closing(source.masked, found.end() - 1, MAX_PARAMETERS_CHARS)
    params = _field_types(source.masked[found.end() : end])
    rest = source.masked[end + 1 :].lstrip(" \t")
    if rest.startswith("("):
        results = _field_types(rest[1 : closing(rest, 0, MAX_PARAMETERS_CHARS)])
    else:
        single = _RESULT.match(rest)
        results = [single[0].strip()] if single and single[0].strip() else []
    if not all(_is_sent(kind, structs) for kind in (*params, *results)):
        return None
    if any(kind.startswith("...") for kind in (*params[:-1], *results)):
        return None
    if not results and any(kind.lstrip("*") in _NODES for kind in params):
        return None  # what becomes of nodes in place is not sent back
    return _Declaration(name=name, params=tuple(params), results=tuple(results))


def _field_types(text: str) -> list[str]:
    """The type of each parameter: `a, b int, c []string` are three."""
    parts = [part.split(None, 1) for part in split_commas(text)]
    if not any(
        len(part) == 2 and part[0].isidentifier() and part[0] not in ("map", "func", "chan") for part in parts
    ):
        return [" ".join(part) for part in parts]
    types: list[str] = []
    for part in reversed(parts):
        types.append(part[1] if len(part) == 2 else types[-1] if types else "")
    return types[::-1]


def _function_entry(source: _Source, entry: Entry) -> str:
    method = best_name(entry.name, [name for owner, name in source.methods if owner == "Solution"])
    function = best_name(entry.name, source.functions)
    if method is not None:
        target = f"new(Solution).{method}"
    elif function is not None:
        target = function
    else:
        raise EntryMissingError(f"no function {entry.name} is defined")
    return (
        f"{_KIND_FUNCTION.decode()}\n\n"
        f"func rewarddTarget() any {{ return {target} }}\n\n"
        f"var rewarddMethods map[string]any\n\n{_NO_STRUCTS.decode()}"
    )


def _class_entry(source: _Source, entry: Entry) -> str:
    wanted = ("Constructor", f"Constructor{entry.name}", f"New{entry.name}", "New")
    constructor = next(
        (name for name in (best_name(want, source.functions) for want in wanted) if name), None
    )
    if constructor is None:
        raise EntryMissingError(f"no func Constructor that makes a {entry.name} is defined")
    owner = best_name(entry.name, source.types) or source.result_of(constructor)
    if owner is None:
        raise EntryMissingError(f"no type {entry.name} is defined")
    declared = [name for type_name, name in source.methods if type_name == owner]
    lines = []
    for operation in entry.operations:
        # What is declared nowhere may come from an embedded type; else the compiler will complain.
        method = best_name(operation, declared) or operation[:1].upper() + operation[1:]
        if not method.isidentifier():
            raise EntryMissingError(f"no method {operation} is defined")
        lines.append(f"\t{json.dumps(operation)}: (*{owner}).{method},\n")
    return (
        'const rewarddKind = "class"\n\n'
        f"func rewarddTarget() any {{ return {constructor} }}\n\n"
        f"var rewarddMethods = map[string]any{{\n{''.join(lines)}}}\n\n{_NO_STRUCTS.decode()}"
    )
