"""C: the driver's header, the candidate's program, and a generated `main` behind it.

C tells nothing about its types at run time, so the declarations are read here, by LeetCode's conventions:
an array is followed by its size (`int* nums, int numsSize`), a matrix by the sizes of its rows as well
(`int* gridColSize`), and results that are arrays are measured by `int* returnSize` and
`int** returnColumnSizes`, which come last. A third dimension goes on likewise: `int** gridColColSize`, which
may be left out, and `int*** returnColumnColumnSizes`. The functions of a class `LRUCache` are
`lRUCacheCreate`, `lRUCacheGet(LRUCache* obj, …)` and so on.
"""

import json
import re
from dataclasses import dataclass, replace
from itertools import islice

from verifiers.code.drivers.base import Apart, Build, Driver, Entry, EntryMissingError, hidden_name
from verifiers.code.drivers.c_macros import refuse_replaced_library, undefined
from verifiers.code.drivers.c_stand_in import SIZE_NAME, Declared, Sent, stand_in
from verifiers.code.drivers.harness_files import harness_file, hidden_file
from verifiers.code.drivers.main_function import with_written_return
from verifiers.code.drivers.masking import (
    MAX_PARAMETERS_CHARS,
    Syntax,
    best_name,
    blank,
    closing,
    mask,
    split_commas,
    top_level,
)
from verifiers.code.problem import Kind
from verifiers.code.signature import ClassSignature, Scalar, Signature

_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.)*", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_STRUCT = re.compile(r"\bstruct\s+(ListNode|TreeNode)\s*\{")
_OUTPUT_NAME = re.compile(r"ret\w*(?:size|col)", re.IGNORECASE)
_COLUMNS_NAME = re.compile(r"col", re.IGNORECASE)
_MAX_DEPTH = 3
_QUALIFIER = re.compile(
    r"\b(?:static|inline|const|extern|register|restrict|volatile|struct|unsigned|signed)\b"
)
_KINDS = {
    "int": "int",
    "": "int",
    "short": "int",
    "int32_t": "int",
    "long": "long",
    "long long": "long",
    "long int": "long",
    "long long int": "long",
    "int64_t": "long",
    "size_t": "long",
    "uint64_t": "long",
    "uint32_t": "long",
    "double": "double",
    "float": "double",
    "bool": "bool",
    "_Bool": "bool",
    "char": "char",
    "ListNode": "list",
    "TreeNode": "tree",
    "void": "void",
}
_HEAD = (
    '#include "driver.h"\n{own}#include "nodes.h"\n#include <ctype.h>\n#include <limits.h>\n'
    "#define main rewardd_candidate_main\n#line 1\n"
)
_TESTER_HEAD = '#include "driver.h"\n#include "remote.h"\n#include <ctype.h>\n#include <limits.h>\n'
_HASH_TABLES = re.compile(r"\b(?:UT_hash_handle|HASH_\w+)\b")
_MAX_CALLS = 2_000
"""Programs with more of them outside of functions are there to keep us busy."""
_UNDEFINED = "\n" + "".join(
    f"#undef {word}\n"
    for word in ("main", "int", "long", "double", "char", "bool", "return", "void", "for", "if", "while")
)
"""Macros that programs define and that the lines of ours behind them must not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Type:
    """A scalar kind of the driver's and how many pointers are around it."""

    kind: str
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Function:
    name: str
    returns: _Type
    params: tuple[tuple[_Type, str], ...]
    """Types and names."""
    written: tuple[str, ...]
    """The type of the result and the parameters, as they are written."""


class CDriver(Driver):
    """One translation unit: driver, program, `main`."""

    def stdio(self, program: str) -> Build:
        """A program of its own."""
        return Build(files={self.source: program.encode(errors="replace")})

    def calls(self, program: str, entry: Entry) -> Build:
        """The program between the driver's headers and a `main` made for its declarations."""
        functions = _functions(program)
        main = _class_main(functions, entry) if entry.kind is Kind.CLASS else _function_main(functions, entry)
        return self._build(program, f'#include "values.h"\n{main}')

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """See `Driver`. A test has a `main` of its own, or is statements for one."""
        wanted = entry_point.rpartition(".")[2].strip("() ")
        # A starter that is to be continued ends within the function.
        function = _pick(_functions(starter), wanted) or _pick(_functions(program), wanted)
        text = _stand_in(function) if function is not None else None
        if text is None:
            return None
        entry = Entry(kind=Kind.FUNCTION, name=wanted, arity=0)
        main = _function_main(_functions(program), entry, with_arguments=True)
        tester = (
            f'#define REWARDD_FAILURE "unrelayable"\n{_TESTER_HEAD}{given}\n{text}\n'
            "#undef NDEBUG\n#include <assert.h>\n"
            f"#define main rewardd_test_main\n{_with_main(test)}\n#undef main\n"
            "int main(void) { rewardd_begin_test(); rewardd_end_test(((int (*)())rewardd_test_main)()); }\n"
        )
        headers = {name: harness_file(f"c/{name}") for name in ("driver.h", "remote.h")}
        return Apart(
            candidate=self._build(program, f'#include "values.h"\n{main}'),
            tester=Build(files={self.source: tester.encode(errors="replace"), **headers}),
        )

    def asserts(self, program: str, test: str) -> Build:
        """A test with a `main` of its own, or statements for one."""
        body = _with_main(test)
        hidden = hidden_name(program, test)
        main = f"int main(void) {{ {hidden}_end(((int (*)()){hidden}_main)()); }}\n"
        text = (
            f'#include "proof.h"\n#undef main\n#define main {hidden}_other\n#line 1\n{program}\n'
            f"{_UNDEFINED}{undefined(program)}#undef NDEBUG\n#include <assert.h>\n"
            f"#define main {hidden}_main\n{body}"
        )
        build = self._build(text, main)
        return replace(build, files={**build.files, "proof.h": hidden_file("c/proof.h", hidden)})

    def refuse_tampering(self, program: str, test: str) -> None:
        """See `Driver`."""
        del test
        refuse_replaced_library(program)

    def _build(self, program: str, main: str) -> Build:
        own = "".join(
            f"#define REWARDD_OWN_{'LIST' if name == 'ListNode' else 'TREE'}_NODE\n"
            for name in sorted(set(_STRUCT.findall(mask(program, Syntax.C))))
        )
        head = _HEAD.replace("{own}", own)
        if _HASH_TABLES.search(program):
            head = f"#include <uthash.h>\n{head}"
        text = f"{head}{program}{_UNDEFINED}{main}"
        return Build(
            files={
                self.source: text.encode(errors="replace"),
                **{name: harness_file(f"c/{name}") for name in ("driver.h", "nodes.h", "values.h")},
            }
        )


def _with_main(test: str) -> str:
    own = any(function.name == "main" for function in _functions(test))
    return with_written_return(test if own else f"int main(void) {{\n{test}\nreturn 0;\n}}")


def _stand_in(function: _Function) -> str | None:
    call = _Call(function, "a", 0)
    result, depth = call.result
    return stand_in(
        Declared(
            returns=function.written[0],
            name=function.name,
            params=function.written[1:],
            sent=call.sent,
            result=result,
            result_depth=depth,
            size=call.size_name,
        )
    )


def _functions(program: str) -> list[_Function]:
    masked = _DIRECTIVE.sub(lambda match: blank(match[0]), mask(program, Syntax.C))
    outer = top_level(masked)
    found = []
    for call in islice(_CALL.finditer(outer), _MAX_CALLS):
        end = closing(outer, call.end() - 1, MAX_PARAMETERS_CHARS)
        if not re.match(r"\)\s*\{", outer[end : end + 200]):
            continue
        before = max(0, call.start() - 500)
        start = max(before - 1, *(outer.rfind(mark, before, call.start()) for mark in ";}"))
        written = [text.strip() for text in split_commas(outer[call.end() : end]) if text.strip() != "void"]
        returns = outer[start + 1 : call.start()]
        found.append(
            _Function(
                name=call[1],
                returns=_type(returns),
                params=tuple(_parameter(text) for text in written),
                written=(returns.strip(), *written),
            )
        )
    return found


def _parameter(text: str) -> tuple[_Type, str]:
    match = re.fullmatch(r"(.*?)\b(\w+)\s*((?:\[[^\]]*\]\s*)*)", text.strip(), re.DOTALL)
    if match is None:
        return _type(text), ""
    return _type(match[1] + "*" * match[3].count("[")), match[2]


def _type(text: str) -> _Type:
    words = " ".join(_QUALIFIER.sub(" ", text.replace("*", " ")).split())
    return _Type(kind=_KINDS.get(words, words), stars=text.count("*"))


class _Call:
    """Statements that read the arguments of one call, make it and write its result."""

    def __init__(self, function: _Function, json_name: str, skipped: int) -> None:
        """`skipped` parameters in front are not arguments: the object of a class."""
        self.declarations = ""
        self.passed: list[str] = []
        self.arity = 0
        self.sent: list[Sent] = []
        self.writes: list[str] = []
        self._json = json_name
        self._first = ""
        self._returns = function.returns
        self._size = self._columns = self._depths = ""
        self.size_name = ""
        self._written = function.written[skipped + 1 :]
        params = list(function.params[skipped:])
        while params:
            self._take(params)
        self.text = f"{function.name}({{object}}{', '.join(self.passed)})"

    def _take(self, params: list[tuple[_Type, str]]) -> None:
        written = self._written[len(self._written) - len(params)]
        kind, name = params.pop(0)
        if kind.kind == "int" and kind.stars and (_OUTPUT_NAME.search(name) or self._is_last_output(params)):
            self._take_output(kind)
            self.size_name = name
            return
        self.arity += 1
        value = f"v{self.arity}"
        source = f"&{self._json}.items[{self.arity - 1}]"
        inner, depth = _dimensions(kind, params)
        sizes = ("", f"{value}n", f"*{value}c", f"**{value}d")[1 : depth + 1]
        names = [size.lstrip("*") for size in sizes]
        measured = tuple(other for _, other in params[: min(depth, _sizes_in_front(params))])
        self.sent.append(Sent(name=name, kind=inner, depth=depth, sizes=measured, written=written))
        if depth == 0:
            self._declare(
                f"__typeof__(rewardd_read_{inner}({source})) {value} = rewardd_read_{inner}({source});", value
            )
            write = f"rewardd_write_{inner}({value})"
        else:
            followed = min(depth, _sizes_in_front(params))
            del params[:followed]
            read = f"rewardd_read_{inner}_{depth}({source}, {', '.join(f'&{name}' for name in names)})"
            self._declare(f"int {', '.join(sizes)}; __auto_type {value} = {read};", value, *names[:followed])
            write = f"rewardd_write_{inner}_{depth}({value}, {', '.join(names)})"
        self.writes.append(write)
        self._first = self._first or write

    def _declare(self, statement: str, *passed: str) -> None:
        self.declarations += statement + " "
        self.passed += passed

    def _is_last_output(self, rest: list[tuple[_Type, str]]) -> bool:
        """An unnamed size of the result: a pointer to int that no size follows."""
        followed = bool(rest) and rest[0][0] == _Type(kind="int", stars=0)
        return (
            not followed and self._returns.stars > 0 and not _COLUMNS_NAME.search(rest[0][1] if rest else "")
        )

    def _take_output(self, kind: _Type) -> None:
        if kind.stars == 1:
            self._size = "size"
            self._declare("int size = 0;", "&size")
        elif kind.stars == 2:
            self._columns = "columns"
            self._declare("int *columns = NULL;", "&columns")
        else:
            self._depths = "depths"
            self._declare("int **depths = NULL;", "&depths")

    def written(self, call: str) -> str:
        """The call and the writing of its result; without a result the first argument is written."""
        if self._returns.kind == "void" and self._returns.stars == 0:
            answer = self._first or 'rewardd_puts("null")'
            return f"{call}; {answer};"
        inner, depth = self.result
        suffix = f"_{depth}" if depth else ""
        sizes = "".join((", size", ", columns", ", depths")[:depth])
        return f"__auto_type result = {call}; rewardd_write_{inner}{suffix}(result{sizes});"

    @property
    def result(self) -> tuple[str, int]:
        """The scalar kind of the result and the arrays around it."""
        inner, depth = self._returns.kind, self._returns.stars
        if inner in ("list", "tree"):
            depth -= 1
        elif (
            inner == "char"
            and depth > 0
            and not (depth == 3 and self._depths)
            and not (depth == 2 and self._columns)
            and not (depth == 1 and self._size)
        ):
            inner, depth = "string", depth - 1
        return inner, min(depth, _MAX_DEPTH)


def _dimensions(kind: _Type, rest: list[tuple[_Type, str]]) -> tuple[str, int]:
    """The scalar kind of an argument and the arrays around it, by the parameters that follow."""
    sizes = _sizes_in_front(rest)
    inner, depth = kind.kind, kind.stars
    if inner in ("list", "tree"):
        return inner, depth - 1
    if inner != "char" or depth == 0:
        return inner, min(depth, _MAX_DEPTH)
    if depth == 1:
        is_array = sizes > 0 and rest[0][1].lower().endswith("size")
        return ("char", 1) if is_array else ("string", 0)
    if depth <= _MAX_DEPTH and sizes >= depth:
        return "char", depth
    return "string", min(depth - 1, _MAX_DEPTH)


def _sizes_in_front(params: list[tuple[_Type, str]]) -> int:
    """How many of the first parameters measure the dimensions of an array before them."""
    count = 0
    for kind, name in params[:_MAX_DEPTH]:
        is_output = count > 0 and _OUTPUT_NAME.search(name)
        is_long_size = count == 0 and kind == _Type(kind="long", stars=0) and SIZE_NAME.fullmatch(name)
        if (
            (kind != _Type(kind="int", stars=count) and not is_long_size)
            or is_output
            or (count == 2 and "col" not in name.lower())
        ):
            break
        count += 1
    return count


_LOOP = "int main(void) {\n    rewardd_json a;\n    while (rewardd_next(&a)) {\n"
_LOOP_END = """        rewardd_puts("}");
        rewardd_send(rewardd_out, rewardd_length);
    }
    rewardd_os_exit(0);
}
"""


def _pick(functions: list[_Function], name: str) -> _Function | None:
    best = best_name(name, [function.name for function in functions])
    return next((function for function in functions if function.name == best), None)


def _function_main(functions: list[_Function], entry: Entry, *, with_arguments: bool = False) -> str:
    function = _pick(functions, entry.name)
    if function is None:
        raise EntryMissingError(f"no function {entry.name} is defined")
    call = _Call(_with_truth_value(function, entry.signature), "a", 0)
    after = ""
    if with_arguments:
        writes = ' rewardd_puts(",");\n        '.join(f"{write};" for write in call.writes)
        after = f'        rewardd_puts(",\\"arguments\\":[");\n        {writes}\n        rewardd_puts("]");\n'
    return (
        f"{_LOOP}"
        f"        rewardd_expect(&a, {call.arity});\n"
        f"        {call.declarations}\n"
        f'        rewardd_puts("{{\\"value\\":");\n'
        f"        {call.written(call.text.replace('{object}', ''))}\n"
        f"{after}{_LOOP_END}"
    )


def _with_truth_value(function: _Function, signature: Signature | ClassSignature | None) -> _Function:
    """A function that returns `int` where the problem says truth value: older C has no other type for it."""
    is_wanted = isinstance(signature, Signature) and signature.returns.scalar is Scalar.BOOLEAN
    if not is_wanted or function.returns != _Type(kind="int", stars=0):
        return function
    return replace(function, returns=_Type(kind="bool", stars=0))


def _class_main(functions: list[_Function], entry: Entry) -> str:
    constructor = _pick(functions, f"{entry.name}Create")
    if constructor is None:
        raise EntryMissingError(f"no function {entry.name[:1].lower()}{entry.name[1:]}Create is defined")
    make = _Call(constructor, "first", 0)
    arms = ""
    for operation in entry.operations:
        function = _pick(functions, entry.name + operation)
        if function is None:
            raise EntryMissingError(
                f"no function {entry.name[:1].lower()}{entry.name[1:]}{operation.capitalize()} is defined"
            )
        signature = entry.signature
        method = signature.methods.get(operation) if isinstance(signature, ClassSignature) else None
        call = _Call(_with_truth_value(function, method), "x", 1)
        made = call.text.replace("{object}", "object, " if call.passed else "object")
        is_void = function.returns.kind == "void" and function.returns.stars == 0
        run = f'{made}; rewardd_puts("null");' if is_void else call.written(made)
        arms += (
            f"            if (!strcmp(operation, {json.dumps(operation)})) {{ "
            f"rewardd_expect(&x, {call.arity}); {call.declarations}{run} }}\n"
        )
    return (
        f"{_LOOP}"
        "        rewardd_json operations = a.items[0], arguments = a.items[1], first = arguments.items[0];\n"
        f"        rewardd_expect(&first, {make.arity});\n"
        f"        {make.declarations}\n"
        f"        __auto_type object = {make.text.replace('{object}', '')};\n"
        '        rewardd_puts("{\\"value\\":[null");\n'
        "        for (int i = 1; i < operations.count; i++) {\n"
        "            const char *operation = operations.items[i].text;\n"
        "            rewardd_json x = arguments.items[i];\n"
        '            rewardd_puts(",");\n'
        f"{arms}"
        "        }\n"
        '        rewardd_puts("]");\n'
        f"{_LOOP_END}"
    )
