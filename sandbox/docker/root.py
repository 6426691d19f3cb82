"""The root folder of a template in a container: what boxes see of the image, and nothing of the container.

The container's own root names the daemon's folders in every process's mount table, and has files in it
that the daemon puts there. So the template takes a user and a mount namespace of its own, lays the image's
folders out anew on a tmpfs, each as an overlay whose only words in a mount table are its path in the image,
and leaves the old root behind. Standard library only: this file goes into the images, beside the agent.
"""

from __future__ import annotations

import glob
import os
import stat

from sandbox.box.agent.descriptors import write_file
from sandbox.box.agent.kernel import (
    CLONE_NEWNS,
    CLONE_NEWUSER,
    MNT_DETACH,
    MS_BIND,
    MS_NODEV,
    MS_NOSUID,
    MS_RDONLY,
    MS_REMOUNT,
    PR_SET_NO_NEW_PRIVS,
    check,
    drop_capabilities,
    libc,
    mount,
    prctl,
)
from sandbox.box.agent.surroundings import DEVICES, LINKS, SUBMISSION, WRITABLE
from sandbox.docker.fence import IMAGE_FILES, IMAGE_FOLDERS

WORKSHOP = "/tmp"  # noqa: S108 - the container's own, and nobody else is in it yet
"""Where the new root is put together; it is out of sight afterwards."""
SECOND_LAYER = "tmp"
"""An overlay without a writable layer asks for two others, so this folder of the new root, empty, is one."""
ROOT_BYTES = 1024 * 1024

MS_REC, MS_PRIVATE = 1 << 14, 1 << 18
READ_ONLY = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV


def enter_root(uid: int, gid: int) -> None:
    """Leave the container's root for one that shows only the image, and give up the power to do so.

    Raises:
        OSError: The kernel or the daemon forbids namespaces, mounts, or overlays in them.
    """
    check(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare")
    write_file("/proc/self/setgroups", b"deny")
    write_file("/proc/self/uid_map", f"{uid} {uid} 1".encode())
    write_file("/proc/self/gid_map", f"{gid} {gid} 1".encode())
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    root = f"{WORKSHOP}/image"
    os.mkdir(root)
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, f"size={ROOT_BYTES},mode=0755")
    lay_out(root)
    mount(None, root, None, READ_ONLY)
    os.chdir(root)
    check(libc.pivot_root(b".", b"."), "pivot_root")
    check(libc.umount2(b".", MNT_DETACH), "the container's root")
    os.chdir("/")
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    drop_capabilities()


def lay_out(root: str) -> None:
    """Fill the new root."""
    for folder in ("proc", "dev", *(path[1:] for path in (*WRITABLE, SUBMISSION))):
        os.mkdir(f"{root}/{folder}")
    for pattern in IMAGE_FOLDERS:
        for path in glob.glob(pattern):
            show_folder(root, path)
    for path in IMAGE_FILES:
        copy_file(root, path)
    # Each box mounts a `/proc` of its own upon this one; the kernel asks for one that is wholly visible.
    mount("/proc", f"{root}/proc", None, MS_BIND | MS_REC)
    for device in DEVICES:
        target = f"{root}{device}"
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT, 0o644))
        mount(device, target, None, MS_BIND)
    for link, target in LINKS.items():
        os.symlink(target, root + link)


def show_folder(root: str, path: str) -> None:
    """A folder of the image, read-only; a link to one is the same link."""
    target = root + path
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if stat.S_ISLNK(os.lstat(path).st_mode):
        os.symlink(os.readlink(path), target)
        return
    os.mkdir(target)
    layers = f"lowerdir={path}:{root}/{SECOND_LAYER},userxattr"
    mount("overlay", target, "overlay", MS_RDONLY | MS_NOSUID | MS_NODEV, layers)


def copy_file(root: str, path: str) -> None:
    """A file of the image, if there is one."""
    if not os.path.exists(path):
        return
    target = root + path
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(path, "rb") as original, open(target, "xb") as copy:
        copy.write(original.read())
