"""The page for people, in a real browser against a real server."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.service.conftest import StartServer
from tests.service.page.conftest import KEY, example, judge

HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    "<math><mtext><b>4</b></mtext></math> 'quoted' \\boxed{<b>4</b>}"
)
VERDICTS = {
    "another form": "accepted",
    "looks right, is wrong": "wrong answer",
    "a set of solutions": "accepted",
    "several golds": "accepted",
    "an identity": "accepted",
    "a matrix": "accepted",
    "an interval": "accepted",
    "words around it": "accepted",
    "only in the reasoning": "no answer",
    "stdin and stdout, Python": "accepted",
    "wrong on one case": "wrong answer",
    "a LeetCode method, C++": "accepted",
    "does not compile, C++": "compile error",
    "a class design": "accepted",
    "asserts": "accepted",
    "a special judge": "accepted",
    "numbers within a tolerance": "accepted",
    "a dataset's row (MBPP)": "accepted",
    "think and answer": "accepted",
    "the language of the reasoning": "accepted",
    "accuracy with format": "accepted",
    "mark-up in a completion": "wrong answer",
    "equal to everything": "wrong answer",
    "ends before it answers": "runtime error",
    "a fork bomb": "runtime error",
    "looks for the answers": "runtime error",
}
NEED_BOXES = list(VERDICTS)[9:18] + list(VERDICTS)[22:]


def test_every_example_is_judged_as_its_title_says(page: Page, server: Any) -> None:
    titles = page.locator("#examples button").all_inner_texts()
    assert titles == list(VERDICTS)
    for title in titles:
        if title in NEED_BOXES and not server.judges_code():
            continue
        example(page, title)
        assert page.inner_text("#answer .verdict").split(maxsplit=1)[1] == VERDICTS[title], title


def test_the_answer_is_marked_where_it_was_found_and_not_where_it_stands_besides(page: Page) -> None:
    page.fill("#completion", "<think>8? 😀 \\boxed{8}</think>\nNot 7 but \\boxed{8}, as said: 8.")
    page.fill("#gold", "8")
    assert "accepted" in judge(page)
    assert page.locator("#answer mark").all_inner_texts() == ["8"]
    before = page.evaluate("document.querySelector('#answer mark').previousSibling.textContent")
    assert before.endswith("Not 7 but \\boxed{")


def test_gold_and_answer_are_drawn_as_they_were_parsed(page: Page) -> None:
    example(page, "another form")
    drawn = page.evaluate("""[...document.querySelectorAll('#answer math')].map((each) =>
        [each.namespaceURI, [...each.querySelectorAll('*')].map((part) => part.localName)])""")
    space = "http://www.w3.org/1998/Math/MathML"
    assert drawn == [
        [space, ["mfrac", "msqrt", "mn", "mn"]],
        [space, ["mfrac", "mn", "msqrt", "mn"]],
    ]
    assert "divide(sqrt(2), 2)" in page.inner_text("#answer")
    assert page.evaluate("document.querySelector('#answer math mfrac').getBoundingClientRect().height") > 20


def test_mark_up_in_a_completion_stays_text(page: Page) -> None:
    title = page.title()
    page.fill("#completion", HOSTILE)
    page.fill("#gold", "4")
    judge(page)
    assert HOSTILE in page.inner_text("#answer")
    assert page.locator("#answer :is(img, script, b)").count() == 0
    assert page.title() == title


def test_the_browser_would_refuse_a_text_as_mark_up(context: BrowserContext, server: Any) -> None:
    page = context.new_page()
    page.goto(server.url)
    refused = page.evaluate("""() => {
        try { document.body.innerHTML = '<b>'; } catch (error) { return error instanceof TypeError; }
        return false;
    }""")
    assert refused


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_wrong_case_shows_what_went_in_and_the_difference(page: Page) -> None:
    answer = example(page, "wrong on one case")
    assert re.search(r"passed\s+1 of 2", answer)
    assert page.locator("#answer .removed").all_inner_texts() == ["- 27\n"]
    assert page.locator("#answer .added").all_inner_texts() == ["+ 9\n"]
    page.get_by_role("button", name="input and output").click()
    assert page.get_by_label("Input").first.inner_text().strip() == "2"


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_a_dataset_row_and_a_stored_problem_show_their_tests_too(page: Page, server: Any) -> None:
    page.check("input[value=code]")
    page.fill("#completion", "```python\nprint(1)\n```")
    problem = {"kind": "stdio", "tests": [{"input": "7\n", "output": "2\n"}]}
    page.fill("#problem", server.client.put("/v1/problems", content=json.dumps(problem)).json()["id"])
    judge(page)
    assert page.locator("#answer .removed").all_inner_texts() == ["- 2\n"]


@pytest.mark.boxes
@pytest.mark.usefixtures("boxes")
def test_the_compiler_is_quoted_and_the_program_coloured(page: Page) -> None:
    assert "expected" in example(page, "does not compile, C++")
    program = page.get_by_label("The program that was judged")
    assert program.locator(".keyword").all_inner_texts() == ["include", "int", "int"]
    assert program.inner_text().startswith("#include <iostream>")


def test_components_add_up_to_the_reward(page: Page) -> None:
    answer = example(page, "accuracy with format")
    assert re.search(r"reward\s+1", answer)
    rows = page.locator("#answer table tbody tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [["accuracy", "1", "1", "1"], ["format", "0.25", "0", "0"]]


def test_errors_name_the_field(page: Page) -> None:
    page.fill("#gold", "\\frac{1}{")
    assert "The gold '\\frac{1}{' cannot be read" in judge(page)
    page.check("input[value=code]")
    page.fill("#problem", "{")
    assert "The problem is not JSON" in judge(page)


def test_it_works_by_keyboard_and_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.focus("#completion")
    page.keyboard.press("Control+a")
    page.keyboard.type("so \\boxed{1/2}")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.5")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer .verdict")
    assert "accepted" in page.inner_text("#answer")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_request_can_be_made_again_elsewhere(page: Page, server: Any, tmp_path: Path) -> None:
    page.fill("#completion", 'it\'s `$HOME` "x" \\n \u2028 é 😀 \\boxed{\\frac{1}{2}}')
    page.fill("#gold", "0.5")
    judge(page)
    for title in ("as curl", "as Python", "as a link to this page"):
        page.get_by_text(title, exact=True).click()
    shown = {title: page.get_by_label(title).inner_text() for title in ("as curl", "as Python")}
    asked = {}
    for title, command in (("as curl", ["bash", "-c"]), ("as Python", [sys.executable, "-c"])):
        ran = subprocess.run([*command, shown[title]], capture_output=True, text=True, timeout=60, check=True)
        asked[title] = ran.stdout
    assert json.loads(asked["as curl"])["verdict"] == "accepted"
    assert "'verdict': 'accepted'" in asked["as Python"]
    completion = page.input_value("#completion")
    link = page.get_by_label("as a link to this page").inner_text()
    other = page.context.new_page()
    other.goto(link)
    assert other.input_value("#completion") == completion
    assert other.input_value("#gold") == "0.5"
    assert other.inner_text("#answer") == "Nothing judged yet."


def test_the_panel_counts_what_is_judged(page: Page) -> None:
    judged = page.locator("#live dt:text-is('judged since start') + dd")
    judged.wait_for()
    before = int(judged.inner_text())
    judge(page)
    page.wait_for_function(
        "before => [...document.querySelectorAll('#live dt')].some((each) =>"
        " each.textContent === 'judged since start' && Number(each.nextSibling.textContent) > before)",
        arg=before,
    )
    assert "✓ accepted" in page.inner_text("#live table")
    shown = dict(
        zip(
            page.locator("#live dt").all_inner_texts(),
            page.locator("#live dd").all_inner_texts(),
            strict=True,
        )
    )
    assert re.fullmatch(r"0 of [1-9]\d*", shown["boxes in use"])
    assert re.fullmatch(r"–|\d+\.\d %", shown["programs seen before"])


def test_without_an_audit_trail_it_says_how_to_have_one(page: Page) -> None:
    page.get_by_text("set REWARDD_AUDIT to a folder").wait_for()


def test_keys_are_asked_for_and_recent_judgements_filtered(
    context: BrowserContext, start_server: StartServer, tmp_path: Path
) -> None:
    server = start_server(REWARDD_API_KEYS=KEY, REWARDD_AUDIT=str(tmp_path / "audit"))
    page = context.new_page()
    page.goto(server.url)
    assert "asks for a key" in judge(page)
    page.fill("#key", KEY)
    page.keyboard.press("Tab")
    assert "accepted" in judge(page)
    page.fill("#gold", "5")
    judge(page)
    page.get_by_text("as curl", exact=True).click()
    assert KEY not in page.inner_text("body")

    page.locator("#recent tbody tr").nth(1).wait_for()
    page.select_option("#recent-filter [name=verdict]", "accepted")
    expect(page.locator("#recent tbody tr")).to_have_count(1)
    page.locator("#recent tbody button").click()
    page.get_by_role("button", name="Take it into the form").click()
    assert page.input_value("#gold") == "\\frac{\\sqrt{2}}{2}"
    page.reload()
    assert page.input_value("#key") == KEY
    page.locator("#recent tbody tr").nth(1).wait_for()


def test_programs_get_json_and_browsers_a_strict_page(server: Any) -> None:
    assert server.client.get("/").json()["status"] == "ok"
    shown = server.client.get("/", headers={"Accept": "text/html"})
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in shown.text
    assert server.client.get("/page/../settings.py").status_code == 404
    assert server.client.get("/page/nothing.js").status_code == 404
