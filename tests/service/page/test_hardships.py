"""The page where things are not as usual: no script, no service, a great deal of text, only a keyboard."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.service.conftest import StartServer
from tests.service.page.conftest import KEY, judge


def test_without_script_it_says_what_is_missing(browser: Browser, server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    assert "needs JavaScript" in page.inner_text("body")
    page.get_by_role("link", name="every route").click()
    assert "POST /v1/verify" in page.inner_text("body")
    context.close()


def test_a_completion_of_a_megabyte_is_judged_and_shown(page: Page) -> None:
    filler = "Let me check that again. <b>No.</b>\n" * 30_000
    page.evaluate("text => { document.getElementById('completion').value = text }", filler + "\\boxed{1/2}")
    page.fill("#gold", "0.5")
    assert "accepted" in judge(page)
    assert "too long for a link" in page.inner_text("#answer")
    assert page.locator("#answer mark").inner_text() == "1/2"
    assert page.locator("#answer b").count() == 0


def test_the_page_outlives_the_service(context: BrowserContext, start_server: StartServer) -> None:
    server = start_server()
    page = context.new_page()
    page.goto(server.url)
    page.locator("#live dd").first.wait_for()
    server.stop()
    page.fill("#completion", "typed in \\boxed{4}")
    page.click("#ask button[type=submit]")
    page.get_by_text("Is it still running?").wait_for()
    page.get_by_text("The service does not answer").wait_for()
    assert page.input_value("#completion") == "typed in \\boxed{4}"
    assert page.is_enabled("#ask button[type=submit]")


def test_who_follows_a_link_is_shown_where_the_key_goes(
    context: BrowserContext, start_server: StartServer
) -> None:
    server = start_server(REWARDD_API_KEYS=KEY)
    page = context.new_page()
    page.goto(server.url)
    page.fill("#key", KEY)
    judge(page)
    page.get_by_text("as a link to this page").click()
    page.locator("#answer").get_by_text("types in a key of their own").wait_for()
    link = page.get_by_label("as a link to this page").inner_text()
    assert KEY not in link
    other = context.new_page()
    other.goto(link)
    other.locator("#key").wait_for()
    assert "The service asks for a key." in other.inner_text("#live")


def test_everything_is_reached_by_keyboard_and_seen_when_it_is(page: Page) -> None:
    judge(page)
    reached: set[str] = set()
    for _ in range(150):  # Beyond the last the first one comes again.
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const at = document.activeElement, style = getComputedStyle(at);"
            " return { name: at.id || at.textContent.trim().slice(0, 40), tag: at.tagName,"
            " seen: style.outlineStyle !== 'none' } }"
        )
        assert at["seen"] or at["tag"] == "BODY", at
        reached.add(at["name"])
    assert {"To the request", "completion", "gold", "Judge", "as curl", "a fork bomb"} <= reached
