"""JavaScript and TypeScript: the program as it is, beside a driver that loads it.

Types matter only where a value is more than JSON (`ListNode`, `bigint`, `void`). They come from the
problem's signature, else from TypeScript's annotations, else from the comment that LeetCode's starter
code puts before a function (`@param {TreeNode} root`).
"""

import json
import re
from collections.abc import Callable, Mapping
from itertools import chain, islice, repeat

import re2

from verifiers.code.drivers.base import (
    Apart,
    Build,
    Driver,
    Entry,
    EntryMissingError,
    ProgramRefusedError,
    same_name,
)
from verifiers.code.drivers.harness_files import harness_file
from verifiers.code.drivers.masking import (
    MAX_PARAMETERS_CHARS,
    Syntax,
    closing,
    mask,
    split_commas,
    top_level,
)
from verifiers.code.problem import Kind
from verifiers.code.signature import ClassSignature, Scalar, Signature, ValueType
from verifiers.errors import InvalidProblem

_IDENTIFIER = re.compile(r"[^\W\d][\w$]*")
_EXPORT = re2.compile(
    r"(?m)^[ \t]*export\s+(?:default\s+)?"
    r"((?:async|function|class|const|let|var|enum|abstract|interface|type|namespace|declare)\b"
    r"|[\w$]+[ \t]*;?[ \t]*$)"
)
_EXPORT_NAMELESS = re2.compile(
    r"(?m)^[ \t]*export\s+default\s+"
    r"((?:async\b\s*)?\(|(?:async\s+)?function\b\s*\*?\s*\(|class\s*\{|class\s+extends\b)"
)
_EXPORT_LIST = re2.compile(
    r"(?m)^[ \t]*export\s*(?:type\s*)?\{[^{}]*\}(?:\s*from\s*['\"][^'\"\n]*['\"])?[ \t]*;?"
)
_IMPORT = re2.compile(
    r"(?m)^[ \t]*import\s+(?P<type>type\s+)?(?:(?P<what>[\w$*{},\s]+?)\s*\bfrom\s*)?"
    r"(?P<name>['\"][^'\"\n]+['\"])[ \t]*;?"
)
"""RE2 takes the same time for whatever it is given."""
_CONVERTED = {
    Scalar.LIST_NODE: "ListNode",
    Scalar.TREE_NODE: "TreeNode",
    Scalar.DOUBLE: "double",
    Scalar.INTEGER: "integer",
    Scalar.LONG: "integer",
}
_WRITTEN = {"ListNode": "ListNode", "TreeNode": "TreeNode", "bigint": "bigint", "BigInt": "bigint"}
_COMMENT_PARAM = re.compile(r"@param\s*\{([^}]*)\}")
_COMMENT_RETURN = re.compile(r"@returns?\s*\{([^}]*)\}")

_DECLARATION = re.compile(
    r"(?<![\w$.])(?:(?:(?:async\s+)?(?P<function>function)\s*\*?|class|let|const|var)\s+)(?P<name>[A-Za-z_$][\w$]*)"
)
_FUNCTION_VALUE = re.compile(r"[^=;\n]{0,200}=\s*(?:async\b\s*)?(?:function\b|\(|<|[\w$]+\s*=>)")
_NAME = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)")
_TAKEN = re.compile(r"\b(?:const|let|var|import)\b[^;{}]{0,200}\{([^{}]{0,1000})\}\s*(?:=|from\b)")
_CALLED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*\(")
_CONSTRUCTED = re.compile(r"\bnew\s+([A-Za-z_$][\w$]*)")
_GLOBALS = frozenset(
    re.findall(
        r"\w+",
        """Array ArrayBuffer BigInt Boolean Buffer Date Error Infinity Intl JSON Map Math NaN Number Object
        Promise Proxy RangeError Reflect RegExp Set String Symbol SyntaxError TypeError WeakMap assert
        clearTimeout console exports globalThis isFinite isNaN module parseFloat parseInt performance
        process queueMicrotask require setTimeout structuredClone undefined""",
    )
)
_RUNNERS = frozenset(["afterEach", "beforeEach", "chai", "describe", "expect", "it", "jest", "test", "vi"])
_RESERVED = _GLOBALS | _RUNNERS
"""What a test finds in every program or in its runner, and a program that is tested may not stand in for."""

_MAX_DECLARATIONS = 200

_Type = dict[str, "str | int"]


class JavaScriptDriver(Driver):
    """`entry.json` tells the driver what to call and what needs conversion."""

    def stdio(self, program: str) -> Build:
        """A program of its own, as a CommonJS module unless it imports or exports."""
        return Build(files={self.source: program.encode(errors="replace")})

    def calls(self, program: str, entry: Entry) -> Build:
        """The program and the loop; names that may be meant are for the driver to try."""
        program = _as_script(program)
        masked = mask(program, Syntax.JAVASCRIPT)
        found = [name for name in dict.fromkeys(_IDENTIFIER.findall(masked)) if same_name(name, entry.name)]
        if not found and "exports" not in masked:
            raise EntryMissingError(f"no {entry.kind} {entry.name} is defined")
        names = sorted(found, key=lambda name: name != entry.name)
        told: dict[str, object] = {"kind": str(entry.kind), "name": entry.name, "names": names}
        if entry.kind is Kind.CLASS:
            told |= _class_types(program, masked, entry)
        else:
            signature = entry.signature if isinstance(entry.signature, Signature) else None
            told["signature"] = _types(signature, program, masked, names)
        told["exact"] = '"bigint"' in json.dumps(told)
        return self._build(program, told)

    def refuse_tampering(self, program: str, test: str) -> None:
        """See `Driver`."""
        masked_test = mask(test, Syntax.JAVASCRIPT)
        own = _declared_in_test(masked_test)
        outer = top_level(mask(program, Syntax.JAVASCRIPT))
        declared = {match["name"] for match in _DECLARATION.finditer(outer)}
        if replaced := (declared & _RESERVED & {*_NAME.findall(masked_test)}) - own:
            raise ProgramRefusedError(f"a program that is tested by asserts must not define {min(replaced)}")

    def asserts(self, program: str, test: str) -> Build:
        """Program and test as one script; `console.assert` throws, `assert` is in scope and frozen."""
        return self._build(_as_script(f"{program}\n;{test}"), {"kind": "asserts"})

    def apart(self, program: str, test: str, entry_point: str, starter: str, given: str) -> Apart | None:
        """See `Driver`. The functions that the test calls are those of the program that it names.

        Where the problem says what it wants, a function of another name that the test calls, such as one that
        compares, cannot be the program's to define.
        """
        program, test = _as_text(program), _as_text(f"{given}\n{test}" if given else test)
        outer = top_level(mask(program, Syntax.JAVASCRIPT))
        masked_test = mask(test, Syntax.JAVASCRIPT)
        own = _declared_in_test(masked_test)
        wanted = entry_point.rpartition(".")[2].strip("() ")
        used = {*_NAME.findall(masked_test)} - own - (_RESERVED - {wanted})
        declared = [
            match
            for match in islice(_DECLARATION.finditer(outer), _MAX_DECLARATIONS)
            if match["name"] in used
        ]
        functions = {match["name"] for match in declared if _is_function(match, outer)}
        constructed = set(_CONSTRUCTED.findall(masked_test))
        if not functions or functions & constructed or {match["name"] for match in declared} - functions:
            return None
        if wanted:
            known = {match["name"] for match in _DECLARATION.finditer(mask(starter, Syntax.JAVASCRIPT))}
            other = {name for name in functions - known if not same_name(name, wanted)}
            if other.intersection(_CALLED.findall(masked_test)):
                return None
            functions -= other
        told = {"functions": sorted(functions)}
        return Apart(
            candidate=self._build(_EXPORT.sub(r"\1", program), {"kind": "tested"}),
            tester=self._build(_EXPORT.sub(r"\1", test), told, driver="tester"),
        )

    def _build(self, program: str, told: Mapping[str, object], *, driver: str = "driver") -> Build:
        return Build(
            files={
                self.source: program.encode(errors="replace"),
                "driver.js": harness_file(f"javascript/{driver}.js"),
                "tagged.js": harness_file("javascript/tagged.js"),
                "entry.json": json.dumps({"exact": False, **told}).encode(),
            }
        )


def _declared_in_test(masked_test: str) -> set[str]:
    """The names that a test brings itself.

    Raises:
        InvalidProblem: it is written for a test runner, which boxes do not have: no program could pass.
    """
    names = {match["name"] for match in _DECLARATION.finditer(masked_test)}
    for match in _TAKEN.finditer(masked_test):
        names.update(_IDENTIFIER.findall(match[1]))
    if missing := (_RUNNERS & {*_CALLED.findall(masked_test)}) - names:
        raise InvalidProblem(
            f"the test calls `{min(missing)}` of a test runner, which boxes lack; write it with `assert`",
            field="problem.tests",
        )
    return names


def _is_function(declaration: re.Match[str], outer: str) -> bool:
    return bool(declaration["function"]) or _FUNCTION_VALUE.match(outer, declaration.end()) is not None


def _as_text(program: str) -> str:
    """The program as it will be written: half a surrogate pair is no text, and RE2 takes none."""
    return program.encode(errors="replace").decode()


def _as_script(program: str) -> str:
    """A module as the script that the driver loads: without exports, and with `require` for imports."""
    if "export" not in program and "import" not in program:
        return program
    program = _as_text(program)
    program = _replaced(_IMPORT, program, _required)
    program = _replaced(_EXPORT_LIST, program, lambda _: "")
    program = _replaced(_EXPORT_NAMELESS, program, lambda match: f"module.exports = {match[1]}")
    return _replaced(_EXPORT, program, lambda match: match[1])


def _replaced(
    pattern: "re2._Regexp[str]", program: str, replacement: Callable[["re2._Match[str]"], str]
) -> str:
    """Matches in code are replaced, their line breaks kept; those in literals and comments stay."""
    masked = mask(program, Syntax.JAVASCRIPT)
    parts: list[str] = []
    last = 0
    for match in islice(pattern.finditer(program), _MAX_DECLARATIONS):
        word = match.end() - len(match[0].lstrip())
        if masked[word : word + 2].isspace():
            continue
        text = replacement(match)
        lines = match[0].count("\n") - text.count("\n")
        parts += [program[last : match.start()], text, "\n" * lines]
        last = match.end()
    return "".join((*parts, program[last:]))


def _required(match: "re2._Match[str]") -> str:
    name, what = f"require({match['name']})", (match["what"] or "").strip()
    if match["type"]:
        return ""
    if not what:
        return f"{name};"
    single, _, several = what.partition("{")
    statements = []
    for part in single.split(","):
        alias = part.replace("* as ", "").strip()
        if alias:
            statements.append(f"const {alias} = {name};")
    if several:
        # A type that is no value comes as `undefined`, which does no harm.
        members = re.sub(r"\btype\s+(?=[\w$])", "", several.rstrip("} \n\t")).replace("\n", " ")
        members = re.sub(r"\s+as\s+", ": ", members)
        statements.append(f"const {{{members}}} = {name};")
    return " ".join(statements)


def _class_types(program: str, masked: str, entry: Entry) -> dict[str, object]:
    signature = entry.signature if isinstance(entry.signature, ClassSignature) else None
    constructor = None
    if signature is not None:
        constructor = Signature(params=signature.constructor, returns=ValueType(scalar=Scalar.VOID))
    methods = {
        name: _types(signature.methods.get(name) if signature else None, program, masked, [name])
        for name in entry.operations
    }
    for name in entry.silent:
        methods[name]["isVoid"] = True
    return {
        "constructor": _types(constructor, program, masked, ["constructor", entry.name]),
        "methods": methods,
    }


def _types(signature: Signature | None, program: str, masked: str, names: list[str]) -> dict[str, object]:
    params, returns = _declared(program, masked, names)
    if signature is not None:
        return {
            "params": [
                _of_value_type(param.type, written)
                for param, written in zip(signature.params, chain(params, repeat("")), strict=False)
            ],
            "returns": _of_value_type(signature.returns, returns),
            "isVoid": signature.is_void,
        }
    return {
        "params": [_of_text(text) for text in params],
        "returns": _of_text(returns),
        "isVoid": True if returns.strip() == "void" else None if not returns or "void" in returns else False,
    }


def _of_value_type(value_type: ValueType, written: str) -> _Type | None:
    """The type that the problem states; of its integers a program may say that it takes them as `bigint`."""
    own = _of_text(written)
    if own is not None and own["of"] == "bigint":
        return own
    depth = 0
    inner = value_type
    while inner.element is not None:
        inner = inner.element
        depth += 1
    of = _CONVERTED.get(value_type.innermost)
    return None if of is None else {"of": of, "depth": depth}


def _of_text(text: str) -> _Type | None:
    """A type of TypeScript or of a comment, such as `Array<ListNode | null>`."""
    bare = re.sub(
        r"\|\s*(?:null|undefined)\b|\b(?:null|undefined)\s*\||[\s?()]|\breadonly\b|Promise", "", text
    )
    depth = 0
    while True:
        if bare.endswith("[]"):
            bare = bare[:-2]
        elif (match := re.fullmatch(r"(?:Readonly)?Array<(.*)>", bare)) is not None:
            bare = match[1]
        elif (match := re.fullmatch(r"<(.*)>", bare)) is not None:
            bare = match[1]
            depth -= 1
        else:
            break
        depth += 1
    of = _WRITTEN.get(bare)
    return None if of is None else {"of": of, "depth": depth}


def _declared(program: str, masked: str, names: list[str]) -> tuple[list[str], str]:
    """The parameter types and the return type that the program itself tells, empty where it does not."""
    for name in names:
        declaration = re.compile(
            rf"(?:\bfunction\s*\*?\s*|\.)?(?<![\w$]){re.escape(name)}\b(?:\s*[:=](?:\s*async\b)?(?:\s*function\b[^(]{{0,100}})?)?\s*(?:<[^(]{{0,500}}>)?\("
        )
        for match in islice(declaration.finditer(masked), _MAX_DECLARATIONS):
            end = closing(masked, match.end() - 1, MAX_PARAMETERS_CHARS)
            after = re.match(r"\)\s*(?::\s*([^{=;]+?))?\s*(?:=>|\{)", masked[end : end + 400])
            if after is None:
                continue
            annotated = [part.partition(":")[2] for part in split_commas(masked[match.end() : end])]
            if any(annotated) or after[1]:
                return annotated, after[1] or ""
            return _from_comment(program, masked, match.start())
    return [], ""


def _from_comment(program: str, masked: str, declaration: int) -> tuple[list[str], str]:
    start = program.rfind("/**", 0, declaration)
    end = program.find("*/", start)
    if start < 0 or end > declaration or re.search(r"[;{}]", masked[end:declaration]):
        return [], ""
    comment = program[start:end]
    returns = _COMMENT_RETURN.search(comment)
    return _COMMENT_PARAM.findall(comment), returns[1] if returns else ""
