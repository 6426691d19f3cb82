"""Tests that need Ray are collected only where it is installed: `make test-ray` sees to that."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.redis_server import running

if TYPE_CHECKING:
    from tests.ray.cluster import Service

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ["RAY_AUTH_MODE"] = "disabled"
ROOT = Path(__file__).resolve().parents[2]
os.environ["PYTHONPATH"] = f"{ROOT}:{ROOT / 'client' / 'src'}"  # for the trainers' actors

collect_ignore_glob = ["test_*.py"] if find_spec("ray") is None else []


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Service"]:
    from tests.ray.cluster import Service

    with running(tmp_path_factory.mktemp("redis")) as redis:
        service = Service(redis)
        yield service
        service.close()


@pytest.fixture
def service(started: "Service") -> "Service":
    started.wait_until_whole()
    return started
