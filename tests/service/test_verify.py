"""One completion, one reward: against a real server with real workers and boxes."""

import gzip
import json
from typing import Any

import pytest

SQUARE = {"kind": "stdio", "tests": [{"input": "3\n", "output": "9\n"}, {"input": "4\n", "output": "16\n"}]}
RIGHT = "```python\nprint(int(input()) ** 2)\n```"
WRONG = "```python\nprint(int(input()) * 3)\n```"


def test_a_right_answer_gets_one_and_a_wrong_one_zero(server: Any) -> None:
    right = server.verify(
        completion="<think>…</think>It is $\\boxed{\\frac12}$.", gold="0.5", id="a", metadata={"k": 1}
    )
    assert right["reward"] == 1.0
    assert right["verdict"] == "accepted"
    assert (right["id"], right["metadata"], right["extracted"]) == ("a", {"k": 1}, r"\frac12")
    assert right["components"] == {"accuracy": 1.0}
    assert set(right["timing"]) == {"queue_ms", "verify_ms"}
    assert all(time_ms == round(time_ms, 3) for time_ms in right["timing"].values())
    assert server.verify(completion="\\boxed{0.51}", gold="0.5")["reward"] == 0.0


def test_nothing_to_extract_is_no_answer_with_reward_zero(server: Any) -> None:
    answer = server.verify(completion="I do not know.", gold="4")
    assert (answer["verdict"], answer["reward"], answer["extracted"]) == ("no_answer", 0.0, None)


def test_of_messages_the_last_of_the_assistant_counts(server: Any) -> None:
    messages = [
        {"role": "assistant", "content": "\\boxed{3}"},
        {"role": "assistant", "content": [{"type": "text", "text": "\\boxed{4}"}]},
        {"role": "user", "content": "\\boxed{5}"},
    ]
    assert server.verify(completion=messages, gold=4)["reward"] == 1.0


def test_any_of_several_golds_suffices(server: Any) -> None:
    assert server.verify(completion="\\boxed{7}", gold=["6", 7])["reward"] == 1.0


def test_an_unreadable_gold_is_the_callers_error(server: Any) -> None:
    response = server.client.post("/v1/verify", json={"completion": "\\boxed{1}", "gold": "\\frac{1}{"})
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "invalid_gold"
    assert response.json()["error"]["field"].startswith("gold")


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
@pytest.mark.parametrize(
    ("completion", "verdict", "reward", "passed"),
    [(RIGHT, "accepted", 1.0, 2), (WRONG, "wrong_answer", 0.0, 1)],
)
def test_programs_are_run(server: Any, completion: str, verdict: str, reward: float, passed: int) -> None:
    answer = server.verify(completion=completion, problem=SQUARE, options={"case_details": True})
    assert (answer["verdict"], answer["reward"], answer["passed"], answer["total"]) == (
        verdict,
        reward,
        passed,
        2,
    )
    assert answer["language"] == "python"
    assert {"index", "verdict", "cpu_ms", "wall_ms", "memory_bytes", "reason"} <= set(answer["cases"][0])


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_stored_problem_is_referred_to_by_its_id(server: Any) -> None:
    stored = server.client.put("/v1/problems", json=SQUARE).json()["id"]
    assert server.client.put("/v1/problems", json=[SQUARE, SQUARE]).json()["ids"] == [stored, stored]
    assert server.client.head(f"/v1/problems/{stored}").status_code == 200
    assert server.client.get(f"/v1/problems/{stored}").json()["kind"] == "stdio"
    assert server.verify(completion=RIGHT, problem=stored)["reward"] == 1.0


def test_an_unknown_problem_is_not_found(server: Any) -> None:
    unknown = "sha256:" + "0" * 64
    response = server.client.post("/v1/verify", json={"completion": RIGHT, "problem": unknown})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "unknown_problem")
    assert server.client.head(f"/v1/problems/{unknown}").status_code == 404
    assert server.client.get(f"/v1/problems/{unknown}").status_code == 404


def test_components_are_weighed_and_told(server: Any) -> None:
    completion = "<think>\nTwo and two.\n</think>\n<answer>\n4\n</answer>"
    answer = server.verify(completion=completion, gold="4", rewards={"accuracy": 1.0, "format": 0.5})
    assert answer["components"] == {"accuracy": 1.0, "format": 1.0}
    assert answer["reward"] == 1.5
    assert server.verify(completion=completion, task="format", rewards={"format": 1.0})["reward"] == 1.0


def test_an_undecided_pair_has_no_reward_unless_the_caller_names_one(server: Any) -> None:
    # Whether 2^(10^12)+1 is prime decides neither; the values are beyond every budget.
    pair = {"completion": "\\boxed{((7!)!)!+1}", "gold": "((7!)!)!"}
    answer = server.verify(**pair)
    assert answer["verdict"] in {"unverifiable", "wrong_answer"}
    if answer["verdict"] == "unverifiable":
        assert answer["reward"] is None
        assert server.verify(**pair, options={"unverifiable_reward": -1})["reward"] == -1.0


def test_gzip_bodies_are_read(server: Any) -> None:
    body = gzip.compress(json.dumps({"completion": "\\boxed{4}", "gold": "4"}).encode())
    response = server.client.post("/v1/verify", content=body, headers={"Content-Encoding": "gzip"})
    assert response.json()["reward"] == 1.0


def test_request_ids_are_echoed_or_made(server: Any) -> None:
    echoed = server.client.post("/v1/verify", json={}, headers={"X-Request-ID": "step-7"})
    assert echoed.headers["x-request-id"] == "step-7"
    assert server.client.get("/healthz").headers["x-request-id"]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "invalid_submission", "task"),
        ({"gold": "1", "problem": SQUARE}, "invalid_submission", "task"),
        ({"gold": "1", "golds": ["2"]}, "invalid_submission", "golds"),
        ({"gold": "1", "completion": 7}, "invalid_submission", "completion"),
        ({"gold": "1", "completion": [{"role": "user", "content": "x"}]}, "invalid_submission", "completion"),
        ({"gold": []}, "invalid_submission", "gold"),
        ({"gold": "1", "rewards": {"beauty": 1}}, "invalid_submission", "rewards.beauty"),
        ({"gold": "1", "options": {"patience": 1}}, "invalid_submission", "options.patience"),
        ({"gold": "1", "options": {"tolerance": "a"}}, "invalid_submission", "options.tolerance"),
        ({"gold": "1", "options": {"tolerance": 1}}, "invalid_submission", "options.tolerance"),
        ({"gold": "1", "options": {"tolerance": 10**400}}, "invalid_submission", "options.tolerance"),
        (
            {"gold": "1", "options": {"unverifiable_reward": 1e300}},
            "invalid_submission",
            "options.unverifiable_reward",
        ),
        ({"gold": "1", "rewards": {"accuracy": "1"}}, "invalid_submission", "rewards.accuracy"),
        ({"gold": "1", "rewards": {"accuracy": True}}, "invalid_submission", "rewards.accuracy"),
        ({"gold": "1", "rewards": {"accuracy": 1e300}}, "invalid_submission", "rewards.accuracy"),
        ({"gold": "1", "completion": [{"content": "x"}]}, "invalid_submission", "completion.0.role"),
        ({"gold": "1", "completion_tokens": 10**400}, "invalid_submission", "completion_tokens"),
        ({"task": "code"}, "invalid_submission", "problem"),
        ({"problem": SQUARE, "options": {"scoring": []}}, "invalid_submission", "options.scoring"),
        ({"problem": {**SQUARE, "checker": 10**400}}, "invalid_problem", "problem.checker"),
        ({"problem": {"kind": "stdio"}}, "invalid_problem", "problem.tests"),
        (
            {"problem": {"kind": "stdio", "tests": [{"input": 3, "output": ""}]}},
            "invalid_problem",
            "problem.tests.0.input",
        ),
        ({"problem": {**SQUARE, "speed": 1}}, "invalid_problem", "problem.speed"),
        ({"problem": SQUARE, "language": "klingon"}, "invalid_submission", "language"),
        ({"problem": {"dataset": {"format": "no", "row": {}}}}, "invalid_problem", "problem.dataset.format"),
    ],
)
def test_bad_requests_name_the_field(server: Any, body: dict[str, object], code: str, field: str) -> None:
    response = server.client.post("/v1/verify", json={"completion": "x", **body})
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (422, code, field)
    assert error["message"]
    assert server.still_judges()


@pytest.mark.parametrize("body", [None, [], 1, "x"])
def test_a_body_that_is_no_object_is_told_so(server: Any, body: object) -> None:
    for route in ("/v1/verify", "/v1/verify/batch"):
        response = server.client.post(route, content=json.dumps(body))
        assert response.status_code == 422
        assert "must be an object" in response.json()["error"]["message"]


def test_integers_are_exact_up_to_a_length_that_is_said(server: Any) -> None:
    longest = "7" * 4_300
    body = f'{{"completion": "\\\\boxed{{7}}", "gold": {longest}}}'
    assert server.client.post("/v1/verify", content=body).json()["verdict"] == "unverifiable"
    refused = server.client.post("/v1/verify", content=body.replace(longest, longest + "7"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_json")
    assert "4300 digits" in refused.json()["error"]["message"]


def test_other_errors_have_the_same_form(server: Any) -> None:
    for response, status in (
        (server.client.get("/nowhere"), 404),
        (server.client.get("/v1/verify"), 405),
        (server.client.post("/v1/verify", content=b"{"), 400),
        (server.client.post("/get_reward", json={"query": 3}), 422),
    ):
        assert response.status_code == status
        assert {"code", "message"} <= set(response.json()["error"])


def test_a_deadline_of_the_client_is_kept(server: Any) -> None:
    problem = {"kind": "stdio", "tests": [{"input": "", "output": ""}]}
    sleeper = {"completion": "```python\nimport time; time.sleep(5)\n```", "problem": problem}
    response = server.client.post("/v1/verify", json=sleeper, headers={"X-Request-Timeout": "0.3"})
    assert (response.status_code, response.json()["error"]["code"]) == (503, "deadline_exceeded")
    assert "retry-after" in response.headers
    bad = server.client.post("/v1/verify", json=sleeper, headers={"X-Request-Timeout": "soon"})
    assert (bad.status_code, bad.json()["error"]["field"]) == (400, "X-Request-Timeout")


def test_an_explanation_has_what_was_parsed_and_where_it_stood(server: Any) -> None:
    asked = {"completion": "So \\boxed{1/2}.", "gold": ["x", "\\frac{2}{4}"]}
    assert "explanation" not in server.verify(**asked)
    assert server.verify(**asked, options={"explain": True})["explanation"] == {
        "found": [[10, 13]],
        "gold_index": 1,
        "gold": {"text": "\\frac{2}{4}", "mathml": ["mfrac", ["mn", "1"], ["mn", "2"]]},
        "answer": {"text": "1/2", "mathml": ["mfrac", ["mn", "1"], ["mn", "2"]]},
    }


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_case_details_have_the_tests_beside_what_was_written(server: Any) -> None:
    answer = server.verify(completion=WRONG, problem=SQUARE, options={"case_details": True})
    shown = [(case["input"], case["expected"], case["actual"]) for case in answer["cases"]]
    assert shown == [("3\n", "9\n", "9\n"), ("4\n", "16\n", "12\n")]


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
@pytest.mark.parametrize(("returned", "reward"), [("10**30", 1.0), ("10**30 + 1", 0.0), ("1e30", 0.0)])
def test_integers_beyond_64_bits_are_compared_exactly(server: Any, returned: str, reward: float) -> None:
    problem = {"kind": "function", "entry_point": "f", "tests": [{"input": [2**70], "output": 10**30}]}
    completion = f"```python\ndef f(x): return {returned} if x == 2**70 and type(x) is int else 0\n```"
    assert server.verify(completion=completion, problem=problem)["reward"] == reward


def test_a_gold_beyond_64_bits_is_exact(server: Any) -> None:
    assert server.verify(completion=f"\\boxed{{{10**30}}}", gold=10**30)["reward"] == 1.0
    assert server.verify(completion=f"\\boxed{{{10**30 + 1}}}", gold=10**30)["reward"] == 0.0


@pytest.mark.parametrize(
    "path", ["/v1/verify/", "//v1/verify", "/v1//verify//", "/k/any-key/v1/verify/", "//k/any-key//v1/verify"]
)
def test_slashes_too_many_do_no_harm(server: Any, path: str) -> None:
    address = f"{server.url}{path}"
    response = server.client.post(address, json={"completion": "\\boxed{1}", "gold": "1"})
    assert (response.status_code, response.history) == (200, []), response.text
    assert response.json()["reward"] == 1.0


@pytest.mark.parametrize("path", ["/", "//", "/docs/", "/health/", "/page/index.html/"])
def test_pages_are_found_behind_slashes_too(server: Any, path: str) -> None:
    assert server.client.get(f"{server.url}{path}").status_code == 200
