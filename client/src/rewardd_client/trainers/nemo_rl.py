"""NeMo RL: an environment of one turn. Register it in your entry point, before the environments are made:

    from rewardd_client.trainers.nemo_rl import register
    register()

and give the data `env_name: rewardd` and the configuration `env: {rewardd: {url: …}}`. What a data processor
puts into `extra_env_info` holds the label.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from rewardd_client.grading import Grading
from rewardd_client.trainers.columns import label_column

NAME = "rewardd"
FIELDS = frozenset(Grading.__dataclass_fields__)


class Environment:
    """What NeMo RL asks of an environment; `RewarddEnvironment` is the same as an actor of Ray's."""

    def __init__(self, cfg: Mapping[str, Any] | None = None) -> None:
        """`cfg` has fields of `Grading`, and `column`: what the label is called in `extra_env_info`."""
        configuration = dict(cfg or {})
        self.grading = Grading(**{name: value for name, value in configuration.items() if name in FIELDS})
        self.column: str | None = configuration.get("column")

    def step(
        self,
        message_log_batch: Sequence[Sequence[Mapping[str, Any]]],
        metadata: Sequence[Mapping[str, Any]],
        return_extracted_answer: bool = False,
    ) -> Any:
        """The one turn of each conversation: its last message is judged, and it ends."""
        torch = import_module("torch")
        items = [self._item(log, info) for log, info in zip(message_log_batch, metadata, strict=True)]
        results = self.grading.grade(items)
        rewards = torch.tensor([self.grading.number(result) for result in results])
        return import_module("nemo_rl.environments.interfaces").EnvironmentReturn(
            observations=[{"role": "environment", "content": result.reason} for result in results],
            metadata=list(metadata),
            next_stop_strings=[None] * len(results),
            rewards=rewards,
            terminateds=torch.ones_like(rewards),
            answers=[result.extracted for result in results] if return_extracted_answer else None,
        )

    def _item(self, log: Sequence[Mapping[str, Any]], info: Mapping[str, Any]) -> dict[str, object]:
        *before, last = log
        column = label_column(info, self.column)
        prompt = [{"role": message["role"], "content": str(message["content"])} for message in before]
        return self.grading.item(
            str(last["content"]), info[column] if column else None, prompt=prompt or None
        )

    def global_post_process_and_metrics(self, batch: Any) -> tuple[Any, dict[str, float]]:
        """The mean reward; rewards stay as they were judged."""
        return batch, {"mean_reward": float(batch["rewards"].mean())}

    def shutdown(self) -> None:
        """Nothing is held."""


def register(name: str = NAME) -> None:
    """Make the environment known to NeMo RL's registries; its actors run in the driver's own Python."""
    actor = f"{__name__}.RewarddEnvironment"
    import_module("nemo_rl.environments.utils").register_env(name, actor)
    system = import_module("nemo_rl.distributed.virtual_cluster").PY_EXECUTABLES.SYSTEM
    import_module("nemo_rl.distributed.ray_actor_environment_registry").ACTOR_ENVIRONMENT_REGISTRY[actor] = (
        system
    )


def __getattr__(name: str) -> Any:
    """`RewarddEnvironment` is made when it is asked for: only that needs Ray."""
    if name != "RewarddEnvironment":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    interface = import_module("nemo_rl.environments.interfaces").EnvironmentInterface
    made = type(name, (Environment, interface), {"__module__": __name__})
    return import_module("ray").remote(max_restarts=-1, max_task_retries=-1)(made)
