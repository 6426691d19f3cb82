import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifiers.rewards import MAX_AMOUNT, AdvantageMethod, group_advantages

CASES = json.loads(
    (Path(__file__).parents[2] / "cases" / "rewards" / "advantages.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']}: {case['why']}")
def test_worked_examples(case: dict[str, Any]) -> None:
    group = group_advantages(case["rewards"], case["method"])
    assert group.count == len(case["rewards"])
    assert group.scored == sum(reward is not None for reward in case["rewards"])
    assert group.mean == pytest.approx(case["mean"])
    assert group.std == pytest.approx(case["std"])
    assert list(group.advantages) == [pytest.approx(value) for value in case["advantages"]]
    assert group.degenerate is case["degenerate"]


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="ppo"):
        group_advantages([1.0], "ppo")


@given(
    rewards=st.lists(st.none() | st.integers(-8, 8).map(lambda n: n / 4), max_size=20),
    method=st.sampled_from(AdvantageMethod),
)
def test_advantages_sum_to_zero_and_keep_the_order_of_rewards(
    rewards: list[float | None], method: AdvantageMethod
) -> None:
    group = group_advantages(rewards, method)
    pairs = [
        (reward, advantage)
        for reward, advantage in zip(rewards, group.advantages, strict=True)
        if reward is not None and advantage is not None
    ]
    assert len(pairs) == group.scored == sum(reward is not None for reward in rewards)
    assert sum(advantage for _, advantage in pairs) == pytest.approx(0, abs=1e-9)
    by_reward = [advantage for _, advantage in sorted(pairs)]
    assert by_reward == sorted(by_reward)
    assert group.degenerate == (len({reward for reward, _ in pairs}) < 2)


@given(
    rewards=st.lists(st.floats(-(MAX_AMOUNT**2), MAX_AMOUNT**2), min_size=2, max_size=20),
    method=st.sampled_from(AdvantageMethod),
)
def test_no_reward_that_weights_can_make_is_too_large_or_too_small(
    rewards: list[float], method: AdvantageMethod
) -> None:
    group = group_advantages(rewards, method)
    assert all(advantage is not None and math.isfinite(advantage) for advantage in group.advantages)
    assert group.degenerate or (group.std is not None and 0 < group.std < math.inf)
