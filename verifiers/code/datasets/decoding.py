"""Decoding of what datasets pack into strings: JSON, zlib, pickles, Python literals.

Rows come from whoever calls us, so every decoder here is bounded in what it makes and none can run
anything. A pickle is looked through opcode by opcode before it is loaded: only the opcodes that build
plain containers pass, so there is nothing in it that could name a function, and its memo, which the
unpickler would size by any index that the pickle names, stays small.

All of them raise `InvalidProblem` with the path of the field.
"""

import ast
import base64
import binascii
import io
import pickle
import pickletools
import warnings
import zlib

from verifiers.code import values
from verifiers.code.values import Json
from verifiers.errors import InvalidProblem

MAX_DECODED_BYTES = 256 * 1024 * 1024
"""Most that one packed field may unpack to. The largest tests of LiveCodeBench take about half of it."""
MAX_PICKLE_OPCODES = 1_000_000
MAX_VALUES = 5_000_000
"""Most values in one decoded field, each counted as often as it is referred to."""
MAX_LITERAL_CHARS = 1_000_000
"""Longest text that is read as a Python literal; the parser takes about 100 times as much memory."""
MAX_INTEGER_BITS = int(values.MAX_INTEGER_DIGITS * 3.33)

_PLAIN_OPCODES = frozenset({
    "PROTO", "FRAME", "STOP", "MARK", "POP", "POP_MARK", "DUP",
    "NONE", "NEWTRUE", "NEWFALSE", "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4",
    "FLOAT", "BINFLOAT", "STRING", "BINSTRING", "SHORT_BINSTRING",
    "UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8",
    "SHORT_BINBYTES", "BINBYTES", "BINBYTES8",
    "EMPTY_LIST", "LIST", "APPEND", "APPENDS",
    "EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3",
    "EMPTY_DICT", "DICT", "SETITEM", "SETITEMS",
    "PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE", "GET", "BINGET", "LONG_BINGET",
})  # fmt: skip
_MEMO_OPCODES = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})


def read_json(text: str, path: str) -> Json:
    """The value of a JSON text.

    Raises:
        InvalidProblem: it is no JSON.
    """
    try:
        return values.read_json(text)
    except values.UnreadableValueError as error:
        raise InvalidProblem(f"The JSON in this field cannot be read: {error}.", field=path) from error


def read_literal(text: str, path: str) -> object:
    """The plain value of a Python literal, tuples as lists. Nothing in it is ever called.

    Raises:
        InvalidProblem: it is none, or too long.
    """
    if len(text) > MAX_LITERAL_CHARS:
        raise InvalidProblem(
            f"A Python literal may have {MAX_LITERAL_CHARS:,} characters; write it as JSON.", field=path
        )
    try:
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
            value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise InvalidProblem("This field holds no Python literal.", field=path) from error
    return PlainCopy(path).copy(value)


def read_packed(text: str, path: str) -> object:
    """The plain value in base64 of zlib of a pickle (LiveCodeBench, open-instruct) or of JSON.

    A pickled string is itself JSON, as LiveCodeBench has it.

    Raises:
        InvalidProblem: it is not so packed, or unpacks to more than is read.
    """
    try:
        compressed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidProblem("This field is neither JSON nor base64.", field=path) from error
    data = inflate(compressed, path)
    if data[:1] in {b"[", b"{", b'"'}:
        value: object = _decode_utf8(data, path)
    else:
        value = read_pickle(data, path)
    if isinstance(value, bytes):
        value = _decode_utf8(value, path)
    return read_json(value, path) if isinstance(value, str) else value


def inflate(data: bytes, path: str) -> bytes:
    """What zlib or gzip data unpacks to, up to `MAX_DECODED_BYTES`.

    Raises:
        InvalidProblem: it is damaged, or unpacks to more.
    """
    decompressor = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        unpacked = decompressor.decompress(data, MAX_DECODED_BYTES)
    except zlib.error as error:
        raise InvalidProblem(f"The compressed data cannot be unpacked: {error}.", field=path) from error
    if decompressor.unconsumed_tail:
        raise InvalidProblem(f"The data unpacks to more than {MAX_DECODED_BYTES:,} bytes.", field=path)
    if not decompressor.eof:
        raise InvalidProblem("The compressed data is cut off.", field=path)
    return unpacked


def read_pickle(data: bytes, path: str) -> object:
    """The plain value of a pickle: strings, numbers, lists, dictionaries and the like, tuples as lists.

    Raises:
        InvalidProblem: it names classes or functions, is damaged or too large.
    """
    _check_opcodes(data, path)
    try:
        value = _PlainUnpickler(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, ValueError, TypeError, KeyError, IndexError, EOFError) as error:
        raise InvalidProblem(f"The pickle cannot be read: {error}.", field=path) from error
    except (AttributeError, MemoryError, RecursionError, OverflowError) as error:
        raise InvalidProblem("The pickle cannot be read.", field=path) from error
    return PlainCopy(path).copy(value)


class PlainCopy:
    """Copies values into plain lists, dictionaries with text keys and scalars, within a budget.

    A value that several containers share, or that holds itself, counts each time it is met, so a small
    pickle that stands for an enormous value is refused instead of unfolded.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._values_left = MAX_VALUES
        self._bytes_left = MAX_DECODED_BYTES

    def copy(self, value: object, depth: int = 0) -> object:
        """The copy of `value`, of which this budget has paid for all parts.

        Raises:
            InvalidProblem: the budget is used up.
        """
        self._values_left -= 1
        if self._values_left < 0 or self._bytes_left < 0:
            raise InvalidProblem("This field unpacks to too many values.", field=self._path)
        if depth > values.MAX_DEPTH:
            raise InvalidProblem("The values in this field are nested too deeply.", field=self._path)
        match value:
            case None | bool() | float():
                return value
            case str() | bytes():
                self._bytes_left -= len(value)
                return value
            case int():
                if value.bit_length() > MAX_INTEGER_BITS:
                    raise InvalidProblem("An integer in this field is too long.", field=self._path)
                return value
            case list() | tuple():
                return [self.copy(item, depth + 1) for item in value]
            case dict():
                return {self._key(key): self.copy(item, depth + 1) for key, item in value.items()}
            case _:
                raise InvalidProblem(
                    f"A value of type {type(value).__name__} cannot be used.", field=self._path
                )

    def _key(self, key: object) -> str:
        if not isinstance(key, str):
            raise InvalidProblem("A dictionary in this field has a key that is no text.", field=self._path)
        self._bytes_left -= len(key)
        return key


class _PlainUnpickler(pickle.Unpickler):
    """Knows no classes and no functions."""

    def find_class(self, module_name: str, global_name: str) -> object:
        raise pickle.UnpicklingError(f"it names {module_name}.{global_name}")


def _check_opcodes(data: bytes, path: str) -> None:
    """Refuse a pickle that could do more than build plain containers, or that fills the memo."""
    count = 0
    try:
        for opcode, argument, _ in pickletools.genops(data):
            count += 1
            if opcode.name not in _PLAIN_OPCODES:
                raise InvalidProblem(
                    f"The pickle does more than hold plain values (opcode {opcode.name}).", field=path
                )
            if count > MAX_PICKLE_OPCODES:
                raise InvalidProblem(f"The pickle has more than {MAX_PICKLE_OPCODES:,} parts.", field=path)
            if opcode.name in _MEMO_OPCODES and not 0 <= int(argument or 0) <= MAX_PICKLE_OPCODES:
                raise InvalidProblem("The pickle's memo is too large.", field=path)
    except (ValueError, TypeError, OverflowError, MemoryError, EOFError) as error:
        raise InvalidProblem("The pickle cannot be read.", field=path) from error


def _decode_utf8(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise InvalidProblem("The unpacked text is not UTF-8.", field=path) from error
