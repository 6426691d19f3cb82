"""A template seen from the service: bubblewrap with the agent in it, and a socket to order boxes over."""

import array
import asyncio
import contextlib
import errno
import json
import os
import platform
import select
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from sandbox.box.agent.surroundings import (
    DEVICES,
    ENVIRONMENT,
    LINKS,
    SUBMISSION,
    SYSTEM_FOLDERS,
    TOOLCHAIN_FOLDERS,
    WRITABLE,
)
from sandbox.box.archive import agent_archive
from sandbox.box.modules import MODULES_ON_DEMAND, WARM_MODULES
from sandbox.errors import BoxFailed, SandboxUnavailable
from sandbox.namespaces import policy
from sandbox.namespaces.cgroup import Cgroup
from sandbox.namespaces.permissions import in_container, missing_flags

__all__ = ["Template", "missing_requirement"]

READY_TIMEOUT_S = 30
DEATH_TIMEOUT_MS = 2000
SOCKET_BUFFER_BYTES = 1024 * 1024


def missing_requirement(python: str) -> str | None:
    """What the host lacks that can be told without trying, with what would bring it."""
    if platform.system() != "Linux":
        return "namespace boxes need Linux"
    if shutil.which("bwrap") is None:
        return "bubblewrap is missing: apt-get install bubblewrap"
    if not Path(python).exists():
        return f"{python} is missing: apt-get install python3"
    try:
        tempfile.gettempdir()
    except FileNotFoundError as error:
        remedy = "run this container with --tmpfs /tmp:size=256m" if in_container() else "set TMPDIR to one"
        return f"no folder for temporary files can be written to: {remedy} ({error})"
    return None


def explain_failure(stderr: str) -> str:
    """Why a template could not make a box, as well as it can be told from outside."""
    why = stderr.splitlines()[-1] if stderr else "no message"
    if os.strerror(errno.EAGAIN) in why:
        remedy = (
            "--pids-limit of the container" if in_container() else "TasksMax of the service, or ulimit -u"
        )
        return f"no more processes may be started here ({why}): raise {remedy}"
    if os.strerror(errno.ENOSPC) in why:
        return f"temporary files find no room ({why}): free some in {tempfile.gettempdir()}, or set TMPDIR"
    for name, bad, remedy in (
        ("kernel/unprivileged_userns_clone", "0", "sysctl kernel.unprivileged_userns_clone=1"),
        (
            "kernel/apparmor_restrict_unprivileged_userns",
            "1",
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        ("user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=15000"),
    ):
        with contextlib.suppress(OSError):
            if Path("/proc/sys", name).read_text().strip() == bad:
                return f"user namespaces are forbidden: {remedy}"
    if in_container():
        flags = missing_flags() or (
            "--security-opt seccomp=… and systempaths=… as docker/compose.yaml has them",
        )
        return f"a box could not be made ({why}): run this container with {' '.join(flags)}"
    return f"a box could not be made ({why})"


class Template:
    """One warm template process."""

    def __init__(self, process: subprocess.Popen[bytes], control: socket.socket, log: IO[bytes]) -> None:
        self._process = process
        self._control = control
        self._log = log
        self._last_words = ""

    @classmethod
    async def start(cls, *, python: str, seccomp: bytes, binds: Mapping[str, str]) -> "Template":
        """Start a template and wait until it is warm.

        Raises:
            SandboxUnavailable: it cannot run here; the message says why.
        """
        settings = {
            "modules": WARM_MODULES,
            "modules_on_demand": MODULES_ON_DEMAND,
            "uid": policy.BOX_UID,
            "gid": policy.BOX_GID,
            "seccomp": seccomp.hex(),
        }
        try:
            template = cls._spawn([python, "-s", "-B", policy.AGENT_PATH, json.dumps(settings)], binds)
        except OSError as error:
            raise SandboxUnavailable(explain_failure(f"bubblewrap cannot be started: {error}")) from error
        try:
            async with asyncio.timeout(READY_TIMEOUT_S):
                greeting = await template.first_words()
        except (TimeoutError, OSError):
            greeting = b""
        except BaseException:
            template.kill()
            raise
        if greeting != b"ready":
            template.kill()
            raise SandboxUnavailable(explain_failure(template.last_words()))
        return template

    @classmethod
    def _spawn(cls, program: Sequence[str], binds: Mapping[str, str]) -> "Template":
        """Start bubblewrap, from the loop's own thread: bubblewrap dies with the thread that started it."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        user = policy.UNPRIVILEGED_ID if os.geteuid() == 0 else None
        with contextlib.ExitStack() as files, contextlib.ExitStack() as kept, theirs:
            kept.enter_context(ours)
            arguments, data_files = _bubblewrap_arguments(binds, files)
            log = kept.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(  # noqa: S603 - the arguments are ours
                [*arguments, *program],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd="/",
                env={},
                pass_fds=data_files,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
            kept.pop_all()  # these live as long as the template
        return cls(process, ours, log)

    async def first_words(self) -> bytes:
        """What a template says when it is warm; empty when it ends before."""
        return await asyncio.get_running_loop().sock_recv(self._control, 64)

    @property
    def alive(self) -> bool:
        """Whether boxes can still be ordered."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Process id of its bubblewrap."""
        return self._process.pid

    def order_box(self, cgroup: Cgroup | None) -> socket.socket:
        """Have a box made; its socket is returned at once and answers when the box is ready.

        Raises:
            BoxFailed: the template is gone, or we have no descriptors left.
        """
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise BoxFailed(f"a box cannot be ordered: {error}") from error
        files = cgroup.files if cgroup is not None else {}
        order = json.dumps({"cgroup": list(files)}).encode()
        descriptors = array.array("i", [theirs.fileno(), *files.values()])
        try:
            with theirs:
                for end in (ours, theirs):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                self._control.sendmsg([order], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])
        except OSError as error:
            ours.close()
            raise BoxFailed("a template died") from error
        ours.setblocking(False)
        return ours

    def last_words(self) -> str:
        """The end of what the template and bubblewrap complained about."""
        if self._log.closed:
            return self._last_words
        end = self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, end - 1000))
        return self._log.read().decode(errors="replace").strip()

    def kill(self) -> None:
        """End the template and all its boxes, and see them gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        # Bubblewrap's own child dies a moment after it, and holds the other end of the socket until then.
        gone = select.poll()
        gone.register(self._control, select.POLLRDHUP)
        gone.poll(DEATH_TIMEOUT_MS)
        self._control.close()
        self._last_words = self.last_words()
        self._log.close()


def _bubblewrap_arguments(
    binds: Mapping[str, str], files: contextlib.ExitStack
) -> tuple[list[str], Sequence[int]]:
    """Bubblewrap's command line up to the program, and the descriptors it reads files from."""
    arguments = [
        "bwrap",
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        "--uid", str(policy.BOX_UID), "--gid", str(policy.BOX_GID), "--hostname", "box", "--clearenv",
    ]  # fmt: skip
    for name, value in ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    for folder in SYSTEM_FOLDERS:
        path = Path(folder)
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), folder]
        elif path.is_dir():
            arguments += ["--ro-bind", folder, folder]
    for pattern in (*policy.HOST_FILES, *TOOLCHAIN_FOLDERS):
        for found in sorted(Path("/").glob(pattern.lstrip("/"))):
            arguments += ["--ro-bind", str(found), str(found)]
    arguments += ["--proc", "/proc", "--tmpfs", "/dev"]
    for device in DEVICES:
        arguments += ["--dev-bind", device, device]
    for link, target in LINKS.items():
        arguments += ["--symlink", target, link]
    for folder in (SUBMISSION, *WRITABLE):
        arguments += ["--dir", folder]
    for source, target in binds.items():
        arguments += ["--ro-bind", source, target]
    descriptors = []
    own = {path: text.encode() for path, text in policy.ETC_OWN.items()}
    for path_inside, content in {**own, policy.AGENT_PATH: agent_archive()}.items():
        file = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - entered it is
        file.write(content)
        file.seek(0)
        descriptors.append(file.fileno())
        arguments += ["--perms", "0444", "--ro-bind-data", str(file.fileno()), path_inside]
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/", "--"]
    return arguments, descriptors
