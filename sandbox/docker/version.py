"""Which agent an image has to carry."""

import hashlib
from pathlib import Path

from sandbox.box.archive import agent_files

__all__ = ["AGENT_LABEL", "agent_version", "explain_image"]

AGENT_LABEL = "org.rewardd.agent"
TARGETS = ("python", "native", "all")
"""Images that `docker/sandbox/Dockerfile` knows."""
FILES = (
    *agent_files(),
    *(
        Path(__file__).with_name(name)
        for name in (
            "container_agent.py",
            "container_folders.py",
            "emptying.py",
            "fence.py",
            "keepsake.py",
            "root.py",
        )
    ),
)


def agent_version() -> str:
    """A hash of the files that images are built with: an image with another one is older or newer than we."""
    digest = hashlib.sha256()
    for path in FILES:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def build_command(image: str) -> str:
    """What makes the image."""
    target = image.rpartition(":")[2]
    if target not in TARGETS:
        target = "all"
    return (
        f"docker build --file docker/sandbox/Dockerfile --target {target} "
        f"--build-arg AGENT={agent_version()} --tag {image} ."
    )


def explain_image(image: str, found: str | None) -> str:
    """Why an image cannot be used, and what builds it; empty if it can.

    Args:
        found: Its label, or `None` where there is no such image.
    """
    if found is None:
        return f"there is no image {image}: {build_command(image)}"
    if found != agent_version():
        return f"the image {image} was built for another version of the service: {build_command(image)}"
    return ""


if __name__ == "__main__":
    print(agent_version())  # noqa: T201 - scripts ask
