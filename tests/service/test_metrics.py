"""What Prometheus is told: named as it likes, bounded in labels, described in the docs, and true."""

import contextlib
import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from sandbox.errors import BoxFailed, SandboxUnavailable
from service.errors import CAUSES, ServiceError, cause_of
from service.metrics import Metrics
from tests.processes import arguments_of, descendants, name_of
from tests.waiting import wait_until
from verifiers.errors import InvalidGold, JudgingFailed

ROOT = Path(__file__).parents[2]
SQUARE = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]}
BASE_UNITS = ("_seconds", "_bytes", "_total", "_info")
UNITLESS = {
    "rewardd_reward": "a reward has no unit",
    "rewardd_ready": "yes or no",
    "rewardd_memory_short": "yes or no",
    "rewardd_queue_depth": "items",
    "rewardd_batch_items": "items",
    "rewardd_boxes": "boxes",
    "rewardd_connections": "connections",
    "rewardd_boxes_in_use": "boxes",
}


def families(server: Any) -> dict[str, Metric]:
    response = server.client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {family.name: family for family in text_string_to_metric_families(response.text)}


def ours(server: Any) -> dict[str, Metric]:
    return {name: family for name, family in families(server).items() if name.startswith("rewardd_")}


def shown_name(family: Metric) -> str:
    """The name that people write: the parser takes the suffix of a counter off."""
    return f"{family.name}_total" if family.type == "counter" else family.name


def test_names_and_help_are_as_prometheus_wants_them(server: Any) -> None:
    server.verify(completion=r"\boxed{1}", gold="1")
    for family in ours(server).values():
        name = shown_name(family)
        assert re.fullmatch(r"rewardd_[a-z]+(_[a-z]+)*", name)
        assert family.documentation.endswith("."), name
        assert name.endswith(BASE_UNITS) or name in UNITLESS, name
        assert (family.type == "counter") == name.endswith("_total"), name
        assert family.type in {"counter", "gauge", "histogram"}
        assert not re.search(r"_(count|sum|bucket|milliseconds|ms|kb|mb|kilobytes)$", name), name
        for sample in family.samples:
            assert all(re.fullmatch(r"[a-z_]+", label) for label in sample.labels)


def test_process_metrics_are_there(server: Any) -> None:
    assert server.metric("process_resident_memory_bytes") > 1e6
    assert server.metric("process_open_fds") > 3


def test_labels_come_from_our_own_lists(server: Any) -> None:
    client = server.client
    known = {language["name"] for language in client.get("/v1/languages").json()["languages"]}
    server.verify(completion="```brainfuck-9000\n+\n```", problem=SQUARE)
    client.post("/v1/verify", json={"completion": "x", "problem": SQUARE, "language": "no-such-language"})
    client.get("/no/such/path")
    client.get("/v1/problems/sha256:" + "0" * 64)
    client.request("BREW", "/v1/verify")
    paths = set(client.get("/openapi.json").json()["paths"])
    pages = {"/", "/docs", "/openapi.json", "/page/{name}", "/static/{name}", "other"}
    for family in ours(server).values():
        for sample in family.samples:
            assert sample.labels.get("language", "") in {"", *known}
            route = sample.labels.get("route")
            assert route is None or route in paths | pages or "{" in route, route
            assert "sha256" not in json.dumps(sample.labels)


def test_every_metric_is_in_the_docs_with_its_labels(server: Any) -> None:
    server.verify(completion=r"\boxed{1}", gold="1")
    server.client.post("/v1/verify", json={"completion": "x", "gold": []})
    page = (ROOT / "docs/operations.md").read_text()
    rows = re.findall(r"^\| `(rewardd_\w+)` \|([^|]*)\|", page, re.MULTILINE)
    documented = {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
    found = {
        shown_name(family): {label for sample in family.samples for label in sample.labels} - {"le"}
        for family in ours(server).values()
    }
    assert set(documented) == set(found)
    for name, labels in found.items():
        assert labels <= documented[name], name


def test_the_dashboard_asks_for_metrics_that_there_are(server: Any) -> None:
    server.verify(completion=r"\boxed{1}", gold="1")
    there = {sample.name for family in families(server).values() for sample in family.samples}
    there |= {shown_name(family) for family in families(server).values()}
    dashboard = json.loads((ROOT / "docker/grafana/rewardd.json").read_text())
    asked = {
        name
        for panel in dashboard["panels"]
        for target in panel["targets"]
        for name in re.findall(r"\b(?:rewardd|process)_\w+", target["expr"])
    }
    assert asked
    assert asked <= there


def test_items_are_counted_by_what_became_of_them(start_server: Any) -> None:
    server = start_server()
    items = [
        {"completion": r"\boxed{1}", "gold": "1"},
        {"completion": r"\boxed{2}", "gold": "1"},
        {"completion": r"\boxed{2}", "gold": r"\frac"},
    ]
    server.client.post("/v1/verify/batch", json={"items": items})
    single = server.client.post("/v1/verify", json=items[2])
    assert single.status_code == 422
    labels = {"kind": "math", "language": ""}
    assert server.metric("rewardd_verdicts_total", verdict="accepted", **labels) == 1
    assert server.metric("rewardd_verdicts_total", verdict="wrong_answer", **labels) == 1
    assert server.metric("rewardd_reward_count", kind="math") == 2
    assert server.metric("rewardd_reward_points_total", kind="math", sign="positive") == 1
    assert server.metric("rewardd_refusals_total", code="invalid_gold") == 2
    assert server.metric("rewardd_batch_items_sum") == 3
    assert server.metric("rewardd_judging_seconds_count", kind="math") == 2
    assert server.metric("rewardd_queue_wait_seconds_count", kind="math") >= 1
    assert server.metric("rewardd_workers_started_total") >= 1
    assert server.metric("rewardd_received_bytes_total") > 100
    assert server.metric("rewardd_sent_bytes_total") > 100
    assert server.metric("rewardd_ready", part="math") == 1
    assert server.metric("rewardd_requests_total", route="/v1/verify", status="422") == 1


def test_a_key_in_the_path_hides_no_route(start_server: Any) -> None:
    server = start_server(REWARDD_API_KEYS="secret")
    server.client.post("/k/secret/v1/verify", json={"completion": r"\boxed{1}", "gold": "1"})
    text = server.client.get("/metrics", headers={"x-api-key": "secret"}).text
    assert 'rewardd_requests_total{route="/v1/verify",status="200"} 1.0' in text
    assert "secret" not in text


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_boxes_kills_and_caches_are_counted(start_server: Any) -> None:
    server = start_server()
    for _ in range(2):
        assert server.verify(completion="```python\nprint(9)\n```", problem=SQUARE)["reward"] == 1.0
    endless = {**SQUARE, "limits": {"cpu_ms": 200}}
    slow = server.verify(completion="```python\nwhile True: pass\n```", problem=endless)
    assert slow["verdict"] == "time_limit_exceeded"
    assert server.metric("rewardd_kills_total", reason="cpu_limit") == 1
    assert server.metric("rewardd_box_creation_seconds_count") >= 2
    assert server.metric("rewardd_queue_wait_seconds_count", kind="code") == 2
    assert server.metric("rewardd_cache_lookups_total", cache="verdicts", outcome="hits") == 1
    assert server.metric("rewardd_cache_lookups_total", cache="verdicts", outcome="misses") == 2
    assert server.metric("rewardd_cache_lookups_total", cache="inline_problems", outcome="hits") == 1
    assert server.metric("rewardd_cache_bytes", cache="verdicts") > 0
    assert server.metric("rewardd_template_restarts_total") == 0
    for pid in descendants(server.pid):
        if "bwrap" in name_of(pid):
            os.kill(pid, signal.SIGKILL)
    assert server.verify(completion="```python\nprint(3 * 3)\n```", problem=SQUARE)["reward"] == 1.0
    assert server.metric("rewardd_template_restarts_total") >= 1


def test_killed_workers_are_counted(start_server: Any) -> None:
    server = start_server()
    assert server.still_judges()
    [zygote] = [pid for pid in descendants(server.pid) if "worker_zygote" in arguments_of(pid)][:1]
    workers = descendants(zygote)
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    wait_until(server.still_judges)
    wait_until(lambda: server.metric("rewardd_workers_started_total") > len(workers))


def chained(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code", "cause"),
    [
        (KeyError("bug"), "internal_error", "bug"),
        (BoxFailed("gone"), "internal_error", "box_failed"),
        (chained(JudgingFailed("the box broke"), BoxFailed("gone")), "internal_error", "box_failed"),
        (SandboxUnavailable("no"), "sandbox_unavailable", "sandbox_unavailable"),
        (InvalidGold("no"), "invalid_gold", None),
        (ServiceError(503, "deadline_exceeded", "late"), "deadline_exceeded", None),
    ],
)
def test_our_own_failures_are_counted_by_cause(error: Exception, code: str, cause: str | None) -> None:
    metrics = Metrics()
    metrics.refused(error)
    samples = list(samples_of(metrics))
    assert ("rewardd_refusals_total", {"code": code}, 1.0) in samples
    failures = {labels["cause"]: n for name, labels, n in samples if name == "rewardd_internal_errors_total"}
    assert [name for name, count in failures.items() if count] == ([] if cause is None else [cause])
    assert set(failures) == {"code", "math", *CAUSES}, (
        "each is there from 0 on, or a first failure has no rate"
    )
    assert cause is None or cause_of(error) == cause


def samples_of(metrics: Metrics) -> Iterator[tuple[str, dict[str, str], float]]:
    for family in text_string_to_metric_families(metrics.text().decode()):
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def test_open_connections_are_counted(start_server: Any) -> None:
    server = start_server()
    before = server.metric("rewardd_connections")
    port = server.client.base_url.port
    with contextlib.ExitStack() as opened:
        for _ in range(5):
            opened.enter_context(socket.create_connection(("127.0.0.1", port)))
        wait_until(lambda: server.metric("rewardd_connections") == before + 5)
    wait_until(lambda: server.metric("rewardd_connections") == before)


def test_what_workers_remember_is_told(start_server: Any) -> None:
    server = start_server(REWARDD_MATH_WORKERS="1")
    golds = [f"\\frac{{x^{{{n}}} + {n}}}{{y - {n}}} + \\sqrt{{{n}}}" for n in range(300)]
    items = [{"completion": f"\\boxed{{{gold}}}", "gold": gold + " + 1"} for gold in golds]
    before = server.metric("rewardd_workers_grown_bytes")
    assert server.client.post("/v1/verify/batch", json={"items": items}).status_code == 200
    assert server.metric("rewardd_workers_grown_bytes") > before + 100_000
