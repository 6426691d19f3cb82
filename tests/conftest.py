"""What holds for all tests."""

import os
import re
from collections.abc import Generator

import hypothesis
import pytest

hypothesis.settings.register_profile("rewardd", deadline=None)
hypothesis.settings.load_profile("rewardd")  # a busy machine breaks no property

ALLOWED_SKIPS = os.environ.get("REWARDD_ALLOWED_SKIPS")
"""A pattern: where it is set, a test that is skipped for another reason fails. For CI, which has it all."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Have a test fail that is skipped where it must run."""
    report = yield
    if ALLOWED_SKIPS is not None and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not re.search(ALLOWED_SKIPS, reason):
            report.outcome = "failed"
            report.longrepr = f"skipped, but REWARDD_ALLOWED_SKIPS asks for it to run: {reason}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes run the tests: keep together what shares a fixture.

    That is a file, or all that needs the Docker daemon; tests of every backend share one for each of these.
    """
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        backend = item.callspec.params.get("box") if hasattr(item, "callspec") else None
        group = "docker" if item.get_closest_marker("docker") else f"{item.path} {backend}"
        item.add_marker(pytest.mark.xdist_group(group))
