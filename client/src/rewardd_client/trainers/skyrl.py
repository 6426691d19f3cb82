"""SkyRL: an environment of one turn. Register it where your entry point registers environments:

    from skyrl_gym.envs import register
    register(id="rewardd", entry_point="rewardd_client.trainers.skyrl:RewarddEnv")

and give the dataset's rows `env_class: rewardd` and `reward_spec: {"method": "rule", "ground_truth": …}`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rewardd_client.grading import Grading

FIELDS = frozenset(Grading.__dataclass_fields__)


def _text_environment() -> type:
    """What `skyrl_gym.make` wants every environment to inherit from; nothing where SkyRL is not installed."""
    try:
        found: type = import_module("skyrl_gym.envs.base_text_env").BaseTextEnv
    except ModuleNotFoundError:
        return object
    return found


if TYPE_CHECKING:
    _TextEnvironment = object
else:
    _TextEnvironment = _text_environment()


class RewarddEnv(_TextEnvironment):
    """What SkyRL asks of a text environment."""

    def __init__(self, env_config: Any = None, extras: Mapping[str, Any] | None = None) -> None:
        """`env_config` may hold fields of `Grading`; `extras` is the dataset's row."""
        super().__init__()
        configuration = dict(env_config) if env_config else {}
        self.grading = Grading(**{name: value for name, value in configuration.items() if name in FIELDS})
        row = extras or {}
        if "reward_spec" not in row:
            raise ValueError("the row has no reward_spec")
        self._label = row["reward_spec"]["ground_truth"]
        self._prompt: object = None

    def init(self, prompt: Any) -> tuple[Any, dict[str, Any]]:
        """Begin with the dataset's prompt."""
        self._prompt = prompt
        return prompt, {}

    def step(self, action: str) -> dict[str, Any]:
        """The one turn: `metadata` says why the reward is what it is."""
        (result,) = self.grading.grade([self.grading.item(action, self._label, prompt=self._prompt)])
        metadata = {**self.grading.numbers(result), "verdict": result.verdict, "reason": result.reason}
        return {
            "observations": [],
            "reward": self.grading.number(result),
            "done": True,
            "metadata": metadata,
            "postprocessed_action": None,
        }

    def get_metrics(self) -> dict[str, Any]:
        """Nothing beyond the step's metadata."""
        return {}

    def close(self) -> None:
        """Nothing is held."""
