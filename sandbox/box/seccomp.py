"""Which system calls a candidate may not make, as a table, and its compilation by libseccomp.

The filter is the inner wall: capabilities, namespaces and the read-only system already refuse most of
this. It is a list of refusals, since the toolchains of a dozen languages between them need nearly everything
that is harmless. Calls newer than the table are refused as well.
"""

import errno
import tempfile
from dataclasses import dataclass

__all__ = ["REFUSALS", "Refusal", "compile_filter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Calls that fail with one error, and why."""

    reason: str
    calls: tuple[str, ...]
    error: int = errno.EPERM


REFUSALS = (
    Refusal(
        reason="namespaces and mounts: the walls of the box",
        calls=(
            "unshare",
            "setns",
            "mount",
            "umount",
            "umount2",
            "pivot_root",
            "chroot",
            "move_mount",
            "open_tree",
            "fsopen",
            "fsconfig",
            "fsmount",
            "fspick",
            "mount_setattr",
            "quotactl",
            "quotactl_fd",
            "swapon",
            "swapoff",
            "nfsservctl",
            "fanotify_init",
            "fanotify_mark",
            "open_by_handle_at",
            "name_to_handle_at",
        ),
    ),
    Refusal(
        reason="clone3 hides its flags behind a pointer; without it libraries use clone",
        calls=("clone3",),
        error=errno.ENOSYS,
    ),
    Refusal(
        reason="other processes: memory, registers, descriptors",
        calls=(
            "ptrace",
            "process_vm_readv",
            "process_vm_writev",
            "process_madvise",
            "process_mrelease",
            "pidfd_getfd",
            "kcmp",
            "migrate_pages",
            "move_pages",
            "get_robust_list",
        ),
    ),
    Refusal(
        reason="scheduling and limits: the agent has the same user, so these would reach it",
        calls=(
            "sched_setaffinity",
            "sched_setattr",
            "setpriority",
            "ioprio_set",
        ),
    ),
    Refusal(
        reason="likewise; nothing is done and no error told, of which Mono would complain on stdout",
        calls=("sched_setscheduler", "sched_setparam"),
        error=0,
    ),
    Refusal(
        reason="disks of the host: to write all out, or to have the system's files read again, would slow "
        "everybody down; nothing is done, which is one way to take advice",
        calls=("sync", "syncfs", "fadvise64"),
        error=0,
    ),
    Refusal(
        reason="who opens the system's files, in other boxes too; and the kernel counts watches by user",
        calls=("inotify_init", "inotify_init1", "inotify_add_watch", "inotify_rm_watch"),
        error=errno.ENOSYS,
    ),
    Refusal(
        reason="network; socketpair of AF_UNIX stays",
        calls=(
            "socket",
            "bind",
            "connect",
            "listen",
            "accept",
            "accept4",
            "socketcall",
        ),
        error=errno.EACCES,
    ),
    Refusal(
        reason="descriptors sent and not yet received: the kernel counts them by user, and when there are "
        "many neither the service nor an agent can send one; nothing else needs these calls",
        calls=("sendmsg", "sendmmsg"),
    ),
    Refusal(
        reason="objects that outlive the processes of a case",
        calls=(
            "shmget",
            "shmat",
            "shmctl",
            "shmdt",
            "semget",
            "semop",
            "semtimedop",
            "semctl",
            "msgget",
            "msgsnd",
            "msgrcv",
            "msgctl",
            "ipc",
            "mq_open",
            "mq_unlink",
            "add_key",
            "request_key",
            "keyctl",
        ),
        error=errno.ENOSYS,
    ),
    Refusal(
        reason="attributes of files: notes from case to case, and more of them than can be listed",
        calls=("setxattr", "lsetxattr", "fsetxattr"),
        error=errno.EOPNOTSUPP,
    ),
    Refusal(
        reason="memory that no limit of ours sees",
        calls=("memfd_create", "memfd_secret", "mbind", "set_mempolicy", "set_mempolicy_home_node"),
    ),
    Refusal(
        reason="large and young kernel interfaces with a history of holes",
        calls=(
            "bpf",
            "perf_event_open",
            "userfaultfd",
            "io_uring_setup",
            "io_uring_enter",
            "io_uring_register",
            "io_setup",
            "io_submit",
            "io_destroy",
            "io_getevents",
            "io_pgetevents",
            "io_cancel",
            "vmsplice",
            "landlock_create_ruleset",
            "landlock_add_rule",
            "landlock_restrict_self",
            "modify_ldt",
            "remap_file_pages",
            "uselib",
            "lookup_dcookie",
        ),
        error=errno.ENOSYS,
    ),
    Refusal(
        reason="the machine",
        calls=(
            "init_module",
            "finit_module",
            "delete_module",
            "create_module",
            "query_module",
            "get_kernel_syms",
            "kexec_load",
            "kexec_file_load",
            "reboot",
            "syslog",
            "acct",
            "settimeofday",
            "clock_settime",
            "clock_adjtime",
            "adjtimex",
            "sethostname",
            "setdomainname",
            "iopl",
            "ioperm",
            "vhangup",
            "_sysctl",
            "sysfs",
            "ustat",
            "afs_syscall",
            "getpmsg",
            "putpmsg",
            "tuxcall",
            "security",
            "vserver",
            "personality",
        ),
    ),
)
"""Calls refused whatever their arguments."""

NAMESPACE_FLAGS = {
    "CLONE_NEWNS": 0x0002_0000,
    "CLONE_NEWCGROUP": 0x0200_0000,
    "CLONE_NEWUTS": 0x0400_0000,
    "CLONE_NEWIPC": 0x0800_0000,
    "CLONE_NEWUSER": 0x1000_0000,
    "CLONE_NEWPID": 0x2000_0000,
    "CLONE_NEWNET": 0x4000_0000,
}
"""Flags with which `clone` is refused."""

AF_UNIX = 1
TERMINAL_INPUT_REQUESTS = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX of `ioctl`: typing into somebody's terminal."""
ATTRIBUTE_REQUESTS = (0x4008_6602, 0x401C_5820)
"""FS_IOC_SETFLAGS and FS_IOC_FSSETXATTR of `ioctl`: attributes of another kind."""
MAP_HUGETLB = 0x4_0000
"""A flag of `mmap`: pages of a store of the host's that no memory limit counts."""
PR_SCHED_CORE = 62
"""An option of `prctl`: who does not trust his neighbours has a whole core to himself."""

NEWEST_CALL = 450
"""`set_mempolicy_home_node`, Linux 5.17. What is newer does not exist here; libraries fall back."""
NUMBERS_REFUSED_AHEAD = 150


def compile_filter() -> bytes:
    """The filter as an array of `struct sock_filter`, for `PR_SET_SECCOMP`.

    Raises:
        ImportError: libseccomp or its bindings are missing.
    """
    import pyseccomp as seccomp  # noqa: PLC0415 - a host without it still gets a service that explains itself

    policy = seccomp.SyscallFilter(seccomp.ALLOW)
    policy.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    policy.set_attr(seccomp.Attr.CTL_OPTIMIZE, 2)  # a binary tree instead of one comparison per rule
    for refusal in REFUSALS:
        for call in refusal.calls:
            if seccomp.resolve_syscall(seccomp.Arch.NATIVE, call) >= 0:
                policy.add_rule(seccomp.ERRNO(refusal.error), call)
    for flag in NAMESPACE_FLAGS.values():
        policy.add_rule(seccomp.ERRNO(errno.EPERM), "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    policy.add_rule(seccomp.ERRNO(errno.EACCES), "socketpair", seccomp.Arg(0, seccomp.NE, AF_UNIX))
    # The agent's limits can be named only by its process id; one's own are process 0.
    policy.add_rule(seccomp.ERRNO(errno.EPERM), "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
    policy.add_rule(seccomp.ERRNO(errno.EPERM), "prctl", seccomp.Arg(0, seccomp.EQ, PR_SCHED_CORE))
    policy.add_rule(
        seccomp.ERRNO(errno.EPERM), "mmap", seccomp.Arg(3, seccomp.MASKED_EQ, MAP_HUGETLB, MAP_HUGETLB)
    )
    for request in (*TERMINAL_INPUT_REQUESTS, *ATTRIBUTE_REQUESTS):
        policy.add_rule(
            seccomp.ERRNO(errno.EPERM), "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFFFFFFFF, request)
        )
    for number in range(NEWEST_CALL + 1, NEWEST_CALL + 1 + NUMBERS_REFUSED_AHEAD):
        policy.add_rule(seccomp.ERRNO(errno.ENOSYS), number)
    with tempfile.TemporaryFile() as file:
        policy.export_bpf(file)
        file.seek(0)
        return file.read()
