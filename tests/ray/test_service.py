"""The service on a Ray cluster does what it does alone."""

import json
from typing import Any
from uuid import uuid4

from prometheus_client.parser import text_string_to_metric_families

from tests.ray.cluster import REPLICAS, UP_S, Service
from tests.waiting import wait_until

SQUARE = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]}
RIGHT = "```python\nprint(int(input()) ** 2)  # {}\n```"
WRONG = "```python\nprint(int(input()) + 2)  # {}\n```"
LOOK_AROUND = """```python
import os
print(sorted(name for name in os.environ if "RAY" in name or "REDIS" in name))
print(os.getuid(), sorted(os.listdir("/proc/self/fd")))
print([name for name in os.listdir("/dev/shm")], os.path.exists("/tmp/ray"))
```"""


def programs(count: int, tag: str) -> list[dict[str, Any]]:
    return [{"completion": (RIGHT if n % 2 else WRONG).format(f"{tag} {n}"), "id": n} for n in range(count)]


def judged(service: Service) -> dict[str, float]:
    """Programs judged so far, by replica."""
    counts: dict[str, float] = {}
    for family in text_string_to_metric_families(service.client.get("/metrics").text):
        for sample in family.samples:
            if sample.name == "rewardd_verdicts_total" and sample.labels["kind"] == "code":
                name = sample.labels["replica"]
                counts[name] = counts.get(name, 0) + sample.value
    return counts


def test_a_completion_is_judged(service: Service) -> None:
    answer = service.client.post("/v1/verify", json={"completion": "\\boxed{1/2}", "gold": "0.5"}).json()
    assert (answer["reward"], answer["verdict"]) == (1.0, "accepted")


def test_errors_are_as_they_are_alone(service: Service) -> None:
    refused = service.client.post("/v1/verify", json={"completion": "x", "gold": "1", "extra": 1})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "extra")
    missing = service.client.get("/v1/problems/sha256:" + "0" * 64)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "unknown_problem")


def test_a_box_knows_nothing_of_ray(service: Service) -> None:
    item = {"completion": LOOK_AROUND, "problem": SQUARE, "options": {"case_details": True}}
    answer = service.client.post("/v1/verify", json=item).json()
    names, user, shared = answer["cases"][0]["stdout"].splitlines()
    assert names == "[]"
    uid, _, descriptors = user.partition(" ")
    assert uid != "0"
    assert set(json.loads(descriptors.replace("'", '"'))) <= {"0", "1", "2", "3"}
    assert shared == "[] False"


def test_a_large_batch_is_judged_by_all_replicas(service: Service) -> None:
    before = judged(service)
    body = {"items": programs(40, "large"), "defaults": {"problem": SQUARE}}
    results = service.client.post("/v1/verify/batch", json=body).json()["results"]
    assert [(result["id"], result["reward"]) for result in results] == [(n, float(n % 2)) for n in range(40)]
    after = judged(service)
    assert len([name for name in after if after[name] > before.get(name, 0)]) == REPLICAS


def test_a_batch_streams_from_all_replicas(service: Service) -> None:
    body = {"items": programs(24, "streamed"), "defaults": {"problem": SQUARE}}
    headers = {"Accept": "application/x-ndjson"}
    with service.client.stream("POST", "/v1/verify/batch", json=body, headers=headers) as response:
        lines = [json.loads(line) for line in response.iter_lines()]
    assert {line["index"]: line["reward"] for line in lines} == {n: float(n % 2) for n in range(24)}
    assert len(lines) == 24


def test_groups_and_bad_items_are_as_they_are_alone(service: Service) -> None:
    length = {"rewards": {"accuracy": 1.0, "length": 1.0}, "options": {}}
    items: list[Any] = [
        {"completion": "so " * n + "\\boxed{1}", "gold": "1", "group": n % 3, **length} for n in range(1_200)
    ]
    items += [17, {"completion": "x"}, {"completion": "x", "problem": "sha256:" + "0" * 64}]
    answer = service.client.post("/v1/verify/batch", json={"items": items, "advantages": "grpo"}).json()
    assert [group["count"] for group in answer["groups"].values()] == [400] * 3
    assert all(result["reward"] is not None for result in answer["results"][:1_200])
    assert answer["results"][0]["reward"] > answer["results"][1_197]["reward"]
    assert [result["error"]["code"] for result in answer["results"][1_200:]] == [
        "invalid_submission", "invalid_submission", "unknown_problem",
    ]  # fmt: skip


def test_a_problem_stored_at_one_replica_is_known_to_all(service: Service) -> None:
    name = service.client.put("/v1/problems", json=SQUARE).json()["id"]
    calls = [
        service.handle.request.remote("GET", f"/v1/problems/{name}", {}, b"") for _ in range(6 * REPLICAS)
    ]
    assert {call.result(timeout_s=60)[0] for call in calls} == {200}


def test_a_verdict_found_at_one_replica_is_known_to_all(service: Service) -> None:
    """By Redis, which nobody waits for on a busy machine; then another program is known to all."""

    def ask(body: bytes) -> dict[str, Any]:
        status, _, answer = service.handle.request.remote("POST", "/v1/verify", {}, body).result(timeout_s=60)
        assert status == 200
        found: dict[str, Any] = json.loads(answer)
        return found

    def one_is_known_to_all() -> bool:
        body = json.dumps({"completion": RIGHT.format(uuid4()), "problem": SQUARE}).encode()
        answers = [ask(body) for _ in range(10 * REPLICAS)]
        assert {answer["reward"] for answer in answers} == {1.0}
        return [answer["cached"] for answer in answers].count(False) == 1

    wait_until(one_is_known_to_all, UP_S)


def test_metrics_are_those_of_all_replicas(service: Service) -> None:
    text = service.client.get("/metrics").text
    names = {
        sample.labels["replica"]
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert len(names) == REPLICAS
    assert text.count("# TYPE rewardd_boxes_in_use gauge") == 1
