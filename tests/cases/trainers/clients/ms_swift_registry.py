"""ms-swift's reward functions and their registry, its file loaded without its other imports, with ours in it."""

import asyncio
import importlib
import json
import os
import sys
import types

url, unpacked = sys.argv[1:]
os.environ["REWARDD_URL"] = url
for name in ("swift", "swift.infer_engine", "swift.rewards"):
    module = types.ModuleType(name)
    module.__path__ = [f"{unpacked}/{name.replace('.', '/')}"]
    sys.modules[name] = module
sys.modules["swift.infer_engine"].InferRequest = object
orm = importlib.import_module("swift.rewards.orm")
for name in ("ORM", "AsyncORM", "orms"):
    setattr(sys.modules["swift.rewards"], name, getattr(orm, name))
from rewardd_client.trainers.ms_swift import register  # noqa: E402

register()
reward, later = orm.orms["rewardd"](None), orm.orms["rewardd_async"](None)
assert isinstance(reward, orm.ORM)
assert isinstance(later, orm.AsyncORM)
texts = ["\\boxed{4}", "\\boxed{5}", "\\boxed{\\tanh(500)}"]
row = {"solution": ["4", "4", "1"], "trainer_state": None, "response_token_ids": [[1], [2], [3]]}
print(json.dumps([reward(texts, **row), asyncio.run(later(texts, **row))]))
