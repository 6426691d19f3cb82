"""The one place that knows all backends."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.docker.options import DockerOptions
from sandbox.namespaces.backend import NamespaceSandbox
from sandbox.observer import UNOBSERVED, Observer
from sandbox.pool import BoundedSandbox

if TYPE_CHECKING:
    from sandbox.base import Sandbox

__all__ = ["make_sandbox"]


def make_sandbox(
    backend: str = "namespaces",
    *,
    boxes: int,
    queue: int,
    queue_timeout_s: float = 60.0,
    binds: Mapping[str, str] | None = None,
    docker: DockerOptions | None = None,
    observer: Observer = UNOBSERVED,
) -> BoundedSandbox:
    """A bounded sandbox, not yet started.

    Args:
        backend: `"namespaces"` or `"docker"`.
        boxes: Boxes at once; the number of cores is right.
        queue: Jobs that may wait for one.
        queue_timeout_s: Longest wait in the queue.
        binds: Read-only folders the boxes see besides the system's: host path to path in the box.
            Only for namespaces: an image has its own.
        docker: What an operator chose for Docker.
        observer: Is told what happens.

    Raises:
        ValueError: no such backend.
    """
    # A submission may need a second box beside its first (`Sandbox.run`), so there are twice as many.
    inner: Sandbox
    match backend:
        case "namespaces":
            inner = NamespaceSandbox(boxes=2 * boxes, binds=binds, observer=observer)
        case "docker":
            # Docker's SDK takes a tenth of a second to import, and namespaces do without.
            from sandbox.docker.backend import DockerSandbox  # noqa: PLC0415

            inner = DockerSandbox(boxes=2 * boxes, options=docker or DockerOptions(), observer=observer)
        case _:
            raise ValueError(f"no such sandbox backend: {backend!r}")
    return BoundedSandbox(inner, boxes=boxes, queue=queue, queue_timeout_s=queue_timeout_s, observer=observer)
