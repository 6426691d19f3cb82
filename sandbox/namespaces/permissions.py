"""What a container lacks for making boxes in it, found by trying, with the flag of `docker run` for it."""

import shutil
import subprocess
from pathlib import Path

__all__ = ["in_container", "missing_flags"]

TRIAL_S = 10


def in_container() -> bool:
    """Whether Docker or Podman runs this process in a container.

    Podman leaves no mark where `/run` cannot be written to, but covers parts of `/proc` as Docker does.
    """
    marks = ("/.dockerenv", "/run/.containerenv")
    covered = covered_system_paths(Path("/proc/self/mountinfo").read_text())
    return any(Path(mark).exists() for mark in marks) or len(covered) > 1


def missing_flags() -> tuple[str, ...]:
    """The flags this container would need; empty when none is known to be missing."""
    flags = []
    if not _may_make_namespaces():
        flags.append("--security-opt seccomp=docker/seccomp.json (user namespaces are refused)")
    if covered := covered_system_paths(Path("/proc/self/mountinfo").read_text()):
        flags.append(f"--security-opt systempaths=unconfined ({', '.join(covered[:3])} … are covered)")
    return tuple(flags)


def covered_system_paths(mountinfo: str) -> list[str]:
    """Paths below `/proc` that something is mounted over: no new `/proc` can be mounted beside such a one."""
    points = [line.split()[4] for line in mountinfo.splitlines()]
    return [point for point in points if point.startswith("/proc/")]


def _may_make_namespaces() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None:
        return True  # it cannot be told
    trial = subprocess.run(  # noqa: S603 - no input of anybody
        [unshare, "--user", "true"], capture_output=True, check=False, timeout=TRIAL_S
    )
    return trial.returncode == 0
