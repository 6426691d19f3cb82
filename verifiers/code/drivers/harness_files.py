"""The files of `verifiers/code/harness/`, which are shipped into boxes."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable


@cache
def harness_file(path: str) -> bytes:
    """The content of a file, named by its path below `harness/`."""
    return resources.files("verifiers.code").joinpath("harness", path).read_bytes()


@cache
def harness_package(folder: str, name: str) -> Mapping[str, bytes]:
    """The modules of a package below `harness/`, by their paths beside the script that imports it."""
    package = resources.files("verifiers.code").joinpath("harness", folder, name)
    modules = [entry.name for entry in package.iterdir() if entry.name.endswith(".py")]
    return {f"{name}/{module}": package.joinpath(module).read_bytes() for module in sorted(modules)}


def hidden_file(path: str, name: str) -> bytes:
    """The content of a file with its names that begin with `HIDDEN` made to begin with `name`."""
    return harness_file(path).replace(b"HIDDEN", name.encode())


@cache
def harness_version() -> str:
    """A hash of all of them, those that are compiled ahead into what hosts have installed among them."""
    state = hashlib.sha256()
    for name, content in sorted(_walk(resources.files("verifiers.code").joinpath("harness"), "")):
        state.update(f"{name}\0{len(content)}\0".encode())
        state.update(content)
    return state.hexdigest()


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        found += _walk(entry, f"{name}/") if entry.is_dir() else [(name, entry.read_bytes())]
    return found
