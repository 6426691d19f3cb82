"""The report: what it counts, and that whatever a file holds stays text."""

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from typer.testing import CliRunner

from service.__main__ import app
from service.report.comparison import Comparison
from service.report.near_misses import is_near
from service.report.rows import BadRow, JudgedRow, read_judged
from service.report.statistics import SAMPLES, SLOWEST, Statistics
from service.report.writing import write_report

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
PROBLEM = {"kind": "stdio", "tests": [{"input": "", "output": "1"}, {"input": "", "output": "2"}]}


def math(verdict: str, *, gold: str = "4", extracted: str = "4", **more: object) -> dict[str, object]:
    result = {"verdict": verdict, "reward": float(verdict == "accepted"), "extracted": extracted, **more}
    return {"completion": f"\\boxed{{{extracted}}}", "gold": gold, "result": result}


def code(verdicts: list[str], *, ms: float = 1.0, **more: object) -> dict[str, object]:
    passed = verdicts.count("accepted")
    verdict = next((name for name in verdicts if name != "accepted"), "accepted")
    return {
        "completion": "```python\n```",
        "problem": PROBLEM,
        "result": {
            "verdict": verdict,
            "reward": float(verdict == "accepted"),
            "language": "python",
            "passed": passed,
            "total": len(verdicts),
            "cases": [{"index": index, "verdict": name} for index, name in enumerate(verdicts)],
            "timing": {"verify_ms": ms},
            **more,
        },
    }


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def counted(path: Path) -> Statistics:
    statistics = Statistics()
    for row, _ in read_judged([path]):
        statistics.take(row)
    return statistics


def test_groups_are_all_right_all_wrong_or_mixed(tmp_path: Path) -> None:
    rows = [
        {**math("accepted"), "group": 1},
        {**math("wrong_answer", extracted="5"), "group": 1},
        {**math("accepted"), "group": 2},
        {**math("wrong_answer", gold="9"), "group": 3},
    ]
    statistics = counted(write(tmp_path / "a.jsonl", rows))
    assert statistics.sorts_of(statistics.groups.values()) == {"mixed": 1, "all right": 1, "all wrong": 1}
    assert statistics.sorts_of(statistics.problems.values()) == {"mixed": 1, "all wrong": 1}


def test_rows_without_a_group_count_by_their_problem(tmp_path: Path) -> None:
    statistics = counted(write(tmp_path / "a.jsonl", [math("accepted"), math("wrong_answer", extracted="5")]))
    assert [tally.sort for tally in statistics.groups.values()] == ["mixed"]


def test_cases_that_were_not_run_count_for_nothing(tmp_path: Path) -> None:
    rows = [code(["accepted", "accepted"]), code(["wrong_answer", "skipped"])]
    (tally,) = counted(write(tmp_path / "a.jsonl", rows)).most_sampled(5)
    assert (tally.samples, dict(tally.run), dict(tally.passed)) == (2, {0: 2, 1: 1}, {0: 1, 1: 1})


@pytest.mark.parametrize(
    ("gold", "answer", "near"),
    [
        ("4.00", "4.1", True),
        ("1,000", "1001", True),
        ("Ab c", "abC", True),
        ("-\\sqrt{2}", "\\sqrt{2}", True),
        ("\\frac{5}{16}", "0.31", True),
        ("\\frac{5}{16}", "5/17", False),
        ("31\\%", "0.312", True),
        ("7 \\text{ km}", "7", True),
        ("4", "40", False),
        ("0", "0.1", False),
        ("1/0", "1", False),
        ("x", "y", False),
        ("4", "", False),
        ("", "-", False),
        ("4", "nan", False),
        ("4", "inf", False),
        ("9" * 400, "1e999", False),
    ],
)
def test_near_misses(gold: str, answer: str, near: bool) -> None:
    assert is_near([gold], answer) is near


def test_an_answer_is_near_when_it_is_near_to_one_of_the_golds(tmp_path: Path) -> None:
    row = {**math("wrong_answer", extracted="5.01"), "gold": ["x", 5]}
    statistics = counted(write(tmp_path / "a.jsonl", [row]))
    assert statistics.samples["Mathematics that is nearly right"].count == 1


def test_samples_to_look_at(tmp_path: Path) -> None:
    rows = [
        code(["accepted", "wrong_answer"]),
        code(["wrong_answer", "wrong_answer"]),
        math("accepted", flags=["several_answers"]),
        code(["runtime_error", "skipped"], flags=["early_exit"]),
        math("unverifiable", reward=None),
    ]
    statistics = counted(write(tmp_path / "a.jsonl", rows))
    assert [found.count for found in statistics.samples.values()] == [0, 1, 1, 1, 1]
    assert statistics.flags_accepted["several_answers"] == 1


def test_only_so_much_is_kept(tmp_path: Path) -> None:
    rows = [
        code(["accepted", "wrong_answer"], ms=float(number), extracted=f"program {number}")
        for number in range(100)
    ]
    statistics = counted(write(tmp_path / "a.jsonl", rows))
    found = statistics.samples["Programs that pass all cases but one"]
    assert (found.count, len(found.shown)) == (100, SAMPLES)
    assert [row.verify_ms for row in statistics.slowest()] == [99.0 - place for place in range(SLOWEST)]


def test_the_same_answer_to_the_same_question_is_shown_once(tmp_path: Path) -> None:
    rows = [
        math("wrong_answer", extracted="4.1"),
        math("wrong_answer", extracted="4.1"),
        math("wrong_answer"),
    ]
    found = counted(write(tmp_path / "a.jsonl", rows)).samples["Mathematics that is nearly right"]
    assert found.count == 3
    assert [sample.count for sample in found.shown.values()] == [2, 1]


def test_problems_that_nobody_solved_are_told_by_their_titles(tmp_path: Path) -> None:
    unsolved = {**code(["wrong_answer"]), "problem": {**PROBLEM, "title": "Sums"}}
    rows = [unsolved, unsolved, code(["accepted"]), code(["wrong_answer"]), math("wrong_answer")]
    never = counted(write(tmp_path / "a.jsonl", rows)).never_solved()
    assert [(tally.title, tally.rows) for tally in never] == [("Sums", 2)]


def audited(row: Mapping[str, object], time: float) -> dict[str, object]:
    item = {name: value for name, value in row.items() if name != "result"}
    return {"schema": 1, "time": time, "item": item, "result": row["result"]}


def test_rows_of_an_audit_trail_are_followed_by_their_time(tmp_path: Path) -> None:
    rows = [audited(math("accepted"), 3.0), audited(math("accepted"), 1.0), audited(math("accepted"), 2.0)]
    statistics = counted(write(tmp_path / "audit-1.jsonl", rows))
    assert [list(part) for part in statistics.slices(2)] == [[1, 2], [0]]
    mixed = counted(write(tmp_path / "b.jsonl", [*rows, math("accepted")]))
    assert [list(part) for part in mixed.slices(2)] == [[0, 1], [2, 3]]


def test_an_item_that_was_refused_is_told_among_what_was_not_judged(tmp_path: Path) -> None:
    refused = {
        "item": {"completion": "x"},
        "result": {"error": {"code": "invalid_request", "message": "No."}},
    }
    statistics = counted(write(tmp_path / "a.jsonl", [refused]))
    (sample,) = statistics.samples["Not judged"].shown.values()
    assert (statistics.verdicts, sample.row.reason) == ({"refused": 1}, "No.")


def test_an_audit_trail_is_compared_with_judged_lines(tmp_path: Path) -> None:
    row = code(["accepted", "wrong_answer"])
    item = {"completion": row["completion"], "problem_id": "inline:1"}
    trail = [
        {"schema": 1, "problem_id": "inline:1", "problem": PROBLEM},
        {"schema": 1, "time": 1.0, "item": item, "result": row["result"]},
    ]
    written = write_report(
        [write(tmp_path / "audit-1.jsonl", trail)],
        tmp_path / "report.html",
        write(tmp_path / "b.jsonl", [{**row, "result": {"verdict": "accepted", "reward": 1.0}}]),
        quiet=True,
    )
    assert written.changed == 1


def test_rows_that_are_no_judgements_are_named_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"completion": "x"}\nnonsense\n' + json.dumps(math("accepted")) + "\n[1]\n")
    read = [row for row, _ in read_judged([path])]
    assert [row.place for row in read if isinstance(row, BadRow)] == [
        "a.jsonl, line 1",
        "a.jsonl, line 2",
        "a.jsonl, line 4",
    ]
    assert sum(isinstance(row, JudgedRow) for row in read) == 1


def test_audit_trails_and_packed_files_are_read(tmp_path: Path) -> None:
    row = math("accepted")
    item = {name: value for name, value in row.items() if name != "result"}
    trail = [
        {"schema": 1, "problem_id": "p", "problem": PROBLEM},
        {"schema": 1, "kind": "math", "time": 1.0, "item": item, "result": row["result"]},
    ]
    write(tmp_path / "audit-1.jsonl", trail)
    with gzip.open(tmp_path / "audit-2.jsonl.gz", "wt") as stream:
        stream.write(json.dumps(trail[1]) + "\n")
    assert counted(tmp_path).verdicts == {"accepted": 2}


def test_comparison_tells_what_changed(tmp_path: Path) -> None:
    before = [math("wrong_answer", gold=str(number)) for number in range(4)]
    after = [math("accepted", gold="0"), *before[1:3], math("wrong_answer", gold="new")]
    comparison = Comparison(title="before")
    for row, _ in read_judged([write(tmp_path / "before.jsonl", before)]):
        assert isinstance(row, JudgedRow)
        comparison.remember(row)
    for row, _ in read_judged([write(tmp_path / "after.jsonl", after)]):
        assert isinstance(row, JudgedRow)
        comparison.take(row)
    assert (comparison.matched, comparison.changed, comparison.rewards_up) == (3, 1, 1)
    assert (comparison.only_now, comparison.only_before) == (1, 1)
    assert comparison.kinds == {("wrong_answer", "accepted"): 1}


def test_same_input_makes_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [math("accepted"), code(["accepted", "wrong_answer"])])
    pages = []
    for name in ("one.html", "two.html"):
        write_report([path], tmp_path / name, None, quiet=True)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_browser_shows_every_plot_and_nothing_of_a_completion_as_markup(
    browser: Browser, tmp_path: Path
) -> None:
    hostile = {
        **math(HOSTILE, gold=HOSTILE, extracted=HOSTILE, reason=HOSTILE, flags=[HOSTILE], reward=None),
        "id": HOSTILE,
        "completion": HOSTILE + "\x00\x1b[31m\ud800",
    }
    rows = [
        hostile,
        math("accepted"),
        code(["accepted", "wrong_answer"]),
        {**code(["accepted"] * 2, language=HOSTILE), "id": HOSTILE},
    ]
    path, output = write(tmp_path / "a.jsonl", rows), tmp_path / "report.html"
    write_report([path], output, path, quiet=True)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//(?!www\.w3\.org)", output.read_text())
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(output.as_uri())
    assert page.title() == "rewardd report: a.jsonl"
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    plots = page.locator("svg[role=img]")
    assert [plots.nth(number).get_attribute("aria-label") for number in range(plots.count())] == [
        "Histogram of rewards",
        "Rewards, flags and lengths over time",
        "Verdicts over time",
        "Verdicts by kind",
        "Verdicts by language",
        "Pass rates of groups",
        "Pass rates of problems",
        "Share of samples that passed each case",
        "Rewards by length",
    ]
    assert page.locator("script, main img, iframe").count() == 0
    assert page.get_by_text("onerror").count() > 0
    assert complaints == []
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_report_can_be_read_by_all(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    rows = [math("accepted"), math("wrong_answer", extracted="4.1", flags=["several_answers"], reason="No.")]
    path, output = (
        write(tmp_path / "a.jsonl", [*rows, code(["accepted", "wrong_answer"])]),
        tmp_path / "r.html",
    )
    write_report([path], output, write(tmp_path / "b.jsonl", [math("wrong_answer")]), quiet=True)
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(output.as_uri())
    for folded in page.locator("summary").all():
        folded.click()
    found = Axe().run(page).response["violations"]
    assert [(each["id"], node["html"][:200]) for each in found for node in each["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ink = page.evaluate("getComputedStyle(document.querySelector('svg text, svg use')).fill")
    assert ink == page.evaluate("getComputedStyle(document.body).color")
    context.close()


def test_command_says_what_it_wrote_and_what_is_wrong(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [math("accepted")])
    output = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["report", str(path), "-o", str(output), "--against", str(path), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"output": str(output), "rows": 1, "bad_rows": 0, "changed": 0}
    missing = CliRunner().invoke(app, ["report", str(tmp_path / "none.jsonl"), "-o", str(output)])
    assert missing.exit_code == 2
    assert "none.jsonl" in missing.output


def test_file_without_judgements_makes_a_page_that_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [{"completion": "x"}])
    written = write_report([path], tmp_path / "report.html", None, quiet=True)
    assert (written.rows, written.bad_rows) == (0, 1)
    assert "a.jsonl, line 1" in (tmp_path / "report.html").read_text()
