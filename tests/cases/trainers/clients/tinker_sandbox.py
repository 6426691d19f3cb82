"""tinker-cookbook's grading of programs by a sandbox, its files loaded without its other imports."""

import asyncio
import enum
import json
import os
import sys
import types

url, unpacked = sys.argv[1:]
os.environ["SANDBOX_URL"] = f"{url}/run_code"
for name in (
    "tinker_cookbook",
    "tinker_cookbook.recipes",
    "tinker_cookbook.recipes.code_rl",
    "tinker_cookbook.sandbox",
):
    module = types.ModuleType(name)
    module.__path__ = [f"{unpacked}/{name.replace('.', '/')}"]
    sys.modules[name] = module
from tinker_cookbook.sandbox.sandboxfusion import SandboxFusionClient  # noqa: E402

sandbox = sys.modules["tinker_cookbook.sandbox"]
sandbox.SandboxFusionClient = SandboxFusionClient
sandbox.SandboxBackend = enum.StrEnum("SandboxBackend", ["SANDBOXFUSION", "MODAL"])
from tinker_cookbook.recipes.code_rl import code_grading  # noqa: E402

STDIN = [{"input": "2\n", "output": "4\n", "testtype": "stdin"}, {"input": "5\n", "output": "10\n", "testtype": "stdin"}]
CALL = [{"input": "2", "output": "4", "testtype": "functional", "metadata": {"func_name": "double"}}]
METHOD = "class Solution:\n    def double(self, x):\n        return x * 2"


async def main():
    grade = code_grading.sandbox_check_correctness
    passed = {
        "right": await grade(STDIN, "print(int(input()) * 2)  # ü 😀"),
        "wrong": await grade(STDIN, "print(4)"),
        "broken": await grade(STDIN, "print("),
        "function": await grade(CALL, METHOD),
    }
    await code_grading._get_sandboxfusion_client().close()
    return {name: right for name, (right, _) in passed.items()}


print(json.dumps(asyncio.run(main())))
