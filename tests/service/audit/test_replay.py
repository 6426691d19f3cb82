"""`rewardd replay` and `GET /v1/judgements`, with a real service that writes the trail."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def replay(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-m", "service", "replay", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def trail(start_server: Callable[..., Any], tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of a trail of four math items and, where boxes can be had, two programs."""
    folder = tmp_path / "audit"
    kind = getattr(request, "param", "jsonl")
    server = start_server(REWARDD_AUDIT=str(folder), REWARDD_AUDIT_FORMAT=kind)
    items: list[dict[str, object]] = [
        {"completion": r"\boxed{1/2}", "gold": "0.5", "id": "right"},
        {"completion": r"\boxed{7}", "gold": "8", "id": "wrong"},
        {"completion": "no answer", "gold": "8"},
        {"completion": r"\boxed{7}", "gold": ""},
    ]
    if server.judges_code():
        problem = {"kind": "stdio", "tests": [{"input": "3", "output": "9"}]}
        program = "```python\nprint(int(input()) ** 2)\n```"
        items += [{"completion": program, "problem": problem}] * 2
    server.client.post("/v1/verify/batch", json={"items": items}, headers={"X-Request-Id": "step-7"})
    answers = server.client.get("/v1/judgements", params={"verdict": "wrong_answer"}).json()["judgements"]
    assert [answer["result"]["id"] for answer in answers] == ["wrong"]
    assert answers[0]["request_id"] == "step-7"
    assert server.client.get("/v1/judgements", params={"limit": 0}).status_code == 422
    refused = server.client.get("/v1/judgements", params={"verdict": "wrong-answer"}).json()["error"]
    assert refused["message"] == "There is no verdict 'wrong-answer'; did you mean 'wrong_answer'?"
    assert server.client.get("/readyz").json()["audit"] == {"ready": True, "reason": ""}
    assert server.stop() == 0
    assert [file.suffix for file in folder.iterdir()] == [f".{kind}"]
    return folder


@pytest.mark.parametrize("trail", ["jsonl", "parquet"], indirect=True)
def test_nothing_has_changed(trail: Path) -> None:
    code, said = replay(trail.as_uri() if any(trail.glob("*.parquet")) else trail, "--json")
    outcome = json.loads(said)
    assert (code, outcome["changes"], outcome["unusable"], outcome["failed_now"]) == (0, [], [], 0)
    assert outcome["same"] == outcome["rows"] >= 4


def test_a_change_is_told_with_its_reasons(trail: Path) -> None:
    (file,) = trail.iterdir()
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    for row in rows:
        if row.get("result", {}).get("id") == "wrong":
            row["result"] |= {"verdict": "accepted", "components": {"accuracy": 1.0}, "reason": "forged"}
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    code, said = replay(file)
    assert code == 1
    assert "accepted → wrong_answer" in said
    assert "forged" in said
    assert "1 changed" in said


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    code, said = replay(tmp_path / "nothing.jsonl")
    assert (code, "nothing.jsonl" in said) == (2, True)


def test_without_a_trail_there_is_nothing_to_list(server: Any) -> None:
    response = server.client.get("/v1/judgements")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "audit_off")
    assert "REWARDD_AUDIT" in response.json()["error"]["message"]
