"""What a Ray cluster of our own finds in the environment, and what is left of it."""

import os
from pathlib import Path

import pytest

from service.cluster.proxy import proxies


def serves() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("RAY_SERVE_")}


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of an operator who chose one port and wants no HAProxy elsewhere."""
    for name in serves():
        monkeypatch.delenv(name)
    monkeypatch.setenv("RAY_SERVE_HAPROXY_STATS_PORT", "8404")
    monkeypatch.setenv("RAY_SERVE_ENABLE_HA_PROXY", "0")
    return serves()


def test_two_clusters_share_neither_ports_nor_files(operator: dict[str, str]) -> None:
    with proxies(haproxy=True):
        one = serves()
    with proxies(haproxy=True):
        other = serves()
    own = ("HAPROXY_CONFIG_FILE_LOC", "HAPROXY_SOCKET_PATH", "HAPROXY_SERVER_STATE_BASE")
    assert all(one[f"RAY_SERVE_{name}"] != other[f"RAY_SERVE_{name}"] for name in own)
    assert one["RAY_SERVE_HAPROXY_METRICS_PORT"] != one["RAY_SERVE_HAPROXY_STATS_PORT"]


def test_what_the_operator_chose_stays(operator: dict[str, str]) -> None:
    with proxies(haproxy=True):
        assert serves()["RAY_SERVE_HAPROXY_STATS_PORT"] == "8404"
        assert serves()["RAY_SERVE_ENABLE_HA_PROXY"] == "1"


def test_without_haproxy_nothing_else_is_set(operator: dict[str, str]) -> None:
    with proxies(haproxy=False):
        assert serves() == operator


@pytest.mark.parametrize("haproxy", [True, False])
def test_the_environment_is_as_before_afterwards(operator: dict[str, str], haproxy: bool) -> None:
    with proxies(haproxy=haproxy):
        folder = Path(os.environ.get("RAY_SERVE_HAPROXY_SERVER_STATE_BASE", os.devnull))
    assert serves() == operator
    assert haproxy != folder.exists()
