"""Disks that are full, stores that hang, are slow or damaged: judging goes on, and what is wrong is seen."""

import signal
from pathlib import Path
from typing import Any

import pytest

from service.audit.reading import audit_files, read_trail
from tests.service.faults.conftest import SmallDisk
from tests.waiting import wait_until

PROBLEM = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}]}
RIGHT = '```c\n#include <stdio.h>\nint main() {{ int n; scanf("%d", &n); printf("%d", n * n); }} // {}\n```'
WRONG = '```c\n#include <stdio.h>\nint main() {{ printf("8"); }} // {}\n```'
PYTHON = "```python\nprint(int(input()) ** 2)\n```"


def part(server: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = server.client.get("/readyz").json()[name]
    return found


def test_a_full_disk_refuses_problems_and_judges_on(start_server: Any, small_disk: SmallDisk) -> None:
    server = start_server(REWARDD_PROBLEMS=str(small_disk.path))
    small_disk.fill()
    refused = server.client.put("/v1/problems", json=PROBLEM)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "store_unavailable")
    assert "No space left" in refused.json()["error"]["message"]
    assert refused.headers["retry-after"]
    assert "No space left" in part(server, "problems")["reason"]
    assert server.metric("rewardd_internal_errors_total", cause="store_unavailable") == 1
    assert server.metric("rewardd_ready", part="problems") == 0
    assert server.still_judges()
    small_disk.free()
    stored = server.client.put("/v1/problems", json=PROBLEM)
    assert stored.status_code == 200
    assert part(server, "problems") == {"ready": True, "reason": ""}
    if server.judges_code():
        assert server.verify(completion=PYTHON, problem=stored.json()["id"])["reward"] == 1.0


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_full_disk_keeps_no_compiled_program_and_changes_no_verdict(
    start_server: Any, small_disk: SmallDisk
) -> None:
    server = start_server(REWARDD_ARTIFACTS=str(small_disk.path))
    small_disk.fill()
    for number in range(2):
        assert server.verify(completion=RIGHT.format(number), problem=PROBLEM)["reward"] == 1.0
        assert server.verify(completion=WRONG.format(number), problem=PROBLEM)["reward"] == 0.0
    assert server.metric("rewardd_cache_failures_total", cache="artifact_folder") >= 1
    assert "No space left" in part(server, "artifacts")["reason"]
    small_disk.free()
    assert server.verify(completion=RIGHT.format("last"), problem=PROBLEM)["reward"] == 1.0
    assert part(server, "artifacts")["ready"]


def test_a_full_disk_costs_rows_of_the_trail_and_no_request(start_server: Any, small_disk: SmallDisk) -> None:
    folder = small_disk.path / "audit"
    server = start_server(REWARDD_AUDIT=str(folder))
    assert server.still_judges()
    wait_until(lambda: server.metric("rewardd_audit_rows_total", state="written") == 2)
    small_disk.fill()
    items = [{"completion": f"\\boxed{{{n}}} " + "x" * 1000, "gold": str(n - n % 2)} for n in range(50)]
    results = server.client.post("/v1/verify/batch", json={"items": items}).json()["results"]
    assert [result["reward"] for result in results] == [float(n % 2 == 0) for n in range(50)]
    wait_until(lambda: server.metric("rewardd_audit_rows_total", state="lost") == 50)
    assert "No space left" in part(server, "audit")["reason"]
    small_disk.free()

    def is_written_again() -> bool:
        server.still_judges()
        ready: bool = part(server, "audit")["ready"]
        return ready

    wait_until(is_written_again)
    assert server.stop() == 0
    rows = [row for row in read_trail(audit_files([folder])) if row.item is not None]
    assert {str(row.result["verdict"]) for row in rows} == {"accepted", "wrong_answer"}
    assert all(path.stat().st_size for path in folder.iterdir())


def test_hung_stores_hold_up_nothing(start_server: Any, odd_stores: dict[str, str]) -> None:
    server = start_server(REWARDD_AUDIT="hung://audit", REWARDD_PROBLEMS="hung://problems", **odd_stores)
    refused = server.client.put("/v1/problems", json=PROBLEM)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "store_unavailable")
    unknown = {"completion": PYTHON, "problem": "sha256:" + "0" * 64}
    [result] = server.client.post("/v1/verify/batch", json={"items": [unknown]}).json()["results"]
    assert (result["reward"], result["error"]["code"]) == (None, "store_unavailable")
    assert not part(server, "problems")["ready"]
    assert server.still_judges()
    if server.judges_code():
        assert server.verify(completion=PYTHON, problem=PROBLEM)["reward"] == 1.0


def test_a_slow_store_is_waited_for(start_server: Any, odd_stores: dict[str, str]) -> None:
    server = start_server(REWARDD_PROBLEMS="slow://problems", **odd_stores)
    id_ = server.client.put("/v1/problems", json=PROBLEM).json()["id"]
    assert server.client.get(f"/v1/problems/{id_}").json()["kind"] == "stdio"
    assert server.still_judges()


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_damaged_entries_are_never_used(start_server: Any, tmp_path: Path) -> None:
    problems, artifacts = tmp_path / "problems", tmp_path / "artifacts"
    server = start_server(REWARDD_ARTIFACTS=str(artifacts))
    id_ = server.client.put("/v1/problems", json=PROBLEM).json()["id"]
    assert server.verify(completion=RIGHT.format(0), problem=id_)["reward"] == 1.0
    assert server.stop() == 0
    for file in (*problems.rglob("*.json"), *artifacts.iterdir()):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    server = start_server(REWARDD_ARTIFACTS=str(artifacts))
    unknown = server.client.post("/v1/verify", json={"completion": RIGHT.format(0), "problem": id_})
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown_problem")
    assert "send it again" in unknown.json()["error"]["message"]
    assert server.client.put("/v1/problems", json=PROBLEM).json()["id"] == id_
    again = server.verify(completion=RIGHT.format(0), problem=id_)
    assert (again["reward"], "compile" in again) == (1.0, True)
    assert server.metric("rewardd_cache_lookups_total", cache="artifact_folder", outcome="damaged") == 1


def test_a_killed_service_leaves_the_rows_that_it_said_were_written(
    start_server: Any, tmp_path: Path
) -> None:
    server = start_server(REWARDD_AUDIT=str(tmp_path / "audit"))
    written = 0.0
    for number in range(400):
        server.verify(completion=f"\\boxed{{{number}}}", gold="7", id=number)
        if number % 100 == 99:
            wait_until(lambda: server.metric("rewardd_audit_rows_total", state="written") > written)  # noqa: B023
            written = server.metric("rewardd_audit_rows_total", state="written")
    server.send_signal(signal.SIGKILL)
    server.wait()
    rows = list(read_trail(audit_files([tmp_path / "audit"])))
    assert all(row.item is not None for row in rows)
    assert len(rows) >= written
    assert [row.result["id"] for row in rows] == list(range(len(rows)))
