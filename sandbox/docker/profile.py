"""Which system calls a container may make, as tables: with boxes inside it or without.

    python -m sandbox.docker.profile > docker/seccomp.json

Docker forbids an unprivileged container to make namespaces and mounts, and that is all a box is made of. A
container in which boxes are made may do that besides; that is also the profile of the service's own container
in `docker/compose.yaml`. A container that is a box itself may not. The profile names every system call that
this libseccomp knows for the machine, less the tables below, so a call that a later kernel adds is refused
until somebody has looked at it.
"""

import json
import sys

HIGHEST_CALL = 462
"""mseal; what came later is refused."""

NOT_IMPLEMENTED = 38
"""ENOSYS: programs fall back to an older call, as they would on an older kernel."""

FORBIDDEN = {
    "changing the clock": (
        "adjtimex",
        "clock_adjtime",
        "clock_adjtime64",
        "clock_settime",
        "clock_settime64",
        "settimeofday",
        "stime",
    ),
    "changing the kernel": (
        "create_module",
        "delete_module",
        "finit_module",
        "init_module",
        "kexec_file_load",
        "kexec_load",
        "get_kernel_syms",
        "query_module",
        "_sysctl",
        "reboot",
        "acct",
        "swapon",
        "swapoff",
        "nfsservctl",
        "sysfs",
        "uselib",
        "ustat",
    ),
    "hardware": ("ioperm", "iopl", "modify_ldt", "vm86", "vm86old"),
    "programs in the kernel and looking into it": (
        "bpf",
        "perf_event_open",
        "lookup_dcookie",
        "kcmp",
        "syslog",
        "vhangup",
        "userfaultfd",
    ),
    "keyrings, which are not namespaced": ("add_key", "keyctl", "request_key"),
    "files by handle, past any root folder": ("open_by_handle_at", "name_to_handle_at"),
    "other processes' memory": (
        "process_vm_readv",
        "process_vm_writev",
        "process_madvise",
        "ptrace",
        "pidfd_getfd",
    ),
    "placing memory of others": (
        "move_pages",
        "migrate_pages",
        "mbind",
        "set_mempolicy",
        "get_mempolicy",
        "set_mempolicy_home_node",
    ),
    "quotas and file system events": ("quotactl", "quotactl_fd", "fanotify_init", "fanotify_mark"),
    "io_uring, a second door to most calls": ("io_uring_setup", "io_uring_enter", "io_uring_register"),
    "the new mount interface, which nothing here uses": (
        "fsopen",
        "fsconfig",
        "fsmount",
        "fspick",
        "move_mount",
        "open_tree",
        "mount_setattr",
    ),
}

NEEDED_BY_BOXES = {
    "clone": "a box is a clone with new namespaces",
    "clone3": "the same, as newer C libraries call it",
    "unshare": "bubblewrap makes its namespaces so",
    "setns": "entering a namespace that is one's own",
    "mount": "a box's /proc, /tmp and work folders",
    "umount2": "replacing them between cases, and letting the old root go",
    "pivot_root": "making the box's folder the root",
    "chroot": "as above, where pivot_root cannot be had",
    "sethostname": "a box has a host name of its own",
    "setdomainname": "likewise",
}
"""What Docker's own profile refuses to a container without capabilities. The kernel lets an
unprivileged user do these only inside a user namespace of its own, where they reach nothing
outside."""


NAMESPACE_FLAGS = 0x7E02_0000
"""All `CLONE_NEW*` flags together."""


def profile(*, boxes_inside: bool) -> dict[str, object]:
    """The profile, as Docker reads it.

    Raises:
        ImportError: libseccomp or its bindings are missing.
    """
    import pyseccomp  # noqa: PLC0415 - a host without it still gets a service that explains itself

    forbidden = {name for names in FORBIDDEN.values() for name in names}
    known = set()
    for number in range(HIGHEST_CALL + 1):
        try:
            known.add(pyseccomp.resolve_syscall(pyseccomp.Arch.X86_64, number).decode())
        except ValueError:
            continue
    known |= set(NEEDED_BY_BOXES)
    rules: list[dict[str, object]] = []
    if not boxes_inside:
        known -= {
            "clone",
            "clone3",
        }  # clone3 hides its flags behind a pointer; without it libraries use clone
        forbidden |= set(NEEDED_BY_BOXES) & known
        no_namespace = {"index": 0, "value": NAMESPACE_FLAGS, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}
        rules.append({"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [no_namespace]})
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "defaultErrnoRet": NOT_IMPLEMENTED,
        "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": ["SCMP_ARCH_ARM"]},
        ],
        "syscalls": [
            *rules,
            {"names": sorted(known - forbidden), "action": "SCMP_ACT_ALLOW"},
            {"names": sorted(known & forbidden), "action": "SCMP_ACT_ERRNO", "errnoRet": 1},
        ],
    }


if __name__ == "__main__":
    json.dump(profile(boxes_inside=True), sys.stdout, indent=1)
    sys.stdout.write("\n")
