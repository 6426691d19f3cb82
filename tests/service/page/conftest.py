from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

KEY = "a-key-for-the-page"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, server: Any) -> Iterator[Page]:
    """The page, opened. Nothing may go wrong in it unnoticed."""
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # That a request is refused, the browser reports by itself.
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    page.goto(server.url)
    yield page
    assert not complaints


def _is_complaint(said: ConsoleMessage) -> bool:
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text


def example(page: Page, title: str) -> str:
    """Take an example and give its result's text."""
    page.evaluate("document.getElementById('answer').replaceChildren()")
    page.get_by_role("button", name=title, exact=True).click()
    page.wait_for_selector("#answer .verdict")
    return page.inner_text("#answer")


def judge(page: Page) -> str:
    """Judge what is in the form."""
    page.evaluate("document.getElementById('answer').replaceChildren()")
    page.click("#ask button[type=submit]")
    page.wait_for_selector("#answer .verdict")
    return page.inner_text("#answer")
