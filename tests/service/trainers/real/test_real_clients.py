from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.boxes, pytest.mark.timeout(600)]
Run = Callable[[str], Any]


def test_sandbox_fusion_sdk(run_client: Run) -> None:
    answer = run_client("sandbox_fusion_sdk.py")
    assert answer["right"] == ["Success", "Finished", 0, "hi\n"]
    assert answer["failing"][:3] == ["Failed", "Finished", 2]
    assert answer["slow"][:2] == ["Failed", "TimeLimitExceeded"]
    assert answer["many"] == [f"{number}\n" for number in range(50)]


def test_openai_sdk(run_client: Run) -> None:
    assert run_client("openai_sdk.py") == {
        "right": 1.0,
        "wrong": 0.0,
        "python": 0.5,
        "multi": 1.5,
        "refused": True,
    }


def test_verls_sandbox_client(run_client: Run) -> None:
    assert run_client("verl_sandbox.py") == {
        "right": 1.0,
        "half": 0.5,
        "function": 1.0,
        "asserts": 0.5,
        "broken": 0.0,
    }


def test_openrlhfs_remote_client(run_client: Run) -> None:
    right, wrong = run_client("openrlhf_remote.py")
    assert (right[0]["rewards"], wrong[0]["rewards"]) == ([1.0], [0.0])


def test_tinkers_sandbox_client(run_client: Run) -> None:
    assert run_client("tinker_sandbox.py") == {
        "right": True,
        "wrong": False,
        "broken": False,
        "function": True,
    }


def test_areals_wrapper(run_client: Run) -> None:
    assert run_client("areal_wrapper.py") == [1.0, 0.0, 1.0]


def test_llama_factorys_request(run_client: Run) -> None:
    assert run_client("llama_factory.py") == [1.0, 0.0] * 128


def test_ms_swifts_registry(run_client: Run) -> None:
    assert run_client("ms_swift_registry.py") == [[1.0, 0.0, None]] * 2


def test_skyrls_registry(run_client: Run) -> None:
    assert run_client("skyrl_gym_environment.py") == [[1.0, True, "accepted"], [0.0, True, "wrong_answer"]]
