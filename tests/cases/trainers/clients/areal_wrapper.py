"""AReaL's wrapper of reward functions, its file loaded without its other imports, around ours."""

import asyncio
import importlib.util
import json
import logging
import sys
import types
from pathlib import Path

url, unpacked = sys.argv[1:]
for name in ("areal", "areal.utils", "areal.utils.logging"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["areal.utils.logging"].getLogger = logging.getLogger
sys.modules["areal.utils"].logging = sys.modules["areal.utils.logging"]
(path,) = Path(unpacked).rglob("areal/api/reward_api.py")
spec = importlib.util.spec_from_file_location("reward_api", path)
reward_api = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reward_api)
from rewardd_client.trainers.areal import RewarddReward  # noqa: E402

TESTS = json.dumps({"inputs": ["2\n"], "outputs": ["4\n"]})


async def main():
    reward = reward_api.AsyncRewardWrapper(RewarddReward(url=url), max_workers=2)
    asked = [("\\boxed{4}", {"answer": "4"}), ("\\boxed{5}", {"answer": "4"})]
    asked.append(("```python\nprint(int(input()) * 2)\n```", {"input_output": TESTS}))
    return [await reward("2+2?", text, [1], [2, 3], **row) for text, row in asked]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main())))
