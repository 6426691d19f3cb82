"""Every trainer's function, called as that trainer calls it (the signatures are in docs/trainers.md)."""

import asyncio
import importlib
import inspect
import pickle
import socket
import sys
import types
from typing import Any

import pytest
from rewardd_client import Unavailable
from rewardd_client.grading import Grading
from rewardd_client.trainers import (
    areal,
    ms_swift,
    nemo_rl,
    openrlhf,
    oumi,
    rllm,
    skyrl,
    trl,
    verifiers,
    verl,
)
from rewardd_client.trainers.columns import JUDGING

from verifiers.rewards import COMPONENTS

NOWHERE = "http://127.0.0.1:9"


def chat(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


def test_trl_gets_none_for_what_cannot_be_judged(server: Any) -> None:
    reward = trl.RewarddReward(url=server.url)
    logged: dict[str, Any] = {}
    rewards = reward(
        prompts=["p", "p", "q"],
        completions=["it is 4", "it is 5", "it is 6"],
        completion_ids=[[1, 2], [1], [1]],
        answer=["4", "4", None],
        trainer_state=object(),
        log_extra=logged.__setitem__,
        log_metric=logged.__setitem__,
    )
    assert rewards == [1.0, 0.0, None]
    items = server.requests[0][2]["items"]
    assert [item["completion_tokens"] for item in items] == [2, 1, 1]
    assert items[0]["group"] == items[1]["group"] != items[2]["group"]
    assert logged == {
        "rewardd_verdict": ["accepted", "wrong_answer", "unverifiable"],
        "rewardd/judged": pytest.approx(2 / 3),
    }


def test_trl_conversations_and_pickles(server: Any) -> None:
    reward = pickle.loads(pickle.dumps(trl.RewarddReward(url=server.url, column="gold_answer")))
    assert reward.__name__ == "rewardd"
    prompt = [{"role": "user", "content": "2+2"}]
    assert reward(prompts=[prompt], completions=[chat("4")], gold_answer=["4"]) == [1.0]
    with pytest.raises(KeyError, match="gold_answer"):
        reward(prompts=[prompt], completions=[chat("4")], other=["4"])
    with pytest.raises(KeyError, match=r"there are other; name it by column="):
        trl.RewarddReward(url=server.url)(prompts=[prompt], completions=[chat("4")], other=["4"])


def test_trl_sees_the_asynchronous_class_as_such(server: Any) -> None:
    reward = pickle.loads(pickle.dumps(trl.AsyncRewarddReward(url=server.url)))
    assert inspect.iscoroutinefunction(reward.__call__)
    assert asyncio.run(reward(prompts=["p"], completions=["4"], answer=["4"])) == [1.0]
    assert asyncio.run(reward(prompts=["p"], completions=["5"], answer=["4"])) == [0.0]


def test_an_absent_server_stops_training_or_gives_none_as_configured() -> None:
    with pytest.raises(Unavailable):
        trl.RewarddReward(url=NOWHERE, patience_s=0.05)(prompts=["p"], completions=["4"], answer=["4"])
    lenient = trl.RewarddReward(url=NOWHERE, patience_s=0.05, unavailable="none")
    assert lenient(prompts=["p"], completions=["4"], answer=["4"]) == [None]
    with pytest.raises(ValueError, match="unavailable"):
        Grading(unavailable="zero")


def test_the_rewards_that_need_a_label_are_those_that_the_service_judges() -> None:
    assert frozenset(name for name, made in COMPONENTS.items() if made.needs_score) == JUDGING


def test_verl_dictionaries_have_the_same_keys_whatever_happened(server: Any) -> None:
    options = {"url": server.url, "rewards": {"accuracy": 1.0, "format": 0.5}, "null": -1.0}
    right = verl.compute_score("math", "4", "4", {"index": 1}, reward_router_address=None, **options)
    unjudged = verl.compute_score("math", "4", "", None, **options)
    batch = verl.compute_score_batch(
        data_sources=["math"] * 3,
        solution_strs=["4", "5", "4"],
        ground_truths=["4", "4", None],
        extra_infos=[{}, {}, {}],
        **options,
    )
    assert {frozenset(score) for score in (right, unjudged, *batch)} == {
        frozenset({"score", "acc", "judged", "accepted", "accuracy", "format"})
    }
    assert (right["score"], unjudged["score"], unjudged["judged"]) == (1.0, -1.0, 0.0)
    assert [score["score"] for score in batch] == [1.0, 0.0, -1.0]
    assert all(type(value) is float for score in batch for value in score.values())


def test_verl_asynchronous_function(server: Any) -> None:
    assert inspect.iscoroutinefunction(verl.compute_score_async)

    async def many() -> list[dict[str, float]]:
        calls = [verl.compute_score_async("m", str(n), "4", {}, url=server.url) for n in range(8)]
        return list(await asyncio.gather(*calls))

    assert [score["score"] for score in asyncio.run(many())] == [float(n == 4) for n in range(8)]


def test_areal(server: Any) -> None:
    reward = pickle.loads(pickle.dumps(areal.RewarddReward(url=server.url)))
    assert reward("p", "4", [1], [2, 3], answer="4", query_id=7) == 1.0
    assert reward("p", "5", [1], [2, 3], answer="4", query_id=7) == 0.0
    assert server.requests[0][2]["items"][0]["completion_tokens"] == 2


def test_skyrl(server: Any) -> None:
    env = skyrl.RewarddEnv(
        {"url": server.url}, extras={"reward_spec": {"method": "rule", "ground_truth": "4"}}
    )
    env.init([{"role": "user", "content": "2+2"}])
    output = env.step("4")
    assert (output["reward"], output["done"], output["observations"]) == (1.0, True, [])
    with pytest.raises(ValueError, match="reward_spec"):
        skyrl.RewarddEnv({}, extras={})


def test_skyrls_registry_takes_the_environment_for_one_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = types.ModuleType("skyrl_gym.envs.base_text_env")
    module.BaseTextEnv = type("BaseTextEnv", (), {})
    monkeypatch.setitem(sys.modules, "skyrl_gym", types.ModuleType("skyrl_gym"))
    monkeypatch.setitem(sys.modules, "skyrl_gym.envs", types.ModuleType("skyrl_gym.envs"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    name = skyrl.__name__
    monkeypatch.delitem(sys.modules, name)
    again = importlib.import_module(name)
    assert issubclass(again.RewarddEnv, module.BaseTextEnv)
    assert not isinstance(skyrl.RewarddEnv({}, {"reward_spec": {"ground_truth": "4"}}), module.BaseTextEnv)


def test_nemo_rl(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "torch", tensor=list, ones_like=lambda values: [1.0] * len(values))
    returned = stand_in(
        monkeypatch, "nemo_rl.environments.interfaces", EnvironmentReturn=types.SimpleNamespace
    )
    returned.EnvironmentInterface = type("EnvironmentInterface", (), {"__class_getitem__": None})
    environment = nemo_rl.Environment({"url": server.url, "null": -1.0, "num_workers": 8})
    question: dict[str, Any] = {"role": "user", "content": "2+2", "token_ids": object()}
    logs = [[question, {"role": "assistant", "content": text}] for text in ("4", "5", "4")]
    labels = [{"ground_truth": "4"}, {"ground_truth": "4"}, {"problem": "2+2"}]
    done = environment.step(logs, labels, True)
    assert (done.rewards, done.terminateds, done.metadata) == ([1.0, 0.0, -1.0], [1.0] * 3, labels)
    assert [one["role"] for one in done.observations] == ["environment"] * 3
    assert server.requests[0][2]["items"][0]["prompt"] == [{"role": "user", "content": "2+2"}]


def test_nemo_rls_registries_lead_to_an_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[str, str] = {}
    pythons: dict[str, str] = {}
    stand_in(monkeypatch, "nemo_rl.environments.utils", register_env=known.__setitem__)
    system = types.SimpleNamespace(SYSTEM="python")
    stand_in(monkeypatch, "nemo_rl.distributed.virtual_cluster", PY_EXECUTABLES=system)
    registry = "nemo_rl.distributed.ray_actor_environment_registry"
    stand_in(monkeypatch, registry, ACTOR_ENVIRONMENT_REGISTRY=pythons)
    interface = type("EnvironmentInterface", (), {})
    stand_in(monkeypatch, "nemo_rl.environments.interfaces", EnvironmentInterface=interface)
    stand_in(monkeypatch, "ray", remote=lambda **options: lambda made: (made, options))
    nemo_rl.register()
    assert pythons == {known["rewardd"]: "python"}
    module, _, name = known["rewardd"].rpartition(".")
    made, options = getattr(importlib.import_module(module), name)
    assert issubclass(made, interface)
    assert made({"column": "gold"}).column == "gold"
    assert options == {"max_restarts": -1, "max_task_retries": -1}


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **members: Any) -> Any:
    """A module of this name, with these members, where a trainer's own would be."""
    module: Any = types.ModuleType(name)
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, name, module)
    if "." in name:
        parent = name.rpartition(".")[0]
        if parent not in sys.modules:
            stand_in(monkeypatch, parent)
    return module


def test_areals_own_limit_is_kept(server: Any) -> None:
    assert areal.RewarddReward(url=server.url).grading.deadline_s == areal.DEADLINE_S < 15
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reward = areal.RewarddReward(url=f"http://127.0.0.1:{silent.getsockname()[1]}", deadline_s=0.2)
        with pytest.raises(Unavailable, match=r"within 0\.2 s"):
            reward("p", "4", answer="4")


def test_rllm(server: Any) -> None:
    reward = rllm.RewarddReward(url=server.url)
    output = reward({"problem": "2+2", "data_source": "m", "ground_truth": "4"}, "4")
    assert (output.reward, output.is_correct, output.metadata["judged"]) == (1.0, True, 1.0)


def test_verifiers(server: Any) -> None:
    reward = verifiers.RewarddReward(url=server.url)
    right = reward(prompt="p", completion=chat("4"), answer="4", state={}, task="t", info={})
    assert asyncio.run(right) == 1.0
    by_info = reward(prompt="p", completion=chat("5"), answer="", info={"ground_truth": "4"})
    assert asyncio.run(by_info) == 0.0


def test_ms_swift(server: Any) -> None:
    reward = ms_swift.RewarddORM(None, url=server.url)
    messages = [[{"role": "user", "content": "2+2"}, {"role": "assistant", "content": "4"}]]
    assert reward(["4"], solution=["4"], messages=messages, response_token_ids=[[1]]) == [1.0]
    assert server.requests[0][2]["items"][0]["prompt"] == messages[0][:1]
    asynchronous = ms_swift.RewarddAsyncORM(None, url=server.url)
    assert asyncio.run(asynchronous(["5"], solution=["4"])) == [0.0]


def test_oumi(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REWARDD_URL", server.url)
    assert oumi.rewardd(completions=["4"], prompts=["2+2"], target=None, answer=["4"]) == [1.0]


def test_openrlhf_function(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REWARDD_URL", server.url)
    answer = openrlhf.reward_func(["2+2 4", "2+2 5"], ["2+2 ", "2+2 "], ["4", "4"], extra=1)
    assert list(answer["rewards"]) == [1.0, 0.0]
    assert set(answer["extra_logs"]) == {"accuracy", "judged", "accepted"}


def test_threads_share_one_client_and_processes_do_not(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from rewardd_client import grading

    configured = Grading(url=server.url)
    first = grading._client(configured)
    assert grading._client(configured) is first
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert grading._client(configured) is not first
