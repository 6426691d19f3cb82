"""The limits that problems and requests may set."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.base import Limits
from verifiers.code.fields import FieldReader
from verifiers.code.values import Json

_LIMIT_CEILINGS: Mapping[str, int] = {
    "cpu_ms": 600_000,
    "wall_ms": 1_800_000,
    "memory_bytes": 64 * 1024**3,
    "output_bytes": 1024**3,
    "processes": 4_096,
}
"""Beyond these a number is a mistake; what a service grants is its own setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOverrides:
    """The limits that a problem or a request sets; the rest follows from the language and the service."""

    cpu_ms: int | None = None
    wall_ms: int | None = None
    memory_bytes: int | None = None
    output_bytes: int | None = None
    processes: int | None = None

    def over(self, base: Limits) -> Limits:
        """`base` with these in place. A CPU limit without a wall limit brings a generous one along."""
        cpu_ms = base.cpu_ms if self.cpu_ms is None else self.cpu_ms
        wall_ms = self.wall_ms
        if wall_ms is None:
            wall_ms = base.wall_ms if self.cpu_ms is None else max(3 * cpu_ms, cpu_ms + 5_000)
        return Limits(
            cpu_ms=cpu_ms,
            wall_ms=wall_ms,
            memory_bytes=base.memory_bytes if self.memory_bytes is None else self.memory_bytes,
            output_bytes=base.output_bytes if self.output_bytes is None else self.output_bytes,
            processes=base.processes if self.processes is None else self.processes,
            disk_bytes=base.disk_bytes,
        )


def read_limits(reader: FieldReader) -> LimitOverrides:
    """Read a `limits` object, of a problem or of a request's options.

    Raises:
        InvalidProblem: for unknown names and for numbers that make no sense.
    """
    values = {name: reader.integer(name, 1, ceiling) for name, ceiling in _LIMIT_CEILINGS.items()}
    reader.finish()
    return LimitOverrides(**values)


def limits_to_json(limits: LimitOverrides) -> dict[str, Json]:
    """The canonical form: what is set."""
    return {name: value for name in _LIMIT_CEILINGS if (value := getattr(limits, name)) is not None}
