"""Traces: what a request spends its time on, in whose trace, sent whereto; and nothing where nobody asked."""

import gzip
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

import service.tracing
from sandbox.spans import CURRENT, span
from service.app import build_app
from service.configuration import WrongConfigurationError
from service.settings import Settings
from service.tracing import Tracing, make_tracing
from tests.service.trainers.conftest import LiveServer

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
HEADERS = {"traceparent": f"00-{TRACE}-{PARENT}-01", "x-request-id": "the-request"}
MATH = {"completion": r"\boxed{1}", "gold": "1"}
CPP = {
    "completion": '```cpp\n#include <cstdio>\nint main() { puts("9"); }\n```',
    "problem": {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}, {"input": "", "output": "9"}]},
}


@pytest.fixture
def traced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[httpx.Client, InMemorySpanExporter]]:
    """An application whose spans are kept in memory."""
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(service.tracing, "make_tracing", lambda: Tracing(SimpleSpanProcessor(exporter)))
    app = build_app(Settings(traces=True, problems=str(tmp_path), boxes=1, math_workers=1))
    with LiveServer(app) as client:
        yield client, exporter


def finished(exporter: InMemorySpanExporter, requests: int = 1) -> dict[str, ReadableSpan]:
    """The spans by name, once so many requests are over: an answer is there a moment before its span."""
    deadline = time.monotonic() + 20
    while True:
        spans = exporter.get_finished_spans()
        if sum(one.kind is SpanKind.SERVER for one in spans) == requests:
            return {one.name: one for one in spans}
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_trace_goes_on_through_request_queue_and_judge(traced: Any) -> None:
    client, exporter = traced
    assert client.post("/v1/verify", json=MATH, headers=HEADERS).json()["reward"] == 1.0
    spans = finished(exporter)
    assert set(spans) == {"POST /v1/verify", "queue", "math"}
    request = spans["POST /v1/verify"]
    assert request.parent is not None
    assert f"{request.parent.span_id:016x}" == PARENT
    assert request.attributes is not None
    assert request.attributes["http.route"] == "/v1/verify"
    assert request.attributes["http.response.status_code"] == 200
    assert request.attributes["rewardd.request_id"] == "the-request"
    for one in spans.values():
        assert one.context is not None
        assert f"{one.context.trace_id:032x}" == TRACE
    assert spans["math"].parent == request.context
    assert spans["queue"].parent == spans["math"].context


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_program_is_traced_into_its_box(traced: Any) -> None:
    client, exporter = traced
    assert client.post("/v1/verify/batch", json={"items": [CPP]}).json()["results"][0]["reward"] == 1.0
    spans = finished(exporter)
    assert set(spans) == {"POST /v1/verify/batch", "extraction", "queue", "box", "compile", "cases"}
    assert dict(spans["extraction"].attributes or {}) == {"rewardd.language": "cpp"}
    parents = {
        name: next(
            (outer.name for outer in spans.values() if outer.context and one.parent
             and outer.context.span_id == one.parent.span_id), None,
        )
        for name, one in spans.items()
    }  # fmt: skip
    assert parents["cases"] == parents["compile"] == "box"
    assert parents["box"] == parents["extraction"] == "POST /v1/verify/batch"
    verdicts = [dict(event.attributes or {})["rewardd.verdict"] for event in spans["cases"].events]
    assert verdicts == ["accepted", "accepted"]


def test_no_span_holds_what_a_client_sent(traced: Any) -> None:
    client, exporter = traced
    client.post("/k/a-key/v1/verify", json={**MATH, "completion": r"private \boxed{2}"})
    client.post("/v1/verify", content="{private")
    client.get("/private/path")
    text = " ".join(one.to_json() for one in finished(exporter, 3).values())
    assert "/v1/verify" in text
    assert "private" not in text
    assert "a-key" not in text


def test_a_request_that_was_not_chosen_is_not_traced(traced: Any) -> None:
    client, exporter = traced
    client.post("/v1/verify", json=MATH, headers={"traceparent": f"00-{TRACE}-{PARENT}-00"})
    client.get("/healthz", headers={"traceparent": "no traceparent"})
    assert set(finished(exporter)) == {"GET /healthz"}


def test_a_span_tells_its_error_by_name_only() -> None:
    exporter = InMemorySpanExporter()
    tracing = Tracing(SimpleSpanProcessor(exporter))
    root = tracing.begin({"method": "POST", "headers": []}, "")
    CURRENT.set(root)
    try:
        with pytest.raises(ValueError, match="secret"), span("part"):
            raise ValueError("secret")
        assert CURRENT.get() is root
    finally:
        CURRENT.set(None)
    [part] = exporter.get_finished_spans()
    assert (part.status.status_code, part.status.description) == (StatusCode.ERROR, "ValueError")
    assert "secret" not in part.to_json()


class Collector:
    """Takes spans by OTLP over HTTP."""

    def __init__(self) -> None:
        self.requests: list[ExportTraceServiceRequest] = []
        self.arrived = threading.Event()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                assert self.path == "/v1/traces"
                collector.requests.append(ExportTraceServiceRequest.FromString(body))
                collector.arrived.set()
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_spans_reach_a_collector_by_the_standard_variables(start_server: Any) -> None:
    collector = Collector()
    try:
        server = start_server(
            REWARDD_TRACES="true", OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, OTEL_BSP_SCHEDULE_DELAY="50"
        )
        assert server.client.post("/v1/verify", json=MATH, headers=HEADERS).status_code == 200
        assert collector.arrived.wait(30)
        assert server.stop() == 0
    finally:
        collector.close()
    resources = [each for request in collector.requests for each in request.resource_spans]
    described = {item.key: item.value.string_value for item in resources[0].resource.attributes}
    assert described["service.name"] == "rewardd"
    sent = {
        one.name: one.trace_id.hex()
        for resource in resources
        for scope in resource.scope_spans
        for one in scope.spans
    }
    assert sent == dict.fromkeys(("POST /v1/verify", "queue", "math"), TRACE)


def test_a_collector_that_is_gone_changes_nothing(start_server: Any) -> None:
    server = start_server(
        REWARDD_TRACES="true", OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9", OTEL_BSP_SCHEDULE_DELAY="50"
    )
    assert server.still_judges()
    assert server.stop() == 0


def serve(hidden: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """`rewardd serve` where a package cannot be imported."""
    code = f"import sys; sys.modules[{hidden!r}] = None; from service.__main__ import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "serve"],
        env={**os.environ, "REWARDD_PORT": "0", "REWARDD_TRACES": "true", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_asked_for_and_not_installed_is_a_clear_error() -> None:
    ended = serve(hidden="opentelemetry.sdk")
    assert ended.returncode == 2
    assert "pip install 'rewardd[otel]'" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "'zipkin'"),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "'grpc'"),
    ],
)
def test_an_exporter_that_there_is_not_is_a_clear_error(environment: dict[str, str], word: str) -> None:
    with pytest.raises(WrongConfigurationError, match=word):
        make_tracing(environment)


def test_untraced_work_has_no_span_and_nothing_is_imported() -> None:
    assert CURRENT.get() is None
    with span("nothing") as part:
        part.mark(a=1)
        part.event("b")
        assert CURRENT.get() is None
    code = "import sys, service.app; print('opentelemetry.sdk' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"
