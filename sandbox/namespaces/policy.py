"""What a box shows of the host and what it brings itself, as tables an auditor can read."""

__all__ = [
    "BOX_GID",
    "BOX_UID",
    "DEVICES",
    "ETC_OWN",
    "FOLDERS",
    "SYSTEM_FOLDERS",
    "TOOLCHAIN_FILES",
    "UNPRIVILEGED_ID",
]

BOX_UID = 1000
BOX_GID = 1000
"""Who a program is inside its box."""

UNPRIVILEGED_ID = 61_234
"""User and group outside, when the service itself is root. Nothing else should run under this id."""

SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
"""Read-only from the host; where one is a link on the host, it is the same link in the box."""

TOOLCHAIN_FILES = (
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/java-*-openjdk",
    "/etc/python3*",
    "/etc/mono",
    "/etc/dotnet",
    "/etc/php",
    "/etc/perl",
    "/etc/R",
    "/etc/scala",
    "/var/lib/ghc",
)
"""What toolchains read outside of the system's folders, read-only from the host where it exists."""

ETC_OWN = {
    "/etc/passwd": f"root:x:0:0:root:/:/usr/sbin/nologin\nbox:x:{BOX_UID}:{BOX_GID}:box:/tmp:/bin/sh\n",
    "/etc/group": f"root:x:0:\nbox:x:{BOX_GID}:\n",
    "/etc/hosts": "127.0.0.1 localhost box\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}
"""Files of our own making."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}

FOLDERS = ("/submission", "/work", "/tmp", "/dev/shm")
"""Empty, and the only writable ones: each box mounts file systems of its own there."""

AGENT_PATH = "/agent.pyz"
