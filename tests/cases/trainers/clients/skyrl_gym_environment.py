"""SkyRL's registry of environments, with ours in it."""

import json
import sys

import skyrl_gym
from skyrl_gym.envs import register

url, _ = sys.argv[1:]
register(id="rewardd", entry_point="rewardd_client.trainers.skyrl:RewarddEnv")


def play(text):
    row = {"reward_spec": {"method": "rule", "ground_truth": "4"}}
    env = skyrl_gym.make("rewardd", env_config={"url": url}, extras=row)
    env.init([{"role": "user", "content": "2+2?"}])
    output = env.step(text)
    env.close()
    return [output["reward"], output["done"], output["metadata"]["verdict"]]


print(json.dumps([play("\\boxed{4}"), play("\\boxed{5}")]))
