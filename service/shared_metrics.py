"""Metrics of several server processes, added up.

Each process leaves its own in a file, once a second, and whoever is asked adds its present ones to what the
others left. Counters must never sink, so a process begins with what its predecessor had counted.
"""

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from prometheus_client import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

__all__ = ["SharedMetrics"]

LOG = logging.getLogger(__name__)

SUFFIX = ".prom"
GROWING = frozenset({"counter", "histogram"})
"""Kinds that only grow, and are taken over from a predecessor."""
LEAST = frozenset({"rewardd_ready", "process_start_time_seconds"})
MOST = frozenset({"rewardd_memory_short", "rewardd_build_info", "process_max_fds"})
"""Gauges that are no amounts: of these the least, or the most, tells about all processes together."""


class SharedMetrics:
    """What this process has counted, together with the others.

    Args:
        folder: Where all of them leave theirs.
        index: This process's place among them.
    """

    def __init__(self, folder: Path, index: int) -> None:
        self._own = folder / f"{index}{SUFFIX}"
        self._folder = folder
        self._index = index
        self._inherited = [family for family in _read(self._own) if family.type in GROWING]
        self._trouble = False

    def publish(self, own: bytes) -> None:
        """Leave this process's metrics for the others; where that fails they have the last ones."""
        unfinished = self._own.with_suffix(".new")
        try:
            unfinished.write_bytes(_text(_added([self._inherited, _parse(own)])))
            unfinished.rename(self._own)
        except OSError as error:
            if not self._trouble:
                LOG.warning("the metrics of process %d are not up to date: %s", self._index, error)
            self._trouble = True
        else:
            self._trouble = False

    def total(self, own: bytes) -> bytes:
        """The sum of all, in Prometheus' format."""
        others = [_read(path) for path in sorted(self._folder.glob(f"*{SUFFIX}")) if path != self._own]
        return _text(_added([self._inherited, _parse(own), *others]))


class _Families(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def _text(families: Iterable[Metric]) -> bytes:
    return generate_latest(_Families(families))


def _read(path: Path) -> list[Metric]:
    try:
        return _parse(path.read_bytes())
    except FileNotFoundError:
        return []


def _parse(text: bytes) -> list[Metric]:
    return list(text_string_to_metric_families(text.decode()))


def _added(parts: Iterable[Iterable[Metric]]) -> Iterator[Metric]:
    """The families of all parts, each sample once."""
    found: dict[str, Metric] = {}
    values: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = {}
    for family in (family for part in parts for family in part):
        found.setdefault(family.name, family)
        samples = values.setdefault(family.name, {})
        for sample in family.samples:
            key = (sample.name, tuple(sample.labels.items()))
            value = float(sample.value)
            if key not in samples:
                samples[key] = value
            elif sample.name in LEAST:
                samples[key] = min(samples[key], value)
            elif sample.name in MOST:
                samples[key] = max(samples[key], value)
            else:
                samples[key] += value
    for name, family in found.items():
        merged = Metric(name, family.documentation, family.type)
        for (sample_name, labels), value in values[name].items():
            merged.add_sample(sample_name, dict(labels), value)
        yield merged
