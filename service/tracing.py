"""Traces of requests by OpenTelemetry, which is an extra: `rewardd[otel]`. Imported where it is asked for.

Exporter, endpoint, sampler, limits and names are set by the standard `OTEL_*` variables. A request that comes
with a `traceparent` continues that trace.
"""

import os
from collections.abc import Iterable, Mapping

from opentelemetry.propagators.textmap import Getter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter
from opentelemetry.trace import (
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    format_trace_id,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import Scope

from sandbox.spans import Attribute
from service.configuration import WrongConfigurationError
from service.version import VERSION

__all__ = ["RequestSpan", "Tracing", "make_tracing"]

EXPORTER = "OTEL_TRACES_EXPORTER"
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
FLUSH_MS = 5_000
"""How long the end of the service waits for the last spans to be sent."""


class TracedSpan:
    """A `sandbox.spans.Span` by OpenTelemetry."""

    def __init__(self, tracer: Tracer, span: Span) -> None:
        self._tracer = tracer
        self._span = span

    @property
    def trace_id(self) -> str:
        """The trace's id, in hexadecimal digits."""
        return format_trace_id(self._span.get_span_context().trace_id)

    def child(self, name: str) -> "TracedSpan":
        """A stretch within this one."""
        return TracedSpan(
            self._tracer, self._tracer.start_span(name, context=set_span_in_context(self._span))
        )

    def mark(self, **attributes: Attribute) -> None:
        """Say something about it."""
        for name, value in attributes.items():
            self._span.set_attribute(f"rewardd.{name}", value)

    def event(self, name: str, **attributes: Attribute) -> None:
        """Note what happened now."""
        self._span.add_event(name, {f"rewardd.{key}": value for key, value in attributes.items()})

    def end(self, error: BaseException | None = None) -> None:
        """It is over."""
        if error is not None:
            # The class alone: a message may quote what a client sent.
            self._span.set_status(Status(StatusCode.ERROR, type(error).__name__))
        self._span.end()


class RequestSpan(TracedSpan):
    """The span of a whole request."""

    def answered(self, method: str, route: str, status: int) -> None:
        """It was answered, and is over."""
        self._span.update_name(f"{method} {route}")
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)
        if status >= 500:
            self._span.set_status(Status(StatusCode.ERROR))
        self._span.end()


class Tracing:
    """Begins the spans of requests, and hands finished ones to a processor.

    Args:
        processor: Takes them; `None` drops them all.
    """

    def __init__(self, processor: SpanProcessor | None) -> None:
        self._provider = TracerProvider(resource=_resource())
        if processor is not None:
            self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("rewardd", VERSION)
        self._propagator = TraceContextTextMapPropagator()

    def begin(self, scope: Scope, request_id: str) -> RequestSpan | None:
        """The span of a request; `None` if it was not chosen for being traced."""
        span = self._tracer.start_span(
            str(scope["method"]),
            context=self._propagator.extract(scope["headers"], getter=_HEADERS),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": scope["method"], "rewardd.request_id": request_id},
        )
        return RequestSpan(self._tracer, span) if span.is_recording() else None

    def close(self) -> None:
        """Send what is left, within a few seconds."""
        self._provider.force_flush(FLUSH_MS)
        self._provider.shutdown()


class _Headers(Getter[Iterable[tuple[bytes, bytes]]]):
    """Finds headers among ASGI's."""

    def get(self, carrier: Iterable[tuple[bytes, bytes]], key: str) -> list[str] | None:
        """All of this name."""
        wanted = key.lower().encode()
        found = [value.decode("latin-1") for name, value in carrier if name == wanted]
        return found or None

    def keys(self, carrier: Iterable[tuple[bytes, bytes]]) -> list[str]:
        """All names."""
        return [name.decode("latin-1") for name, _ in carrier]


_HEADERS = _Headers()


def make_tracing(environment: Mapping[str, str] = os.environ) -> Tracing:
    """Tracing as the `OTEL_*` variables describe it.

    Raises:
        WrongConfigurationError: they ask for what there is not.
    """
    exporter = _exporter(environment)
    return Tracing(None if exporter is None else BatchSpanProcessor(exporter))


def _exporter(environment: Mapping[str, str]) -> SpanExporter | None:
    name = environment.get(EXPORTER) or "otlp"
    if name == "none":
        return None
    if name == "console":
        return ConsoleSpanExporter()
    if name != "otlp":
        raise WrongConfigurationError(f"{EXPORTER}: there are otlp, console and none, not {name!r}")
    protocol = next(filter(None, map(environment.get, PROTOCOLS)), "http/protobuf")
    if protocol != "http/protobuf":
        raise WrongConfigurationError(f"{PROTOCOLS[0]}: traces are sent by http/protobuf, not {protocol!r}")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

    return OTLPSpanExporter()


def _resource() -> Resource:
    """Who sends: what the variables say, and `rewardd` if they do not."""
    described = Resource.create({"service.version": VERSION})
    name = str(described.attributes.get("service.name", ""))
    return described.merge(Resource({"service.name": "rewardd"})) if "unknown_service" in name else described
