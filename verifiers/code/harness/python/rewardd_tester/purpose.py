"""Whether an exception in a test is one that the test throws on purpose, and that may be swallowed."""

import ast
import builtins
import dis
import linecache

TEST_FILE = "test.py"


def keep_source(source):
    """Have the text of the test at hand, for traces too."""
    linecache.cache[TEST_FILE] = len(source), None, source.splitlines(keepends=True), TEST_FILE


def is_on_purpose(error):
    """By a `raise` of the test's, or an expression in which nothing of the program's can be, such as `1 / 0`.

    All else may come of a wrong result.
    """
    if isinstance(error, AssertionError) or error.__traceback__ is None:
        return False
    trace = error.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    if code.co_filename != TEST_FILE:
        return False
    if dis.opname[code.co_code[trace.tb_lasti]] == "RAISE_VARARGS":
        return True
    return is_of_built_ins(*list(code.co_positions())[trace.tb_lasti // 2])


def is_of_built_ins(line, last_line, start, end):
    if line is None or line != last_line or start is None or end is None:
        return False
    text = linecache.getline(TEST_FILE, line).encode()[start:end].decode()
    try:
        names = [node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)]
    except SyntaxError:
        return False
    return all(hasattr(builtins, name) for name in names)
