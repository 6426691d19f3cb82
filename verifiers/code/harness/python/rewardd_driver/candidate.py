"""The candidate's program, loaded once, and how it is called."""

import builtins
import sys
import types

from rewardd_driver.nodes import ListNode, TreeNode, find_node, make_list, make_tree
from rewardd_driver.prelude import prelude, rarely_used
from rewardd_driver.written import write

PROGRAM = "/submission/program.py"


def note_text(note):
    """An annotation as a type's name: LeetCode's `void` for None, lists and nodes by their Python names."""
    if note is None:
        return "void"
    is_class = isinstance(note, type) and not hasattr(note, "__args__")
    text = note if isinstance(note, str) else note.__name__ if is_class else repr(note)
    for noise in ("typing.", "solution.", "__main__.", " ", "ForwardRef(", ")", "'", '"', "|None"):
        text = text.replace(noise, "")
    while text.startswith("Optional[") and text.endswith("]"):
        text = text[9:-1]
    text = text.replace("Optional[", "[") if "Node" in text else text
    text = text.replace("[[", "[")
    return "void" if text == "None" else text


def plain_name(name):
    return name.replace("_", "").lower()


def lookup(names, wanted):
    """The name that is `wanted`, or that is spelled in another fashion."""
    if wanted in names:
        return wanted
    for name in names:
        if plain_name(name) == plain_name(wanted):
            return name
    return None


class Candidate:
    """The candidate's program, loaded once."""

    def __init__(self, signature, silent):
        self.signature = signature
        self.silent = silent
        module = types.ModuleType("solution")
        module.__file__ = PROGRAM
        sys.modules["solution"] = module
        self.scope = module.__dict__
        with open(PROGRAM, encoding="utf-8", errors="surrogateescape") as file:
            source = file.read()
        # As built-ins, so that what the program imports under the same name is told as its own. None of Python's
        # is replaced: `pow` keeps its third argument.
        for name, value in {**prelude(), **rarely_used(source)}.items():
            vars(builtins).setdefault(name, value)
        exec(compile(source, PROGRAM, "exec"), self.scope)
        self.own_names = list(self.scope)
        for node_type in (ListNode, TreeNode):
            self.scope.setdefault(node_type.__name__, node_type)

    def function(self, wanted):
        """A method of `Solution`, bound to a new object, or a plain function."""
        wanted = wanted.rpartition(".")[2].strip("() ")
        solution = self.scope.get("Solution")
        if isinstance(solution, type):
            name = lookup(dir(solution), wanted)
            if name is not None:
                return getattr(solution(), name)
        name = lookup(self.own_names, wanted)
        if name is None:
            raise NameError(f"the program defines no function {wanted}")
        return self.scope[name]

    def call(self, wanted, arguments):
        """Call with JSON arguments; the answer is JSON again."""
        function = self.function(wanted)
        params, returns = self.types_of(function, self.signature)
        arguments = self.read_arguments(arguments, params)
        result = function(*arguments)
        if returns == "void":
            if not arguments:
                return None
            return write(arguments[0], params[0] if params else "", self.scope)
        return write(result, returns, self.scope)

    def operate(self, wanted, operations, arguments):
        """Construct an object and call its methods."""
        signature = self.signature or {}
        name = lookup(self.own_names, wanted)
        if name is None:
            raise NameError(f"the program defines no class {wanted}")
        constructor = self.scope[name]
        declared = {"params": signature["constructor"]} if signature else None
        params, _ = self.types_of(constructor.__init__, declared)
        instance = constructor(*self.read_arguments(arguments[0], params))
        results = [None]
        for operation, values in zip(operations[1:], arguments[1:]):
            method = lookup(dir(instance), operation)
            if method is None:
                raise AttributeError(f"{wanted} has no method {operation}")
            function = getattr(instance, method)
            params, returns = self.types_of(function, signature.get("methods", {}).get(operation))
            result = function(*self.read_arguments(values, params))
            is_void = operation in self.silent or (result is None and returns == "void")
            results.append(None if is_void else write(result, returns, self.scope))
        return results

    def types_of(self, function, signature):
        """Names of the parameters' types and of the result's, from the signature or from annotations."""
        if signature:
            params = [param["type"] for param in signature.get("params", ())]
            return params, signature.get("returns", "")
        function = getattr(function, "__func__", function)
        notes = dict(getattr(function, "__annotations__", None) or {})
        code = getattr(function, "__code__", None)
        names = list(code.co_varnames[: code.co_argcount]) if code else []
        if names[:1] == ["self"]:
            names = names[1:]
        return [note_text(notes.get(name, "")) for name in names], note_text(notes.get("return", ""))

    def read_arguments(self, values, params):
        read = []
        tree = None
        for index, value in enumerate(values):
            type_name = params[index] if index < len(params) else ""
            if "TreeNode" in type_name and isinstance(value, int) and tree is not None:
                value = find_node(tree, value)
            elif "Node" in type_name:
                value = self.read_nodes(value, type_name)
                if tree is None and isinstance(value, self.scope["TreeNode"]):
                    tree = value
            elif type_name == "double" and type(value) is int:
                value = float(value)
            read.append(value)
        return read

    def read_nodes(self, value, type_name):
        if type_name.endswith("[]") or type_name.startswith(("list<", "List[", "list[")):
            inner = type_name[:-2] if type_name.endswith("[]") else type_name[5:-1]
            return [self.read_nodes(item, inner) for item in value or ()]
        if "ListNode" in type_name:
            return make_list(value, self.scope["ListNode"])
        return make_tree(value, self.scope["TreeNode"])
