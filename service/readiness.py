"""What can be judged and kept now, and why not."""

from dataclasses import dataclass

from service.state import State

__all__ = ["Part", "readiness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that the service can do, or cannot."""

    ready: bool
    reason: str = ""
    """Why not; empty if it is ready."""
    notes: tuple[str, ...] | None = None
    """What is less exact here than elsewhere, of parts that can be."""

    def to_json(self) -> dict[str, object]:
        """The part as `/readyz` shows it."""
        shown: dict[str, object] = {"ready": self.ready, "reason": self.reason}
        return shown if self.notes is None else {**shown, "notes": list(self.notes)}


def readiness(state: State) -> dict[str, Part]:
    """The parts by name. Whether anything can be judged, `math` and `code` tell."""
    workers, sandbox = state.workers.readiness(), state.sandbox.readiness()
    ending = "" if state.accepting else "shutting down"
    parts = {
        "math": Part(ready=workers.available and not ending, reason=ending or workers.reason),
        "code": Part(
            ready=sandbox.available and not ending, reason=ending or sandbox.reason, notes=sandbox.notes
        ),
        "problems": _kept(state.store.trouble),
    }
    if state.artifact_folder is not None:
        parts["artifacts"] = _kept(state.artifact_folder.trouble)
    if state.audit is not None:
        parts["audit"] = _kept(state.audit.trouble)
    return parts


def _kept(trouble: str) -> Part:
    return Part(ready=not trouble, reason=trouble)
