"""Parts of the Docker backend that need no daemon."""

import json
import os
from pathlib import Path

import pytest

from sandbox.base import Command, Job, Limits
from sandbox.docker.backend import shape_of
from sandbox.docker.emptying import make_empty
from sandbox.docker.engine import ContainerState
from sandbox.docker.failure import explain_failure
from sandbox.docker.keepsake import Keepsake
from sandbox.docker.ownership import USERS, find_users, is_left_over, label_of_users, labels
from sandbox.docker.policy import Shape
from sandbox.docker.profile import profile
from sandbox.docker.version import agent_version, explain_image

MIB = 1024 * 1024
RUN = Command(argv=("true",))
SILENT = "a sandbox container's agent did not call\n"


def test_profile_in_the_tree_is_the_one_the_program_writes() -> None:
    assert json.loads(Path("docker/seccomp.json").read_text()) == profile(boxes_inside=True)


def test_profile_of_a_box_allows_no_namespace() -> None:
    rules = profile(boxes_inside=False)["syscalls"]
    assert isinstance(rules, list)
    allowed = {name for rule in rules if rule["action"] == "SCMP_ACT_ALLOW" for name in rule["names"]}
    conditional = {name for rule in rules if "args" in rule for name in rule["names"]}
    assert not allowed & {"unshare", "setns", "mount", "clone3", "ptrace", "bpf"}
    assert conditional == {"clone"}


@pytest.mark.parametrize(
    ("job", "shape"),
    [
        (Job(files={"a": b"x"}, run=RUN), Shape()),
        (
            Job(files={}, run=RUN, limits=Limits(disk_bytes=4 * MIB)),
            Shape(folder_bytes=4 * MIB),
        ),
        (
            Job(files={}, run=RUN, compile=RUN, compile_limits=Limits(disk_bytes=300 * MIB)),
            Shape(folder_bytes=300 * MIB, submission_bytes=300 * MIB),
        ),
    ],
)
def test_shape_is_what_the_job_may_write(job: Job, shape: Shape) -> None:
    assert shape_of(job) == shape


def test_services_have_users_of_their_own() -> None:
    taken = [
        ContainerState(identity=str(first), labels=label_of_users(range(first, first + USERS)))
        for first in range(10_000, 60_000 - USERS, USERS)
    ]
    assert find_users(taken) == range(60_000 - USERS, 60_000)


def test_own_containers_are_not_left_over() -> None:
    assert not is_left_over(ContainerState(identity="", labels=labels()))


def test_image_of_this_version_is_fine() -> None:
    assert explain_image("rewardd-sandbox:native", agent_version()) == ""


@pytest.mark.parametrize(("image", "target"), [("a/b:native", "native"), ("mine:5000/c", "all")])
def test_command_builds_a_target_that_there_is(image: str, target: str) -> None:
    assert f"--target {target} " in explain_image(image, None)


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (PermissionError(13, "Permission denied"), "group that owns the socket"),
        (FileNotFoundError(2, "No such file or directory"), "no Docker daemon answers"),
        (RuntimeError("Unknown runtime specified runsc"), "REWARDD_DOCKER_RUNTIME"),
        (RuntimeError("bind source path does not exist: /x"), "REWARDD_DOCKER_SOCKETS_SOURCE"),
        (TimeoutError(), "does not answer in time"),
        (RuntimeError(f"{SILENT} sock.connect(path) FileNotFoundError: [Errno 2]"), "SOCKETS_SOURCE"),
        (RuntimeError(f"{SILENT} sock.connect(path) ConnectionRefusedError: [Errno 111]"), "--host-uds"),
        (RuntimeError(f"{SILENT} sock.connect(path) PermissionError: [Errno 13]"), "container_file_t"),
        (RuntimeError("no root folder can be made for boxes: [Errno 1] unshare"), "WAY=containers"),
    ],
)
def test_failures_are_explained(error: Exception, remedy: str) -> None:
    assert remedy in explain_failure(error)


def test_folder_is_emptied_whatever_is_in_it(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(50):
        deep /= "d"
        deep.mkdir()
    (deep / "file").write_text("x")
    (tmp_path / "link").symlink_to("/etc")
    (tmp_path / "locked").mkdir(0)
    os.mkfifo(tmp_path / "pipe")
    tmp_path.chmod(0)
    make_empty(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert Path("/etc/passwd").exists()


def test_changes_to_the_submission_are_undone(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "main.py").write_text("right")
    (tmp_path / "package" / "part.py").write_text("part")
    (tmp_path / "link").symlink_to("main.py")
    keepsake = Keepsake(str(tmp_path))
    before = (tmp_path / "main.py").stat()
    tmp_path.chmod(0o755)
    (tmp_path / "main.py").chmod(0o644)
    (tmp_path / "main.py").write_text("wrong")
    os.utime(tmp_path / "main.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "new").write_text("more")
    (tmp_path / "link").unlink()
    keepsake.restore()
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert found == {"main.py", "link", "package", "package/part.py"}
    assert (tmp_path / "main.py").read_text() == "right"
    assert (tmp_path / "package" / "part.py").read_text() == "part"
    assert (tmp_path / "main.py").stat().st_mode & 0o777 == 0o444
    tmp_path.chmod(0o755)
    (tmp_path / "package").chmod(0o755)
