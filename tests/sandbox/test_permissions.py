"""Which flags a container is told to be run with."""

import pytest

from sandbox.namespaces import permissions, template
from sandbox.namespaces.permissions import covered_system_paths, missing_flags

COVERED = """\
30 29 0:40 / /proc rw,nosuid - proc proc rw
31 30 0:40 /bus /proc/bus ro,nosuid - proc proc rw
32 30 0:41 / /proc/acpi ro,relatime - tmpfs tmpfs ro
"""


def test_covered_paths_are_those_below_proc() -> None:
    assert covered_system_paths(COVERED) == ["/proc/bus", "/proc/acpi"]


def test_refused_namespaces_name_the_seccomp_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/bin/false")
    monkeypatch.setattr(permissions, "covered_system_paths", lambda mountinfo: [])
    (flag,) = missing_flags()
    assert flag.startswith("--security-opt seccomp=docker/seccomp.json")


def test_covered_proc_names_the_systempaths_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/bin/true")
    monkeypatch.setattr(permissions, "covered_system_paths", lambda mountinfo: ["/proc/bus"])
    (flag,) = missing_flags()
    assert flag.startswith("--security-opt systempaths=unconfined (/proc/bus")


@pytest.mark.parametrize(("container", "remedy"), [(True, "--tmpfs /tmp"), (False, "set TMPDIR")])
def test_missing_temporary_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, container: bool, remedy: str
) -> None:
    def refuse() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("shutil.which", lambda name: "/bin/true")
    monkeypatch.setattr("tempfile.gettempdir", refuse)
    monkeypatch.setattr(template, "in_container", lambda: container)
    assert remedy in (template.missing_requirement("/usr/bin/python3") or "")
