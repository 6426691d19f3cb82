import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SMALL_BYTES = 1024 * 1024

HUNG_STORE = """
import time
import fsspec
from fsspec.implementations.memory import MemoryFileSystem

class Hung(MemoryFileSystem):
    protocol = "hung"

    def hang(self, *arguments, **options):
        time.sleep(1000)

    pipe_file = makedirs = exists = hang
    _open = hang

class Slow(MemoryFileSystem):
    protocol = "slow"
    store, pseudo_dirs = {}, [""]

    def pipe_file(self, *arguments, **options):
        time.sleep(1.5)
        super().pipe_file(*arguments, **options)

fsspec.register_implementation("hung", Hung)
fsspec.register_implementation("slow", Slow)
"""


class SmallDisk:
    """A file system of its own that can be filled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filling = path / "filling"

    def fill(self) -> None:
        with self._filling.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                return

    def free(self) -> None:
        self._filling.unlink()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    path = tmp_path / "small"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_BYTES}", "tmpfs", str(path)]
    mounted = subprocess.run(mount, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a file system must be mounted here, by root: {mounted.stderr.strip()}")
    yield SmallDisk(path)
    subprocess.run(["umount", "--lazy", str(path)], check=True)


@pytest.fixture
def odd_stores(tmp_path: Path) -> dict[str, str]:
    """An environment in which `hung://` and `slow://` are stores."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HUNG_STORE)
    return {"PYTHONPATH": f"{folder}:{Path.cwd()}"}
