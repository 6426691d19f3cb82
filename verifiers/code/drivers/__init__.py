from collections.abc import Mapping

from verifiers.code.drivers.base import (
    Apart,
    Build,
    Driver,
    Entry,
    EntryMissingError,
    ProgramRefusedError,
    entry_of,
    same_name,
)
from verifiers.code.drivers.c import CDriver
from verifiers.code.drivers.cpp import CppDriver
from verifiers.code.drivers.go import GoDriver
from verifiers.code.drivers.java import JavaDriver
from verifiers.code.drivers.javascript import JavaScriptDriver
from verifiers.code.drivers.python import PythonDriver
from verifiers.code.drivers.rust import RustDriver
from verifiers.code.languages.language import Language

DRIVERS: Mapping[str, type[Driver]] = {
    "": Driver,
    "go": GoDriver,
    "java": JavaDriver,
    "javascript": JavaScriptDriver,
    "rust": RustDriver,
    "c": CDriver,
    "cpp": CppDriver,
    "python": PythonDriver,
}
"""By the name that a language's TOML file gives."""


def driver_of(language: Language) -> Driver:
    """What puts this language's programs together."""
    return DRIVERS[language.driver](language.source)


__all__ = [
    "DRIVERS",
    "Apart",
    "Build",
    "Driver",
    "Entry",
    "EntryMissingError",
    "ProgramRefusedError",
    "driver_of",
    "entry_of",
    "same_name",
]
