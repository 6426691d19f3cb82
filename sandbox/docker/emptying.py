"""Folders emptied of all a program left. Standard library only: it goes into the images, beside the agent."""

from __future__ import annotations

import os


def make_empty(folder: str) -> None:
    """Remove all below a folder, and what was done to the folder itself.

    Folders are flattened rather than descended into: a program may nest them deeper than any path is long.
    """
    os.chmod(folder, 0o755)
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        while names := os.listdir(top):
            for name in names:
                if not remove_leaf(top, name):
                    raise_content(top, name)
                    os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    os.utime(folder, (0, 0))  # attributes nobody can set, but times


def remove_leaf(folder: int, name: str) -> bool:
    """Remove what is no folder. Returns whether it was none."""
    try:
        os.unlink(name, dir_fd=folder)
    except IsADirectoryError:
        return False
    return True


def raise_content(top: int, name: str) -> None:
    """Empty the folder `name` by moving the folders in it up to `top`."""
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for entry in os.listdir(inner):
            if not remove_leaf(inner, entry):
                os.chmod(entry, 0o700, dir_fd=inner)
                os.rename(entry, os.urandom(16).hex(), src_dir_fd=inner, dst_dir_fd=top)
    finally:
        os.close(inner)
