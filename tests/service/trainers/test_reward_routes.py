"""Routes whose answer is a reward: what comes in, what the judge is asked, what goes out."""

import base64
import json
import pickle
import zlib
from typing import Any

import pytest

from service.trainers import CaseOutcome


def response_of(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    message = {"type": "message", "role": "assistant", "content": content}
    return {"id": "r", "object": "response", "output": [{"type": "reasoning", "summary": []}, message]}


def test_openrlhf_rewards_a_batch(client: Any, judge: Any) -> None:
    body = {"query": ["2+2=4<|im_end|>", "2+2=5"], "prompts": ["2+2=", "2+2="], "labels": ["4", "4"]}
    answer = client.post("/get_reward", json=body)
    assert answer.status_code == 200
    assert answer.json() == {
        "rewards": [1.0, 0.0],
        "scores": [1.0, 0.0],
        "extra_logs": {"accuracy": [1.0, 0.0], "judged": [1.0, 1.0], "accepted": [1.0, 0.0]},
    }
    assert judge.items[0] == {"completion": "2+2=4<|im_end|>", "prompt": "2+2=", "gold": "4"}


def test_openrlhf_never_gets_a_null_or_a_string(client: Any) -> None:
    body = {"query": ["UNDECIDED", "4"], "prompts": None, "labels": ["4", "4"]}
    answer = client.post("/get_reward?null=-0.5&rewards=accuracy:1,format:0.5", json=body).json()
    assert answer["rewards"] == [-0.5, 1.0]
    assert answer["extra_logs"]["judged"] == [0.0, 1.0]
    assert all(type(value) is float for values in answer["extra_logs"].values() for value in values)


def test_openrlhf_tries_again_after_our_failures(client: Any) -> None:
    answer = client.post("/get_reward", json={"query": ["FAULT", "4"], "labels": ["4", "4"]})
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "rewards" not in answer.json()


def test_openrlhf_lists_of_different_lengths_are_refused(client: Any) -> None:
    assert client.post("/get_reward", json={"query": ["a"], "labels": ["4", "4"]}).status_code == 422


def test_wishes_reach_the_judge(client: Any, judge: Any) -> None:
    options = json.dumps({"format": {"style": "trl"}})
    client.post(f"/rm?rewards=accuracy,format:0.5&options={options}", json={"response": "4", "label": "4"})
    assert judge.items[0]["rewards"] == {"accuracy": 1.0, "format": 0.5}
    assert judge.items[0]["options"] == {"format": {"style": "trl"}}


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 1.0), ("?key=score", {"score": 1.0, "acc": 1.0, "pred": "4"})],
)
def test_slime_gets_a_bare_number_or_an_object(client: Any, query: str, expected: Any) -> None:
    body = {"prompt": [{"role": "user", "content": "2+2"}], "response": "it is 4", "label": "4"}
    answer = client.post(f"/rm{query}", json=body).json()
    assert answer == expected if isinstance(expected, float) else expected.items() <= answer.items()


def test_slime_unjudged_is_the_number_asked_for_and_our_failure_an_error(client: Any) -> None:
    assert client.post("/rm?null=-1", json={"response": "UNDECIDED", "label": "4"}).json() == -1.0
    assert client.post("/rm", json={"response": "FAULT", "label": "4"}).status_code == 503


def test_llama_factory_scores_form(client: Any, judge: Any) -> None:
    answer = client.post("/scores", json={"model": "model", "messages": ["a", "b"]})
    assert answer.json() == {"scores": [0.0, 0.0]}
    assert [item["rewards"] for item in judge.items] == [{"format": 1.0}] * 2


@pytest.mark.parametrize("path", ["/reward", "/evaluate"])
def test_eval_protocol(client: Any, judge: Any, path: str) -> None:
    messages = [{"role": "user", "content": "2+2"}, {"role": "assistant", "content": "4", "tool_calls": None}]
    body = {"messages": messages, "ground_truth": "4", "temperature": 0.5}
    answer = client.post(path, json=body).json()
    assert (answer["score"], answer["is_score_valid"]) == (1.0, True)
    assert answer["metrics"]["accuracy"]["success"] is True
    assert judge.items[0]["prompt"] == messages[:1]


def test_eval_protocols_client_takes_a_wrong_answer_for_valid(client: Any) -> None:
    body = {"messages": [{"role": "assistant", "content": "5"}], "ground_truth": "4"}
    metric = client.post("/reward", json=body).json()["metrics"]["accuracy"]
    assert (metric["score"], metric["success"], metric["is_score_valid"]) == (0.0, True, True)


def test_eval_protocol_says_when_a_score_is_none(client: Any) -> None:
    body = {"messages": [{"role": "assistant", "content": "UNDECIDED"}], "kwargs": {"ground_truth": "4"}}
    answer = client.post("/evaluate", json=body).json()
    assert answer["is_score_valid"] is False
    assert answer["error"] == "out of budget"


@pytest.mark.parametrize("prefix", ["", "/ng-rollout/7"])
def test_nemo_gym_sends_the_request_back(client: Any, judge: Any, prefix: str) -> None:
    body = {
        "responses_create_params": {"input": [{"role": "user", "content": "2+2"}]},
        "response": response_of("it is 4"),
        "question": "2+2",
        "expected_answer": "4",
        "_ng_rollout_id": "x",
    }
    answer = client.post(f"{prefix}/verify", json=body).json()
    assert body.items() <= answer.items()
    assert (answer["reward"], answer["library_reward"], answer["mask_sample"]) == (1.0, 1.0, False)
    assert answer["reward_components"] == {"accuracy": 1.0}
    assert judge.items[0] == {"completion": "it is 4", "prompt": "2+2", "gold": "4"}


def test_nemo_gym_masks_what_could_not_be_judged(client: Any) -> None:
    body = {"responses_create_params": {"input": "2+2"}, "expected_answer": "4"}
    for text in ("FAULT", "UNDECIDED"):
        answer = client.post("/verify", json={**body, "response": response_of(text)})
        assert answer.status_code == 200
        assert (answer.json()["reward"], answer.json()["mask_sample"]) == (0.0, True)
        assert answer.json()["_ng_failure_class"]


def test_nemo_gym_programs(client: Any, judge: Any) -> None:
    judge.cases = (CaseOutcome(accepted=True, cpu_s=0.5), CaseOutcome(accepted=False, cpu_s=0.25))
    tests = {"inputs": ["1", "2"], "outputs": ["1", "2"], "fn_name": None}
    body = {
        "responses_create_params": {"input": "p"},
        "response": response_of("```python\n1\n```"),
        "verifier_metadata": {"unit_tests": tests},
    }
    answer = client.post("/verify", json=body).json()
    assert (answer["result"], answer["unit_tests_time_taken"]) == ([True, False], 0.75)
    assert judge.items[0]["problem"] == {"dataset": {"row": {"verifier_metadata": {"unit_tests": tests}}}}


def test_nemo_gym_side_routes(client: Any) -> None:
    assert client.get("/reverify_mode").json() == "stateless"
    assert client.post("/seed_session", json={"anything": 1}).json() == {}
    responses = [{"reward": 1.0, "tokens": 10**400}, {"reward": 0.0}, {"reward": 0.0, "mask_sample": True}]
    metrics = client.post("/aggregate_metrics", json={"verify_responses": responses}).json()
    assert metrics["key_metrics"] == {"mean/reward": 0.5}


def packed(value: object) -> str:
    return base64.b64encode(zlib.compress(pickle.dumps(value))).decode()


TESTS = ["assert add(1, 2) == 3", "assert add(0, 0) == 1"]


@pytest.mark.parametrize("tests", [TESTS, json.dumps(TESTS), packed(TESTS)], ids=["list", "json", "pickle"])
def test_open_instruct(client: Any, judge: Any, tests: object) -> None:
    judge.cases = (CaseOutcome(accepted=True, cpu_s=0.5), CaseOutcome(accepted=False, cpu_s=0.5))
    body = {"program": "s = '```'\ndef add(a, b): return a + b", "tests": tests, "max_execution_time": 2.0}
    answer = client.post("/test_program", json=body).json()
    assert answer == {"results": [1, 0], "runtimes": [0.5, -1.0]}
    (item,) = judge.items
    assert item["problem"]["tests"] == TESTS
    assert item["problem"]["limits"]["cpu_ms"] == 2000
    assert item["completion"].startswith("````python\n")


class Evil:
    def __reduce__(self) -> Any:
        return (print, ("pwned",))


def test_open_instruct_never_unpickles_more_than_plain_values(client: Any, capfd: Any) -> None:
    answer = client.post("/test_program", json={"program": "x", "tests": packed([Evil()])})
    assert answer.status_code == 422
    assert "pwned" not in capfd.readouterr().out


def test_open_instruct_programs_that_do_not_compile_pass_nothing(client: Any) -> None:
    body = {"program": "x", "tests": [{"input": "1", "output": "1"}] * 3}
    answer = client.post("/test_program_stdio", json=body).json()
    assert answer == {"results": [0, 0, 0], "runtimes": [-1.0, -1.0, -1.0]}


def test_roll_submits_and_polls(client: Any) -> None:
    body = {"priority": 1, "prompt": "2+2", "response": "4", "reward_info": {"ground_truth": "4"}}
    submitted = client.post("/roll/submit", json=body).json()
    assert submitted["errcode"] == 0
    asked = {"reward_request_id": submitted["reward_request_id"]}
    answer = client.request("GET", "/roll/result", json=asked).json()
    while answer["errcode"] == 1:
        answer = client.request("GET", "/roll/result", json=asked).json()
    assert (answer["errcode"], answer["reward_score"]) == (0, 1.0)
    unknown = client.request("GET", "/roll/result", json={"reward_request_id": "no"})
    assert unknown.json()["errcode"] == 2
