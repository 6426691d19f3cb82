"""Nothing grows: the soak of `benchmarks/soak.py`, in small."""

import asyncio

import pytest

from benchmarks.holdings import grown
from benchmarks.soak import RSS_ALLOWANCE_BYTES, soak

pytestmark = pytest.mark.boxes


def test_nothing_grows_over_submissions_with_bombs() -> None:
    holdings = asyncio.run(soak(submissions=200, bomb_every=8))
    assert grown(holdings[:1], holdings[-1:], memory_bytes=RSS_ALLOWANCE_BYTES) == []
