"""Rewards made of components, and groups of them.

components = make_components(weights, options)      # options["format"] are the format component's
samples = as_group([RewardContext(...), ...])       # only if a component is `grouped`
values = compute_components(components, samples[0])
reward = combine(weights, values)
group = group_advantages(rewards, "grpo")
"""

from verifiers.rewards.advantages import AdvantageMethod, GroupAdvantages, group_advantages
from verifiers.rewards.combination import MAX_AMOUNT, combine
from verifiers.rewards.component import Component
from verifiers.rewards.registry import COMPONENTS, compute_components, make_components
from verifiers.rewards.sample import Group, RewardContext, as_group

__all__ = [
    "COMPONENTS",
    "MAX_AMOUNT",
    "AdvantageMethod",
    "Component",
    "Group",
    "GroupAdvantages",
    "RewardContext",
    "as_group",
    "combine",
    "compute_components",
    "group_advantages",
    "make_components",
]
