"""What a C or C++ program may do to the text and the libraries of a test that is compiled along with it."""

import re

from verifiers.code.drivers.base import ProgramRefusedError
from verifiers.code.drivers.masking import Syntax, mask

_SPLICE = re.compile(r"\\[ \t]*\r?\n")
_DEFINE = re.compile(r"(?:#|%:|\?\?=)\s*define\s+([A-Za-z_]\w*)")
_FUNCTION = re.compile(r"\b([A-Za-z_]\w*)\s*\([^;{}()]{0,500}\)[^;{}()]{0,100}\{")
_LINKING = re.compile(
    r"\b(?:asm|__asm|__asm__|redefine_extname|__alias__|alias|section|__section__|__symver__|ifunc)\b"
)
_LIBRARY = re.compile(
    r"__\w*|_?_exit|exit|quick_exit|abort|atexit|raise|kill|mem(?:cmp|cpy|set)|str(?:n?cmp|n?casecmp|len|stro?r?)"
    r"|f?abs[fl]?|l?labs|fmaxf?|fminf?|round|floor|ceil|write|read|fflush|puts|f?printf|perror"
)


def undefined(program: str) -> str:
    """Directives that take back every macro that the program may have defined."""
    texts = (program, mask(program, Syntax.C))
    names = {name for text in texts for name in _DEFINE.findall(_SPLICE.sub("", text))}
    return "".join(f"#undef {name}\n" for name in sorted(names - {"defined"}))


def refuse_replaced_library(program: str) -> None:
    """A test calls `strcmp` and `abort`; they must be the library's.

    Raises:
        ProgramRefusedError: the program defines some of them, or tells the linker of its own.
    """
    masked = mask(program, Syntax.C)
    if _LINKING.search(masked):
        raise ProgramRefusedError("a program that is tested by asserts must not speak to the linker")
    replaced = [name for name in _FUNCTION.findall(masked) if _LIBRARY.fullmatch(name)]
    if replaced:
        raise ProgramRefusedError(
            f"a program that is tested by asserts must not define the library's {replaced[0][:40]}"
        )
