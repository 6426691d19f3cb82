"""The folders of a box that is a container. Standard library only: part of the images, beside the agent."""

from __future__ import annotations

import os
import stat

from sandbox.box.agent.folders import Folders
from sandbox.box.agent.surroundings import SUBMISSION, WRITABLE
from sandbox.docker.emptying import make_empty
from sandbox.docker.fence import raise_fence
from sandbox.docker.keepsake import Keepsake


class ContainerFolders(Folders):
    """The container's own: nobody can mount anything there."""

    keepsake: Keepsake | None = None

    def raise_fence(self) -> None:
        """What the container shows besides is closed; so is `/submission` to writers when it is sealed."""
        raise_fence([SUBMISSION] if self.keepsake is None else [])

    def reset(self, size_bytes: int) -> None:
        """Empty the writable folders, and see to it that `/submission` is as it was."""
        for folder in WRITABLE:
            make_empty(folder)
        if self.keepsake is not None:
            self.keepsake.restore()

    def read_regular(self, folder: str, path: str, most: int) -> bytes | None:
        """A regular file's content, whatever its mode: elsewhere the agent is root, here it owns the file."""
        unlock(folder, path)
        return super().read_regular(folder, path, most)

    def open_submission(self, size_bytes: int) -> None:
        """It is there already: the container is new."""

    def seal_submission(self) -> None:
        """Keep a copy to compare with."""
        self.keepsake = Keepsake(SUBMISSION)


def unlock(folder: str, path: str) -> None:
    """Give ourselves the right to read a file and to reach it. Nobody else runs meanwhile."""
    reached = folder
    for part in path.split("/"):
        reached = f"{reached}/{part}"
        try:
            mode = os.lstat(reached).st_mode
            needed = 0o500 if stat.S_ISDIR(mode) else 0o400
            if not stat.S_ISLNK(mode) and mode & needed != needed:
                os.chmod(reached, stat.S_IMODE(mode) | needed)
        except OSError:
            return
