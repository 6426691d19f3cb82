"""C++: one file, the driver's header before the candidate's program and a `main` behind it.

The compiler deduces types from pointers to the candidate's functions. Only where there is no single
function to point at (overloads, default arguments) and for constructors the parameters are read from
the candidate's text, or taken from the problem's signature.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from verifiers.code.drivers.base import (
    Apart,
    Build,
    Driver,
    Entry,
    EntryMissingError,
    ProgramRefusedError,
    hidden_name,
)
from verifiers.code.drivers.c_macros import refuse_replaced_library, undefined
from verifiers.code.drivers.cpp_structs import is_plain, plain_structs
from verifiers.code.drivers.harness_files import harness_file, hidden_file
from verifiers.code.drivers.main_function import with_written_return
from verifiers.code.drivers.masking import (
    MAX_PARAMETERS_CHARS,
    Syntax,
    best_name,
    closing,
    mask,
    split_commas,
)
from verifiers.code.problem import Kind
from verifiers.code.signature import ClassSignature, Parameter, Scalar, Signature, ValueType

_TYPES = {
    Scalar.INTEGER: "int",
    Scalar.LONG: "long long",
    Scalar.DOUBLE: "double",
    Scalar.BOOLEAN: "bool",
    Scalar.CHARACTER: "char",
    Scalar.STRING: "std::string",
    Scalar.VOID: "void",
    Scalar.LIST_NODE: "ListNode*",
    Scalar.TREE_NODE: "TreeNode*",
}
_HEAD = '#include <bits/stdc++.h>\n#include "driver.h"\nusing namespace std;\n'
_HEAD_WITH_ARGUMENTS_BACK = _HEAD.replace(
    '#include "driver', '#define REWARDD_ARGUMENTS_BACK\n#include "driver'
)
_TEST_HEAD = '#include <bits/stdc++.h>\n#include <cassert>\n#include "proof.h"\nusing namespace std;\n'
_RENAMED_MAIN = "#define main rewardd_candidate_main\n#line 1\n"
_UNDEFINED = "".join(
    f"#undef {word}\n"
    for word in (
        "main",
        "int",
        "long",
        "double",
        "auto",
        "return",
        "void",
        "bool",
        "char",
        "string",
        "for",
        "if",
    )
)
"""Macros that competitive programmers define and that the lines of ours behind the program must not see."""
_CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_CLASS = re.compile(r"\b(?:class|struct)\s+([A-Za-z_]\w*)[^;{}()]{0,1000}\{")
_COMPARISON = re.compile(r"\boperator\s*(?:==|!=|<=>|!|&&|\|\||bool\b|int\b)")
"""With `operator==` for a type that it returns, a program would decide the asserts itself."""
_MAX_DECLARATIONS = 200


def cpp_type(value_type: ValueType) -> str:
    """LeetCode's type in C++."""
    if value_type.element is not None:
        return f"std::vector<{cpp_type(value_type.element)}>"
    return _TYPES[value_type.innermost]


class CppDriver(Driver):
    """Programs of one file. Compiled once, the same program takes all cases."""

    def calls(self, program: str, entry: Entry) -> Build:
        """See `Driver`. A candidate's own `main` is renamed, not run."""
        return self._calls(program, entry, _HEAD)

    def _calls(self, program: str, entry: Entry, head: str, fields: str = "") -> Build:
        source = _Source(program)
        main = _class_main(source, entry) if entry.kind is Kind.CLASS else _function_main(source, entry)
        nodes = "" if source.defines_nodes() else '#include "nodes.h"\n'
        text = f"{head}{nodes}{_RENAMED_MAIN}{_without_deduced_this(program)}\n{_UNDEFINED}{fields}{main}"
        files = {"driver.h": harness_file("cpp/driver.h"), "nodes.h": harness_file("cpp/nodes.h")}
        return Build(files={**files, self.source: text.encode(errors="replace")})

    def asserts(self, program: str, test: str) -> Build:
        """See `Driver`. A test without a `main` is a list of statements."""
        hidden = hidden_name(program, test)
        text = (
            f"{_TEST_HEAD}#define main {hidden}_other\n#line 1\n{program}\n{_UNDEFINED}{undefined(program)}"
            "#undef NDEBUG\n#undef assert\n#include <cassert>\n"
            f"#define main {hidden}_main\n{_with_main(test)}\n#undef main\n"
            f"int main() {{ {hidden}_prove({hidden}_main); }}\n"
        )
        files = {"proof.h": hidden_file("c/proof.h", hidden), self.source: text.encode(errors="replace")}
        return Build(files=files)

    def refuse_tampering(self, program: str, test: str) -> None:
        """See `Driver`."""
        del test
        refuse_replaced_library(program)
        if _COMPARISON.search(mask(program, Syntax.C)):
            raise ProgramRefusedError(
                "a program that is tested by asserts must not define comparisons of its own"
            )

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """See `Driver`. A test without a `main` is a list of statements."""
        wanted = entry_point.rpartition(".")[2].strip("() ")
        structs = _Structs(program, test, starter, given)
        declared = _declared(starter, wanted, structs.names) or _declared(program, wanted, structs.names)
        if declared is None:
            return None
        body = _with_main(test)
        text = (
            f'{_HEAD}#include "remote.h"\n#undef NDEBUG\n#include <cassert>\n{given}\n{structs.definitions}'
            f"{structs.fields}{declared.stand_in()}\n"
            f"#define main rewardd_test_main\n{body}\n#undef main\n"
            "int main() { rewardd::run_test(rewardd_test_main); }\n"
        )
        shared = {"driver.h": harness_file("cpp/driver.h"), "remote.h": harness_file("cpp/remote.h")}
        entry = Entry(kind=Kind.FUNCTION, name=wanted, arity=len(declared.params))
        return Apart(
            candidate=self._calls(program, entry, _HEAD_WITH_ARGUMENTS_BACK, structs.fields),
            tester=Build(files={**shared, self.source: text.encode(errors="replace")}),
        )


def _with_main(test: str) -> str:
    defined = re.search(r"\bmain\s*\(", mask(test, Syntax.C)) is not None
    return with_written_return(test if defined else f"int main() {{\n{test}\n}}")


class _Structs:
    """The plain structures of a problem: its own definitions, else what the program's consist of."""

    def __init__(self, program: str, test: str, starter: str, given: str) -> None:
        own = {struct.name: struct for struct in plain_structs(starter)}
        other = {struct.name: struct for struct in plain_structs(program) if struct.name not in own}
        in_test = set(_CLASS.findall(mask(test, Syntax.C)))
        known = [struct for struct in (*own.values(), *other.values()) if struct.name not in in_test]
        self.names = [struct.name for struct in known]
        self.fields = "".join(struct.fields() for struct in known)
        compared = _COMPARISON.search(mask(test, Syntax.C)) is None
        self.definitions = "".join(
            struct.bare(compared=compared) if struct.name in other else struct.written
            for struct in known
            if not re.search(rf"\bstruct\s+{struct.name}\b", given)
        )


_DECLARED_TYPE = re.compile(r"(?:(?:static|inline|constexpr)\s+)*([\w:<>,&* \t]+?)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Declaration:
    """A function whose types are all of the standard library's plain ones."""

    name: str
    returns: str
    params: tuple[str, ...]
    """Types."""
    in_solution: bool

    def stand_in(self) -> str:
        """The function with a body that has the other box make the call."""
        params = ", ".join(f"{kind} a{index}" for index, kind in enumerate(self.params))
        values = ", ".join(
            f"std::string(a{index})" if re.search(r"\bstring_view\s*&?$", kind) else f"a{index}"
            for index, kind in enumerate(self.params)
        )
        call = f"rewardd::remote<{', '.join([self.returns, *self.params])}>({values})"
        function = f"{self.returns} {self.name}({params}) {{ return {call}; }}"
        return f"class Solution {{ public: {function} }};" if self.in_solution else function


def _declared(text: str, wanted: str, structs: Collection[str]) -> _Declaration | None:
    source = _Source(text)
    owner = "Solution" if source.class_named("Solution") == "Solution" else None
    declarations = source.declarations(wanted, owner) or source.declarations(wanted, None)
    found = source.start_of(wanted)
    if len(declarations) != 1 or found is None:
        return None
    before = re.split(r"[;{}\n]", source.masked[max(0, found - MAX_PARAMETERS_CHARS) : found])[-1]
    match = _DECLARED_TYPE.match(before.strip())
    types = [_type_of(param) for param in declarations[0]]
    if match is None or not all(is_plain(kind, structs) for kind in (match[1], *types)):
        return None
    in_solution = bool(owner and source.declarations(wanted, owner))
    return _Declaration(name=wanted, returns=match[1], params=tuple(types), in_solution=in_solution)


_DEDUCED_THIS = re.compile(r"(?P<capture>\[[^\[\]{}();]*\])\s*\(\s*(?P<this>this\s+)(?:const\s+)?auto\b")


def _without_deduced_this(program: str) -> str:
    """Recursive lambdas of C++23 (`[&](this auto&& self, …)`) for GCC before 14, which does not know them."""
    masked = mask(program, Syntax.C)
    edits: list[tuple[int, int, str]] = []
    for match in _DEDUCED_THIS.finditer(masked):
        parameters_end = closing(masked, masked.index("(", match.end("capture")))
        body = masked.find("{", parameters_end)
        if body < 0 or len(edits) > 2 * _MAX_DECLARATIONS:
            break
        edits.append((match.start("capture"), match.start("capture"), "rewardd::Recursive{"))
        edits.append((*match.span("this"), ""))
        end = min(closing(masked, body) + 1, len(program))
        edits.append((end, end, "}"))
    for start, end, text in sorted(edits, reverse=True):
        program = program[:start] + text + program[end:]
    return program


class _Source:
    """What the candidate's text declares."""

    def __init__(self, program: str) -> None:
        self.masked = mask(program, Syntax.C)
        self._bodies: dict[str, tuple[int, int]] = {}
        for found in _CLASS.finditer(self.masked):
            if found[1] not in self._bodies and len(self._bodies) < _MAX_DECLARATIONS:
                opening = found.end() - 1
                self._bodies[found[1]] = (opening, closing(self.masked, opening))

    def defines_nodes(self) -> bool:
        return "ListNode" in self._bodies or "TreeNode" in self._bodies

    def class_named(self, wanted: str) -> str | None:
        return best_name(wanted, list(self._bodies))

    def function_named(self, wanted: str, owner: str | None = None) -> str | None:
        start, end = self._bodies[owner] if owner else (0, len(self.masked))
        names = dict.fromkeys(match[1] for match in _CALL.finditer(self.masked, start, end))
        return best_name(wanted, list(names))

    def start_of(self, name: str) -> int | None:
        """Where the first function of this name is declared: the offset of its name."""
        match = re.search(rf"(?<![\w.>~:])\b{re.escape(name)}\s*\(", self.masked)
        return None if match is None else match.start()

    def declarations(self, name: str, owner: str | None) -> list[list[str]]:
        """The parameters, as written, of every function of this name that is directly in the class."""
        start, end = self._bodies[owner] if owner else (0, len(self.masked))
        depth = 0
        position = start + 1 if owner else start
        found: list[list[str]] = []
        pattern = re.compile(rf"[{{}}]|(?<![\w.>~:])\b{re.escape(name)}\s*\(")
        for match in pattern.finditer(self.masked, position, end):
            if match[0] in "{}":
                depth += 1 if match[0] == "{" else -1
            elif depth == 0 and len(found) < _MAX_DECLARATIONS:
                opening = match.end() - 1
                end_of_list = closing(self.masked, opening, MAX_PARAMETERS_CHARS)
                inner = self.masked[opening + 1 : end_of_list]
                found.append([] if inner.strip() == "void" else split_commas(inner))
        return found


def _function_main(source: _Source, entry: Entry) -> str:
    wanted = entry.name.rpartition(".")[2].strip("() ")
    owner = source.class_named("Solution")
    name = source.function_named(wanted, owner) if owner else None
    if name is None:
        owner, name = None, source.function_named(wanted)
    if name is None:
        raise EntryMissingError(f"the program defines no function {wanted}")
    signature = entry.signature if isinstance(entry.signature, Signature) else None
    operation = _operation(source, name, owner, entry.arity, signature)
    maker = f"new {owner}()" if owner else "nullptr"
    return (
        f"int main() {{ auto operation = {operation};\n"
        "rewardd::serve([&](rewardd::Reader& in, std::string& out) {"
        f" void* object = {maker}; operation(object, in, out, true); }}); }}\n"
    )


def _class_main(source: _Source, entry: Entry) -> str:
    owner = source.class_named(entry.name)
    if owner is None:
        raise EntryMissingError(f"the program defines no class {entry.name}")
    signature = entry.signature if isinstance(entry.signature, ClassSignature) else None
    types = _parameter_types(source, owner, owner, entry.arity, signature.constructor if signature else None)
    rows = []
    for wanted, arity in entry.operations.items():
        name = source.function_named(wanted, owner)
        if name is None:
            raise EntryMissingError(f"the class {owner} has no method {wanted}")
        method = signature.methods.get(wanted) if signature else None
        rows.append(f'{{"{wanted}", {_operation(source, name, owner, arity, method)}}}')
    construct = f"rewardd::construct<{', '.join([owner, *types])}>"
    table = ",\n".join(rows)
    return (
        f"int main() {{ std::map<std::string, rewardd::Operation> operations{{{table}}};\n"
        "rewardd::serve([&](rewardd::Reader& in, std::string& out) {"
        f" rewardd::operate(in, out, {construct}, operations); }}); }}\n"
    )


def _operation(source: _Source, name: str, owner: str | None, arity: int, signature: Signature | None) -> str:
    """An expression for the function, by its address where there is one function of fitting arity."""
    place = owner or "rewardd::Reader"
    declared = source.declarations(name, owner)
    if len(declared) <= 1 and all(len(params) == arity for params in declared):
        address = f"&{owner}::{name}" if owner else f"&::{name}"
        return f"rewardd::operation<{place}>({address})"
    types = _parameter_types(source, name, owner, arity, signature.params if signature else None)
    params = "".join(f", {type_name} a{index}" for index, type_name in enumerate(types))
    values = ", ".join(f"std::forward<{type_name}>(a{index})" for index, type_name in enumerate(types))
    call = f"object.{name}({values})" if owner else f"::{name}({values})"
    return f"rewardd::chosen<{place}>(+[]({place}& object{params}) -> decltype(auto) {{ return {call}; }})"


def _parameter_types(
    source: _Source, name: str, owner: str | None, arity: int, declared: Sequence[Parameter] | None
) -> list[str]:
    """The types of the first `arity` parameters: as the candidate wrote them, else by the signature."""
    fitting = [
        params
        for params in source.declarations(name, owner)
        if len(params) >= arity and all("=" in param for param in params[arity:])
    ]
    exact = [params for params in fitting if len(params) == arity]
    if name == owner:
        exact = [params for params in exact if not _is_copy(params, name)] or exact
    chosen = (exact or fitting)[:1]
    if chosen:
        return [_type_of(param) for param in chosen[0][:arity]]
    return [cpp_type(param.type) for param in (declared or ())[:arity]]


def _is_copy(params: list[str], name: str) -> bool:
    return len(params) == 1 and re.match(rf"(?:const\s+)?{re.escape(name)}\b", params[0]) is not None


_PARAMETER = re.compile(
    r"^(?P<type>.*?[\w>&*\]]\s*[&*\s])\s*(?P<name>[A-Za-z_]\w*)\s*(?P<array>\[\w*\])?$", re.DOTALL
)
_WORDS_OF_TYPES = frozenset(
    {
        "int",
        "long",
        "short",
        "char",
        "bool",
        "double",
        "float",
        "unsigned",
        "signed",
        "auto",
        "string",
        "const",
    }
)


def _type_of(parameter: str) -> str:
    """`const vector<int>& nums = {}` without its name and default."""
    text = _without_default(parameter).strip()
    match = _PARAMETER.match(text)
    if match is None or match["name"] in _WORDS_OF_TYPES:
        return text
    return match["type"].strip() + ("*" if match["array"] else "")


def _without_default(parameter: str) -> str:
    depth = 0
    for offset, character in enumerate(parameter):
        if character in "<([{":
            depth += 1
        elif character in ">)]}":
            depth -= 1
        elif character == "=" and depth == 0:
            return parameter[:offset]
    return parameter
