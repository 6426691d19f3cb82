"""The agent as it travels to boxes and into images: nothing of it is left behind."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from sandbox.box import agent
from sandbox.box.archive import agent_archive
from sandbox.docker import version

MODULES = sorted(Path(agent.__file__).parent.rglob("*.py"))


def test_every_module_of_the_agent_is_in_its_archive() -> None:
    root = Path(agent.__file__).parents[3]
    with zipfile.ZipFile(io.BytesIO(agent_archive())) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert set(packed) == {
        *("__main__.py", "sandbox/__init__.py", "sandbox/box/__init__.py"),
        *(str(path.relative_to(root)) for path in MODULES),
    }
    assert all(packed[str(path.relative_to(root))] == path.read_bytes() for path in MODULES)


def test_the_version_of_images_changes_with_every_file_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(MODULES) < set(version.FILES)
    copies = [Path(shutil.copy(path, tmp_path / str(number))) for number, path in enumerate(version.FILES)]
    monkeypatch.setattr(version, "FILES", copies)
    versions = {version.agent_version()}
    for copy in copies:
        copy.write_bytes(copy.read_bytes() + b"# another\n")
        versions.add(version.agent_version())
    assert len(versions) == 1 + len(copies)


def test_every_file_of_the_version_is_copied_into_images() -> None:
    root = Path(agent.__file__).parents[3]
    copied = (root / "docker/sandbox/Dockerfile").read_text().split()
    paths = [path.relative_to(root) for path in version.FILES]
    assert [path for path in paths if not {str(path), str(path.parent)} & set(copied)] == []
