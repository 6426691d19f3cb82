"""Real clients from PyPI, in an environment of their own.

Opt in with REWARDD_REAL_CLIENTS=<a folder to keep it in>.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

INSTALLED = ("sandbox-fusion==0.3.7", "openai==3.54.0", "skyrl-gym==0.4.0", "requests", "aiohttp", "httpx")
UNPACKED = (
    "areal==1.0.4",
    "llamafactory==0.9.5",
    "ms-swift==4.6.0",
    "openrlhf==0.11.2",
    "tinker-cookbook==0.6.1",
    "verl==0.9.1",
)
"""Read file by file out of their wheels, since as a whole they want a GPU's libraries."""
SCRIPTS = Path(__file__).parents[3] / "cases" / "trainers" / "clients"
CLIENT = Path(__file__).parents[4] / "client" / "src"
LIMIT_S = 100

Run = Callable[[str], Any]


@pytest.fixture(scope="session")
def real_clients() -> Path:
    """The folder with the environment, filled at the first use."""
    chosen = os.environ.get("REWARDD_REAL_CLIENTS")
    if not chosen:
        pytest.skip("set REWARDD_REAL_CLIENTS to a folder to try real clients from PyPI")
    folder = Path(chosen).absolute()
    done = folder / "done"
    if done.exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    pip = [str(folder / "venv/bin/pip"), "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", *INSTALLED], check=True)
    subprocess.run([*pip, "download", "--no-deps", "--dest", str(folder / "wheels"), *UNPACKED], check=True)
    for wheel in (folder / "wheels").glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder / "unpacked")
    done.touch()
    return folder


@pytest.fixture
def run_client(real_clients: Path, live: httpx.Client) -> Run:
    """Runs one of the scripts against the live service; what it prints is JSON."""

    def run(script: str) -> Any:
        command = [real_clients / "venv/bin/python", SCRIPTS / script]
        arguments = [str(live.base_url).rstrip("/"), str(real_clients / "unpacked")]
        done = subprocess.run(
            [*command, *arguments],
            env={**os.environ, "PYTHONPATH": str(CLIENT)},
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run
