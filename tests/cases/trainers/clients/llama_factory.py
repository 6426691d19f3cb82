"""LLaMA-Factory's request for scores, its file loaded without its other imports."""

import importlib.util
import json
import sys
import types
from pathlib import Path

url, unpacked = sys.argv[1:]


class Absent(types.ModuleType):
    """A module whose functions are not needed; one of them is asked whether `requests` is there."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_, **__: name == "is_requests_available"


for name in ("torch", "transformers", "transformers.integrations", "llamafactory.extras.packages"):
    sys.modules[name] = Absent(name)
sys.modules["torch"].Tensor = list
for name in ("llamafactory", "llamafactory.extras", "llamafactory.train", "llamafactory.train.ppo"):
    sys.modules[name] = types.ModuleType(name)
(path,) = Path(unpacked).rglob("llamafactory/train/ppo/ppo_utils.py")
spec = importlib.util.spec_from_file_location("llamafactory.train.ppo.ppo_utils", path)
ppo_utils = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ppo_utils)

turn = "<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n{}<|im_end|>"
right = turn.format("<think>\na\n</think>\n<answer>\nü 😀\n</answer>")
print(json.dumps(ppo_utils.get_rewards_from_server(f"{url}/scores", [right, turn.format("no form")] * 128)))
