"""axe-core looks at the page and at the page of the API, by day, at night and on a phone."""

from collections.abc import Mapping
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.service.page.conftest import example, judge

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
LOOKS: Mapping[str, tuple[Literal["light", "dark"], ViewportSize]] = {
    "light": ("light", DESK),
    "dark": ("dark", DESK),
    "phone": ("light", PHONE),
    "phone at night": ("dark", PHONE),
}


@pytest.fixture(params=list(LOOKS))
def look(request: pytest.FixtureRequest, browser: Browser) -> Any:
    """A page as one user sees it. axe is put into it, which its policy would not let be."""
    scheme, viewport = LOOKS[request.param]
    context = browser.new_context(color_scheme=scheme, viewport=viewport, bypass_csp=True)
    yield context.new_page()
    context.close()


def complaints(page: Page) -> list[str]:
    """What axe finds wrong, with the place."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['help']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def test_the_page_has_no_violation_whatever_it_shows(look: Page, server: Any) -> None:
    look.goto(server.url)
    look.locator("#live dd").first.wait_for()
    assert complaints(look) == []
    for title in ("another form", "accuracy with format", "mark-up in a completion"):
        example(look, title)
    for folded in look.locator("#answer details").all():
        folded.locator("summary").click()
    assert complaints(look) == []
    if server.judges_code():
        for title in ("wrong on one case", "does not compile, C++", "ends before it answers"):
            example(look, title)
            assert complaints(look) == []
    look.fill("#completion", "")
    look.check("input[value=math]")
    look.fill("#completion", "1")
    look.fill("#gold", "\\frac{1}{")
    judge(look)
    assert complaints(look) == []


def test_the_page_of_the_api_has_no_violation(look: Page, server: Any) -> None:
    look.goto(f"{server.url}/docs")
    assert complaints(look) == []
