"""The page for people, in a real browser against a real server."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>\\boxed{<b>4</b>}"
)


@pytest.fixture
def page(browser: Browser, server: Any) -> Iterator[Page]:
    """The page, opened. Nothing may go wrong in it unnoticed."""
    complaints: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # That a bad request is refused, the browser reports by itself.
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    page.goto(server.url)
    yield page
    page.close()
    assert not complaints


def _is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" and "422" not in said.text


def judge(page: Page) -> str:
    page.click("button[type=submit]")
    page.wait_for_selector("#answer .verdict")
    return page.inner_text("#answer")


def test_every_example_is_judged(page: Page, server: Any) -> None:
    count = page.locator("#example option").count()
    assert count >= 10
    for number in range(count):
        page.select_option("#example", str(number))
        if page.is_checked("input[value=code]") and not server.judges_code():
            continue
        page.evaluate("document.getElementById('answer').replaceChildren()")
        answer = judge(page)
        assert "not judged" not in answer
        assert "reward" in answer


def test_the_answer_is_marked_where_it_stands(page: Page) -> None:
    page.fill("#completion", "Not 7 but \\boxed{8}, as said.")
    page.fill("#gold", "8")
    assert "accepted" in judge(page)
    assert page.inner_text("#answer mark") == "8"


def test_mark_up_in_a_completion_stays_text(page: Page) -> None:
    title = page.title()
    page.fill("#completion", HOSTILE)
    page.fill("#gold", "4")
    judge(page)
    assert HOSTILE in page.inner_text("#answer")
    assert page.locator("#answer img, #answer script, #answer b").count() == 0
    assert page.title() == title


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_wrong_case_shows_expected_and_actual(page: Page) -> None:
    page.select_option("#example", label="Code: wrong on one case")
    answer = judge(page)
    assert re.search(r"passed\s+1 of 2", answer)
    assert "- 27" in page.inner_text("table")
    assert "+ 9" in page.inner_text("table")


def test_errors_name_the_field(page: Page) -> None:
    page.fill("#gold", "\\frac{1}{")
    page.click("button[type=submit]")
    page.wait_for_selector("#answer .verdict")
    assert "gold" in page.inner_text("#answer")


def test_it_works_by_keyboard_and_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.focus("#gold")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .verdict")


def test_programs_get_json_and_browsers_a_strict_page(server: Any) -> None:
    assert server.client.get("/").json()["status"] == "ok"
    shown = server.client.get("/", headers={"Accept": "text/html"})
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    assert "<script>" not in shown.text
    assert server.client.get("/page/../settings.py").status_code == 404
    assert server.client.get("/page/nothing.js").status_code == 404
