"""Right and wrong answers through every route of trainers, over the whole service."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from rewardd_client import AsyncRewarddClient, RewarddClient
from rewardd_client.trainers import trl, verl

RIGHT, WRONG = r"So the answer is \boxed{\frac{1}{2}}.", r"So the answer is \boxed{2}."
GOLD = "0.5"
DOUBLE = {"inputs": ["2\n", "5\n"], "outputs": ["4\n", "10\n"]}
RIGHT_PROGRAM = "```python\nprint(int(input()) * 2)\n```"
WRONG_PROGRAM = "```python\nprint(4)\n```"
ITEMS = [
    pytest.param(RIGHT, GOLD, 1.0, id="right answer"),
    pytest.param(WRONG, GOLD, 0.0, id="wrong answer"),
    pytest.param(RIGHT_PROGRAM, json.dumps(DOUBLE), 1.0, id="right program", marks=pytest.mark.boxes),
    pytest.param(WRONG_PROGRAM, json.dumps(DOUBLE), 0.0, id="wrong program", marks=pytest.mark.boxes),
]


def openrlhf(live: httpx.Client, completion: str, label: str) -> Any:
    body = {"query": [f"Q: {completion}<|im_end|>"], "prompts": ["Q: "], "labels": [label]}
    return live.post("/get_reward", json=body).json()["rewards"][0]


def slime(live: httpx.Client, completion: str, label: str) -> Any:
    prompt = [{"role": "user", "content": "Q"}]
    return live.post("/rm", json={"prompt": prompt, "response": completion, "label": label}).json()


def slime_with_key(live: httpx.Client, completion: str, label: str) -> Any:
    body = {"prompt": "Q", "response": completion, "label": label}
    return live.post("/rm?key=score", json=body).json()["score"]


def eval_protocol(live: httpx.Client, completion: str, label: str) -> Any:
    messages = [{"role": "user", "content": "Q"}, {"role": "assistant", "content": completion}]
    return live.post("/reward", json={"messages": messages, "ground_truth": label}).json()["score"]


def nemo_gym(live: httpx.Client, completion: str, label: str) -> Any:
    content = [{"type": "output_text", "text": completion}]
    body: dict[str, Any] = {
        "responses_create_params": {"input": "Q"},
        "response": {"output": [{"type": "message", "role": "assistant", "content": content}]},
    }
    if label.startswith("{"):
        body["verifier_metadata"] = {"unit_tests": {**json.loads(label), "fn_name": None}}
    else:
        body["expected_answer"] = label
    return live.post("/ng-rollout/1/verify", json=body).json()["reward"]


def roll(live: httpx.Client, completion: str, label: str) -> Any:
    body = {"prompt": "Q", "response": completion, "reward_info": {"ground_truth": label}, "timeout": 300}
    asked = {"reward_request_id": live.post("/roll/submit", json=body).json()["reward_request_id"]}
    while (answer := live.request("GET", "/roll/result", json=asked).json())["errcode"] == 1:
        pass
    return answer["reward_score"]


def trl_function(live: httpx.Client, completion: str, label: str) -> Any:
    reward = trl.RewarddReward(url=str(live.base_url))
    messages = [[{"role": "assistant", "content": completion}]]
    prompts = [[{"role": "user", "content": "Q"}]]
    return reward(prompts=prompts, completions=messages, ground_truth=[label])[0]


def trl_async_function(live: httpx.Client, completion: str, label: str) -> Any:
    reward = trl.AsyncRewarddReward(url=str(live.base_url))
    return asyncio.run(reward(prompts=["Q"], completions=[completion], answer=[label]))[0]


def verl_function(live: httpx.Client, completion: str, label: str) -> Any:
    return verl.compute_score("x", completion, label, {}, url=str(live.base_url))["score"]


def by_path_key(live: httpx.Client, completion: str, label: str) -> Any:
    body = {"query": [completion], "prompts": [""], "labels": [label]}
    return live.post("/k/sesame/get_reward", json=body).json()["rewards"][0]


@pytest.mark.parametrize(
    "ask",
    [
        openrlhf,
        slime,
        slime_with_key,
        eval_protocol,
        nemo_gym,
        roll,
        trl_function,
        trl_async_function,
        verl_function,
        by_path_key,
    ],
)
@pytest.mark.parametrize(("completion", "label", "reward"), ITEMS)
def test_right_is_one_and_wrong_is_zero(
    live: httpx.Client,
    ask: Callable[[httpx.Client, str, str], Any],
    completion: str,
    label: str,
    reward: float,
) -> None:
    assert ask(live, completion, label) == reward


def test_llama_factory_scores_the_form(live: httpx.Client) -> None:
    messages = ["<think>a</think><answer>4</answer>", "4"]
    assert live.post("/scores", json={"model": "model", "messages": messages}).json() == {
        "scores": [1.0, 0.0]
    }


def test_a_label_that_nothing_can_read_is_no_zero_where_the_client_can_tell(live: httpx.Client) -> None:
    answer = live.post("/get_reward?null=-7", json={"query": [RIGHT], "labels": [r"\frac{1}{"]}).json()
    assert (answer["rewards"], answer["extra_logs"]["judged"]) == ([-7.0], [0.0])
    prompts = ["Q"]
    reward = trl.RewarddReward(url=str(live.base_url))
    assert reward(prompts=prompts, completions=[RIGHT], answer=[r"\frac{1}{"]) == [None]


@pytest.mark.parametrize(
    ("query", "body", "field"),
    [
        ("?rewards=beauty:1", {"query": ["4"], "labels": ["4"]}, "rewards.beauty"),
        ("?rewards=accuracy:much", {"query": ["4"], "labels": ["4"]}, "rewards"),
        ("?rewards=accuracy:1e300", {"query": ["4"], "labels": ["4"]}, "rewards"),
        ("?rewards=accuracy:nan", {"query": ["4"], "labels": ["4"]}, "rewards"),
        ("?null=1e300", {"query": ["4"], "labels": ["4"]}, "query.null"),
        ("?rewards=format&options={", {"query": ["4"], "labels": ["4"]}, "options"),
        ("", {"query": ["4"], "labels": [None]}, "label"),
        ("", {"query": ["4"]}, "label"),
    ],
)
def test_a_mistake_in_the_configuration_does_not_look_like_wrong_answers(
    live: httpx.Client, query: str, body: dict[str, Any], field: str
) -> None:
    answer = live.post(f"/get_reward{query}", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == field


@pytest.mark.parametrize("truth", [None, [], [{"role": "user", "content": "2+2"}]])
def test_eval_protocol_without_a_ground_truth_is_refused(live: httpx.Client, truth: Any) -> None:
    body = {"messages": [{"role": "assistant", "content": "4"}], "ground_truth": truth}
    answer = live.post("/reward", json=body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "label")


def test_a_body_that_is_not_called_json_is_told_so(live: httpx.Client) -> None:
    answer = live.post("/rm", content=b'{"response": "4", "label": "4"}')
    assert answer.status_code == 415
    assert "Content-Type: application/json" in answer.json()["error"]["message"]


@pytest.mark.boxes
def test_open_instruct(live: httpx.Client) -> None:
    body = {
        "program": "def add(a, b):\n    return a + b",
        "tests": ["assert add(1, 2) == 3", "assert add(1, 1) == 3", "assert add(0, 0) == 0"],
        "max_execution_time": 2.0,
    }
    answer = live.post("/test_program", json=body).json()
    assert answer["results"] == [1, 0, 1]
    assert [runtime >= 0 for runtime in answer["runtimes"]] == [True, False, True]
    stdio = {"program": "print(int(input()) * 2)", "tests": [{"input": "2", "output": "4"}] * 2}
    assert live.post("/test_program_stdio", json=stdio).json()["results"] == [1, 1]
    broken = {"program": "def add(", "tests": ["assert add(1, 2) == 3"]}
    assert live.post("/test_program", json=broken).json()["results"] == [0]


def test_the_clients_batch_has_groups(live: httpx.Client) -> None:
    items = [{"completion": text, "gold": GOLD, "group": "g"} for text in (RIGHT, WRONG, RIGHT, WRONG)]
    with RewarddClient(str(live.base_url)) as client:
        batch = client.verify_batch(items, advantages="dr_grpo")
    assert [result.reward for result in batch.results] == [1.0, 0.0, 1.0, 0.0]
    assert list(batch.groups["g"].advantages) == [0.5, -0.5, 0.5, -0.5]
    assert batch.groups["g"].degenerate is False


@pytest.mark.boxes
def test_the_clients_results_stream(live: httpx.Client) -> None:
    texts = [RIGHT, RIGHT_PROGRAM, WRONG, WRONG_PROGRAM]
    items = [
        {
            "completion": text,
            **({"gold": GOLD} if "boxed" in text else {"problem": {"dataset": {"row": DOUBLE}}}),
        }
        for text in texts
    ]
    with RewarddClient(str(live.base_url)) as client:
        found = dict(client.verify_stream(items))
    assert [found[index].reward for index in range(4)] == [1.0, 1.0, 0.0, 0.0]


@pytest.mark.boxes
def test_the_client_stores_a_problem_once(live: httpx.Client) -> None:
    large = {
        "kind": "stdio",
        "tests": [{"input": f"{number}\n", "output": f"{number * 2}\n"} for number in range(100)],
    }

    stored: list[str] = []

    async def main() -> list[float | None]:
        async with AsyncRewarddClient(str(live.base_url)) as client:
            stored.append(await client.put_problem(large))
            items = [{"completion": text, "problem": large} for text in (RIGHT_PROGRAM, WRONG_PROGRAM)]
            return [result.reward for result in (await client.verify_batch(items)).results]

    assert asyncio.run(main()) == [1.0, 0.0]
    assert live.head(f"/v1/problems/{stored[0]}").status_code == 200
