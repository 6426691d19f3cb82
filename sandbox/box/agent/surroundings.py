"""What a program finds around it, whatever makes its box, as tables an auditor can read."""

WRITABLE = ("/work", "/tmp", "/dev/shm")
"""Empty when a case begins."""
SUBMISSION = "/submission"
"""The program; read-only once it is compiled."""
SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
"""Read-only; where one is a link outside, it is the same link in the box."""
TOOLCHAIN_FOLDERS = (
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
"""Patterns of what toolchains read besides, read-only where it exists."""
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
LINKS = {
    "/dev/fd": "/proc/self/fd",
    "/dev/stdin": "/proc/self/fd/0",
    "/dev/stdout": "/proc/self/fd/1",
    "/dev/stderr": "/proc/self/fd/2",
}
ENVIRONMENT = {
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
"""All that a program finds in its environment, besides what its job adds."""
