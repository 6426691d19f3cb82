"""One text for Prometheus out of those of several replicas, told apart by a label."""

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

LABEL = "replica"


class _Collected(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterator[Metric]:
        yield from self._metrics


def labelled(text: bytes, replica: str) -> bytes:
    """The same metrics, each sample with the replica's label."""
    return _written(_read(text, {LABEL: replica}))


def merged(texts: Iterable[bytes]) -> bytes:
    """All samples of texts whose labels already tell them apart, each metric described once."""
    metrics: dict[str, Metric] = {}
    for text in texts:
        for metric in _read(text, {}):
            metrics.setdefault(metric.name, metric)
            if metrics[metric.name] is not metric:
                metrics[metric.name].samples.extend(metric.samples)
    return _written(metrics.values())


def _read(text: bytes, labels: Mapping[str, str]) -> Iterator[Metric]:
    for metric in text_string_to_metric_families(text.decode()):
        metric.samples = [sample._replace(labels={**sample.labels, **labels}) for sample in metric.samples]
        yield metric


def _written(metrics: Iterable[Metric]) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Collected(metrics))
    return generate_latest(registry)
