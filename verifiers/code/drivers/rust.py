"""Rust: the candidate's module, with a generated function at its end that calls what is tested.

That function names no types where the compiler can infer them from the call, so only the parameters'
references are read from the text. The crate `rewardd` is compiled once for all by `toolchains/install`:
compiling it along would double the compiler's time.
"""

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
    same_name,
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
from verifiers.code.drivers.rust_types import is_returned, is_sent, own_types, placed
from verifiers.code.problem import Kind

_INNER_ATTRIBUTE = re.compile(r"#!\[[^\]]*\]")
_TEST_ATTRIBUTE = re.compile(r"#\[\s*(?:cfg\s*\(\s*test\s*\)|test)\s*\]")
_FUNCTION = re.compile(r"\bfn\s+(\w+)\s*(?P<generics><[^(]{0,500}>)?\s*\(")
_LIFETIMES = re.compile(r"<(?:\s*'\w+\s*,?)*>")
_IMPLEMENTATION = re.compile(
    r"\bimpl\b\s*(?:<[^{]{0,500}?>\s*)?(\w+)\s*(?:<[^{]{0,500}>)?\s*(?:where[^{]{0,500})?\{"
)
_TYPE = re.compile(r"\b(?:struct|enum|type|union)\s+(\w+)")
_TESTS = re.compile(r"\bmod\s+(\w+)\s*\{")
_MAIN = re.compile(r"\bfn\s+main\s*\(")
_TEST_FUNCTION = re.compile(r"#\[\s*test\s*\][^{;]{0,500}?\bfn\s+(\w+)\s*\(\s*\)")
_SCOPE = (
    "use std::cell::{Cell, RefCell}; use std::cmp::{max, min, Ordering, Reverse}; use std::collections::*; "
    "use std::rc::Rc; "
)
_PRELUDE = f"mod scope {{ {_SCOPE.replace('use ', 'pub use ')}}}\n"
_HEAD = "use crate::scope::*; "
_ALLOWED = "#![allow(warnings)]\n"
_NODES = {
    "ListNode": ("rust/list_node.rs", "rust/list_like.rs"),
    "TreeNode": ("rust/tree_node.rs", "rust/tree_like.rs"),
}
_REPLACING = re.compile(
    r"\bmacro_rules\s*!\s*(?:assert\w*|debug_assert\w*|panic|matches)\b|\b(?:no_mangle|export_name|link_section)\b"
    r"|\bimpl\b[^{;]{0,200}\bPartialEq\s*<"
)
"""With an equality between a type of its own and those of a test, a program would decide asserts itself."""
_RETURNED = re.compile(r"\)\s*->\s*(?!\(\s*\))([^{;]{1,500}?)\s*(?=\{|;|\bwhere\b)")
_CHANGEABLE = re.compile(r"&\s*mut\b(?P<slice>\s*\[[^;]*\]\Z)?")
_OWNED = {"str": "String"}
_TEXTS = re.compile(r"(?:Vec\s*<|\[)\s*&\s*(?:'\w+\s+)?str\s*[>\]]")
"""A list of texts that are borrowed."""
_MAX_BLOCKS = 100
_MAX_FUNCTIONS = 1_000
"""Programs with more are there to keep us busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Function:
    """What a declaration tells about how to call a function."""

    name: str
    receiver: bool
    params: tuple[str, ...]
    """Their types as written."""
    returned: str
    """The result's type as written; empty if there is none."""
    generics: str
    """Its own lifetimes and types, with their brackets."""


class _Source:
    """A candidate's file as the module `solution`."""

    def __init__(self, program: str) -> None:
        masked = mask(program, Syntax.RUST)
        spans = [match.span() for match in _INNER_ATTRIBUTE.finditer(masked)]
        self.text = blank_spans(program, spans)
        self.masked = blank_spans(masked, spans)
        outer = top_level(self.masked)
        self._blocks = list(islice(_IMPLEMENTATION.finditer(outer), _MAX_BLOCKS))
        self.types = _TYPE.findall(outer)
        self.functions = [
            _declared(outer, match) for match in islice(_FUNCTION.finditer(outer), _MAX_FUNCTIONS)
        ]

    def methods(self, owner: str) -> list[_Function]:
        """The functions of all `impl owner` blocks."""
        found: list[_Function] = []
        for block in self._blocks:
            if block[1] == owner:
                body = self.masked[block.end() : closing(self.masked, block.end() - 1)]
                outer = top_level(body)
                found += [
                    _declared(outer, match) for match in islice(_FUNCTION.finditer(outer), _MAX_FUNCTIONS)
                ]
        return found

    def owners(self) -> list[str]:
        """The types with functions of their own."""
        return list(dict.fromkeys(block[1] for block in self._blocks))

    def module(self, added: str) -> bytes:
        """The program behind what LeetCode has in scope, on the same first line, and before `added`."""
        parts = [_HEAD + self.text]
        if "Solution" not in self.types:
            parts.append("pub struct Solution;")
        for name, (definition, implementation) in _NODES.items():
            if name not in self.types:
                parts.append(harness_file(definition).decode())
            parts.append(harness_file(implementation).decode())
        return "\n".join([*parts, added]).encode(errors="replace")


class RustDriver(Driver):
    """The candidate's program is a module, so that a `main` of its own is in nobody's way."""

    def stdio(self, program: str) -> Build:
        """A program of its own."""
        return Build(files={self.source: program.encode(errors="replace")})

    def calls(self, program: str, entry: Entry) -> Build:
        """The candidate's module, and a `main` that hands it to the driver's crate."""
        source = _Source(program)
        call = _class_call(source, entry) if entry.kind is Kind.CLASS else _function_call(source, entry)
        return self._build(source, call, "rewardd::serve(solution::rewardd_call)")

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """See `Driver`. A test has `fn main()`, or functions marked `#[test]`."""
        wanted = entry_point.rpartition(".")[2].strip("() ")
        given_types = own_types(starter)
        known = {own.name for own in given_types}
        own = [*given_types, *(other for other in own_types(program) if other.name not in known)]
        names = [one.name for one in own]
        declared = _stand_in(starter, wanted, names) or _stand_in(program, wanted, names)
        tested = _Source(test)
        run = _test_run(test)
        if declared is None or run is None or wanted in (function.name for function in tested.functions):
            return None
        source = _Source(program)
        entry = Entry(kind=Kind.FUNCTION, name=wanted, arity=declared.arity)
        traits = "".join(one.traits for one in own)
        call = _function_call(source, entry, with_arguments=True) + traits
        there = {*tested.types, *_Source(given).types}
        definitions = "".join(one.definition for one in own if one.name not in there)
        return Apart(
            candidate=self._build(source, call, "rewardd::serve(solution::rewardd_call)"),
            tester=self._build(
                _Source(f"{given}\n{run.text}\n{definitions}{declared.text}"),
                run.added + traits,
                "rewardd::run_test(solution::rewardd_tests)",
            ),
        )

    def refuse_tampering(self, program: str, test: str) -> None:
        """See `Driver`."""
        del test
        if _REPLACING.search(mask(program, Syntax.RUST)):
            raise ProgramRefusedError(
                "a program that is tested by asserts must not define its macros, comparisons or symbols"
            )

    def asserts(self, program: str, test: str) -> Build:
        """A test with `fn main()`, or with functions marked `#[test]` in one module."""
        run = _test_run(test)
        if run is None:
            raise EntryMissingError("the test has neither fn main() nor functions marked #[test]")
        hidden = hidden_name(program, test)
        proof = hidden_file("rust/proof.rs", hidden).decode()
        program = _MAIN.sub("fn rewardd_other_main(", program)
        prove = f"solution::rewardd_tests(); {hidden}::prove()"
        return self._build(_Source(f"{program}\n{run.text}"), run.added, prove, proof)

    def _build(self, source: _Source, added: str, run: str, proof: str = "") -> Build:
        main = f"{_ALLOWED}{_PRELUDE}{proof}mod solution;\n\nfn main() {{\n    {run};\n}}\n"
        return Build(
            files={
                self.source: main.encode(),
                "solution.rs": source.module(added),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _TestRun:
    """A test as part of the module `solution`, and what defines `rewardd_tests()` behind it."""

    text: str
    added: str


def _test_run(test: str) -> _TestRun | None:
    tested = _Source(test)
    if any(function.name == "main" for function in tested.functions):
        return _TestRun(text=tested.text, added="pub fn rewardd_tests() { main(); }")
    marked = _TEST_FUNCTION.findall(tested.masked)
    if not marked:
        return None
    added = f"pub fn rewardd_tests() {{ {' '.join(f'{name}();' for name in marked)} }}"
    attributes = [match.span() for match in _TEST_ATTRIBUTE.finditer(tested.masked)]
    text = blank_spans(tested.text, attributes)
    module = _TESTS.search(tested.masked)
    if module is not None:
        end = closing(tested.masked, module.end() - 1)
        text = f"{text[:end]}{added}{text[end:]}"
        added = f"pub fn rewardd_tests() {{ {module[1]}::rewardd_tests(); }}"
    return _TestRun(text=text, added=added)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StandIn:
    """A function that has the other box make the call."""

    text: str
    arity: int


def _stand_in(text: str, wanted: str, own: Collection[str]) -> _StandIn | None:
    """For the function of this name, if all its types can be sent."""
    source = _Source(text)
    owned = [function for function in source.methods("Solution") if same_name(function.name, wanted)]
    found = owned or [function for function in source.functions if same_name(function.name, wanted)]
    if len(found) != 1 or found[0].receiver:
        return None
    function = found[0]
    returned = function.returned or "()"
    if not all(is_sent(kind, own) for kind in function.params) or not is_returned(returned, own):
        return None
    if function.generics and not _LIFETIMES.fullmatch(function.generics):
        return None
    params = ", ".join(f"a{index}: {placed(kind)}" for index, kind in enumerate(function.params))
    given = ", ".join(f"&a{index}" for index in range(len(function.params)))
    changed = "".join(
        f"a{index}.clone_from_slice(&reply.after::<Vec<_>>({index})); "
        if match["slice"]
        else f"*a{index} = reply.after({index}); "
        for index, kind in enumerate(function.params)
        if (match := _CHANGEABLE.match(kind)) is not None
    )
    body = f"let reply = rewardd::ask(&[{given}]); {changed}reply.value()"
    declaration = f"pub fn {function.name}{function.generics}({params}) -> {placed(returned)} {{ {body} }}"
    return _StandIn(
        text=f"impl Solution {{ {declaration} }}" if owned else declaration, arity=len(function.params)
    )


def _declared(outer: str, match: re.Match[str]) -> _Function:
    end = closing(outer, match.end() - 1, MAX_PARAMETERS_CHARS)
    params = split_commas(outer[match.end() : end])
    receiver = (
        bool(params) and re.fullmatch(r"(?:&\s*(?:'\w+\s+)?)?(?:mut\s+)?self\b.*", params[0]) is not None
    )
    typed = params[1:] if receiver else params
    returned = _RETURNED.match(outer, end)
    return _Function(
        name=match[1],
        receiver=receiver,
        params=tuple(param.partition(":")[2].strip() for param in typed),
        returned=returned[1].strip() if returned else "",
        generics=match["generics"] or "",
    )


def _pick(functions: list[_Function], name: str, arity: int) -> _Function | None:
    fitting = [function for function in functions if len(function.params) == arity]
    best = best_name(name, [function.name for function in fitting])
    return next((function for function in fitting if function.name == best), None)


def _read_arguments(function: _Function, source: str) -> tuple[str, str]:
    """Statements that read the arguments from the slice `source`, and the arguments of the call."""
    statements, passed = "", []
    for index, kind in enumerate(function.params):
        reference = re.match(r"&\s*(?:'\w+\s+)?(mut\s+)?(.*)", kind, re.DOTALL)
        written = ""
        prefix = ""
        target = kind
        if reference is not None:
            prefix = "&mut " if reference[1] else "&"
            target = reference[2].strip()
            slice_of = re.fullmatch(r"\[(.*)\]", target, re.DOTALL)
            written = _OWNED.get(target, f"Vec<{slice_of[1]}>" if slice_of and ";" not in slice_of[1] else "")
        name, read = f"p{index}", f"rewardd::Read::read(&{source}[{index}])?"
        if _TEXTS.fullmatch(target):
            statements += f"let {name}_owned: Vec<String> = {read}; "
            statements += f"let mut {name}: Vec<&str> = {name}_owned.iter().map(String::as_str).collect(); "
        else:
            annotation = f": {written}" if written else ""
            statements += f"let mut {name}{annotation} = {read}; "
        passed.append(f"{prefix}{name}")
    return statements, ", ".join(passed)


def _arity_check(function: _Function, source: str) -> str:
    count = len(function.params)
    return (
        f"if {source}.len() != {count} {{ "
        f'return Err(format!("it takes {count} arguments, not {{}}", {source}.len())); }} '
    )


_CALL_HEAD = "\npub fn rewardd_call(a: &[rewardd::Json], out: &mut String) -> rewardd::Outcome<()> {\n"
_WRITE = "rewardd::Write::write(&{}, out)"


def _function_call(source: _Source, entry: Entry, *, with_arguments: bool = False) -> str:
    """The call; `with_arguments` has it answer what became of those that it may change."""
    owners = ["Solution", *(owner for owner in source.owners() if owner != "Solution")]
    for owner in owners:
        found = _pick(source.methods(owner), entry.name, entry.arity)
        if found is not None:
            maker = f"{owner}::new()" if _pick(source.methods(owner), "new", 0) else f"({owner} {{}})"
            path = f"{maker}.{found.name}" if found.receiver else f"{owner}::{found.name}"
            break
    else:
        found = _pick(source.functions, entry.name, entry.arity)
        if found is None:
            raise EntryMissingError(f"no function {entry.name} with {entry.arity} parameters is defined")
        path = found.name
    statements, passed = _read_arguments(found, "a")
    answer = "r" if found.returned or not found.params else "p0"
    body = f"{_arity_check(found, 'a')}{statements}let r = {path}({passed}); {_WRITE.format(answer)}"
    if with_arguments:
        after = ", ".join(
            f"&p{index}" if _CHANGEABLE.match(kind) else "&()" for index, kind in enumerate(found.params)
        )
        body += f'?; out.push_str(",\\"arguments\\":"); rewardd::write_values(&[{after}], out)'
    return f"{_CALL_HEAD}    {body}\n}}\n"


def _class_call(source: _Source, entry: Entry) -> str:
    owner = best_name(entry.name, source.types)
    if owner is None:
        raise EntryMissingError(f"no struct {entry.name} is defined")
    methods = source.methods(owner)
    constructor = _pick(methods, "new", entry.arity)
    if constructor is None:
        raise EntryMissingError(f"no {owner}::new with {entry.arity} parameters is defined")
    statements, passed = _read_arguments(constructor, "first")
    arms = ""
    for operation, arity in entry.operations.items():
        method = _pick(methods, operation, arity)
        if method is None:
            known = [function.name for function in methods if same_name(function.name, operation)]
            wanted = f" with {arity} parameters" if known else ""
            raise EntryMissingError(f"{owner} has no method {operation}{wanted}")
        reading, given = _read_arguments(method, "x")
        arms += (
            f"            {json.dumps(operation)} => {{ {_arity_check(method, 'x')}{reading}"
            f"let r = object.{method.name}({given}); {_WRITE.format('r')}?; }}\n"
        )
    return (
        f"{_CALL_HEAD}"
        "    let (operations, arguments) = (a[0].items()?, a[1].items()?);\n"
        "    let first = arguments[0].items()?;\n"
        f"    {_arity_check(constructor, 'first')}{statements}let mut object = {owner}::new({passed});\n"
        '    out.push_str("[null");\n'
        "    for (operation, x) in operations.iter().zip(arguments).skip(1) {\n"
        "        let x = x.items()?;\n"
        "        out.push(',');\n"
        "        match operation.text() {\n"
        f"{arms}"
        '            other => return Err(format!("no method {other} is defined")),\n'
        "        }\n"
        "    }\n"
        "    out.push(']');\n"
        "    Ok(())\n"
        "}\n"
    )
