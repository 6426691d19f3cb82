"""The report as one HTML file. It fetches nothing, runs nothing, and shows every byte of a file as text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from service.report import plots
from service.report.comparison import Comparison
from service.report.rows import JudgedRow
from service.report.statistics import SORTS, Sample, Statistics, Tally
from service.version import VERSION

_STYLE = Path(__file__).with_name("style.css")
LONGEST_PAIR = 60
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page."""

    title: str
    body: str
    full_width: bool = False


def render(statistics: Statistics, *, title: str, comparison: Comparison | None) -> str:
    """The whole page."""
    sections = [
        _overview(statistics),
        *([_compared(comparison)] if comparison is not None else []),
        *(_plots(statistics) if statistics.rows else []),
        *_tables(statistics),
    ]
    links = "".join(
        f'<a href="#part-{number}">{escape(section.title)}</a>' for number, section in enumerate(sections)
    )
    parts = "".join(_section(number, section) for number, section in enumerate(sections))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE.read_text()}</style></head><body><main>"
        f'<h1>{escape(title)}</h1><nav aria-label="Parts">{links}</nav><div class="parts">{parts}</div>'
        f'<p class="quiet">rewardd {escape(VERSION)}</p></main></body></html>\n'
    )


def _overview(statistics: Statistics) -> Section:
    rewards = statistics.given_rewards()
    mean = f"{sum(rewards) / len(rewards):.4f}" if rewards else "none"
    groups = statistics.sorts_of(statistics.groups.values())
    figures = [
        ("judgements", f"{statistics.rows:,}"),
        ("mean reward", mean),
        ("without a reward", f"{statistics.rows - len(rewards):,}"),
        ("groups", f"{groups.total():,}"),
        ("problems", f"{len(statistics.problems):,}"),
    ]
    sums = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    verdicts = _table(
        ("verdict", "rows", "share"),
        (
            (verdict, f"{count:,}", f"{count / statistics.rows:.1%}")
            for verdict, count in statistics.verdicts.most_common(50)
        ),
        numbers=2,
    )
    return Section(title="Overview", body=f"<dl>{sums}</dl>{verdicts}", full_width=True)


def _plots(statistics: Statistics) -> Iterator[Section]:
    yield Section(title="Rewards", body=_plot(plots.reward_histogram(statistics)))
    yield Section(title="Rewards over time", body=_plot(plots.rewards_in_order(statistics)))
    yield Section(title="Verdicts over time", body=_plot(plots.verdicts_in_order(statistics)))
    yield Section(
        title="Verdicts by kind", body=_plot(plots.verdict_bars(statistics.by_kind, "Verdicts by kind"))
    )
    if statistics.by_language:
        yield Section(
            title="Verdicts by language",
            body=_plot(plots.verdict_bars(statistics.by_language, "Verdicts by language")),
        )
    yield _pass_rates("groups", statistics.groups.values(), statistics)
    yield _pass_rates("problems", statistics.problems.values(), statistics)
    if tallies := statistics.most_sampled(plots.PROBLEMS_SHOWN):
        yield Section(
            title="Cases",
            body=_plot(plots.case_heat_map(tallies))
            + '<p class="quiet">The share of the samples that ran a case and passed it, by problem '
            "(samples). A case that nobody passes may be a wrong test.</p>",
        )
    yield Section(title="Rewards by length", body=_plot(plots.rewards_by_length(statistics)))


def _pass_rates(of: str, tallies: Iterable[Tally], statistics: Statistics) -> Section:
    tallies = list(tallies)
    plot = _plot(plots.pass_rates([tally.accepted / tally.rows for tally in tallies], of))
    if of != "groups":
        return Section(title=f"Pass rate by {of.removesuffix('s')}", body=plot)
    sorts = statistics.sorts_of(tallies)
    dropped = sorts.total() - sorts["mixed"]
    return Section(
        title=f"Pass rate by {of.removesuffix('s')}",
        body=f"{plot}<p>Dynamic sampling would drop {dropped:,} of {sorts.total():,} groups: those "
        "whose samples have all the same outcome.</p>"
        '<p class="quiet">Rows without a group count by their problem.</p>',
    )


def _tables(statistics: Statistics) -> Iterator[Section]:
    if statistics.flags:
        flags = (
            (flag, f"{count:,}", f"{statistics.flags_accepted[flag] / count:.1%}")
            for flag, count in statistics.flags.most_common(50)
        )
        yield Section(title="Flags", body=_table(("flag", "rows", "accepted of them"), flags, numbers=2))
    if unsolved := statistics.never_solved():
        rows = ((tally.title, f"{tally.rows:,}") for tally in unsolved)
        yield Section(title="Never solved", body=_table(("problem", "samples"), rows, numbers=1))
    if any(found.count for found in statistics.samples.values()):
        yield Section(title="Samples to look at", body="".join(_samples(statistics)), full_width=True)
    if statistics.rows:
        slow = (
            (row.place, row.name, row.language or row.kind, row.verdict, f"{row.verify_ms:,.0f}")
            for row in statistics.slowest()
        )
        yield Section(
            title="Slowest",
            body=_table(("place", "id", "kind", "verdict", "ms"), slow, numbers=1),
            full_width=True,
        )
    if statistics.bad_count:
        bad = ((row.place, row.error) for row in statistics.bad_rows)
        yield Section(
            title=f"Rows that are no judgements: {statistics.bad_count:,}",
            body=_table(("place", "why"), bad),
            full_width=True,
        )


def _samples(statistics: Statistics) -> Iterator[str]:
    for name in SORTS:
        found = statistics.samples[name]
        if not found.count:
            continue
        told = sum(sample.count for sample in found.shown.values())
        more = "" if told == found.count else f", of which {told:,} are told here"
        yield f"<h3>{escape(name)}: {found.count:,}{more}</h3>"
        yield from (_sample(sample) for sample in found.shown.values())


def _sample(sample: Sample) -> str:
    more = f" ({sample.count:,} times)" if sample.count > 1 else ""
    reward = "no reward" if sample.row.reward is None else f"reward {sample.row.reward:g}"
    said = f"{_verdict(sample.row.verdict)}, {reward}{more}{_answer_and_gold(sample.row)}"
    return _row(sample.row, said)


def _answer_and_gold(row: JudgedRow) -> str:
    """Both, where they are short enough for a line."""
    if not row.golds or not row.extracted or len(row.golds[0]) + len(row.extracted) > LONGEST_PAIR:
        return ""
    return f", <code>{escape(row.extracted)}</code> for <code>{escape(row.golds[0])}</code>"


def _compared(comparison: Comparison) -> Section:
    kinds = _table(
        ("was", "is", "rows"),
        ((was, now, f"{count:,}") for (was, now), count in comparison.kinds.most_common(50)),
        numbers=1,
    )
    changed = "".join(
        _row(
            change.now,
            f"{_verdict(change.verdict)} → {_verdict(change.now.verdict)}, "
            f"reward {change.reward} → {change.now.reward}",
        )
        for change in comparison.changes
    )
    more = comparison.changed - len(comparison.changes)
    return Section(
        title=f"Against {comparison.title}",
        body=f"<p>{comparison.matched:,} rows are in both files: {comparison.changed:,} changed their "
        f"verdict, {comparison.rewards_up:,} rewards rose, {comparison.rewards_down:,} fell. "
        f"{comparison.only_now:,} are only in this one, {comparison.only_before:,} only in the other.</p>"
        + (kinds + changed if comparison.changed else "")
        + (f"<p>And {more:,} more that changed.</p>" if more else ""),
        full_width=True,
    )


def _verdict(verdict: str) -> str:
    sort = {"accepted": "good", "unverifiable": "doubt", "internal_error": "doubt", "skipped": "doubt"}
    return f'<b class="{sort.get(verdict, "bad")}">{escape(verdict)}</b>'


def _row(row: JudgedRow, said: str) -> str:
    """A row folded up: its heads in one line, its texts behind it."""
    asked = f", {row.title}" if row.title != row.name else ""
    passed = "" if row.total is None else f", {row.passed} of {row.total} cases"
    details = [
        *(("gold", gold) for gold in row.golds),
        ("extracted", row.extracted),
        ("end of the completion", row.completion),
    ]
    shown = "".join(
        f'<div class="quiet">{name}</div><pre tabindex=0>{escape(text)}</pre>'
        for name, text in details
        if text
    )
    return (
        f"<details><summary>{said}{passed}: {escape(row.reason)} "
        f'<span class="quiet">{escape(row.name)}{escape(asked)} ({escape(row.place)})</span></summary>'
        f"{shown}</details>"
    )


def _section(number: int, section: Section) -> str:
    width = ' class="all"' if section.full_width else ""
    return (
        f'<section id="part-{number}"{width} aria-labelledby="title-{number}">'
        f'<h2 id="title-{number}">{escape(section.title)}</h2>{section.body}</section>'
    )


def _plot(svg: str) -> str:
    return f'<div class="wide" tabindex=0>{svg}</div>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: int = 0) -> str:
    """A table whose last `numbers` columns are numbers."""
    kinds = [""] * (len(head) - numbers) + [' class="number"'] * numbers
    columns = "".join(f"<th{kind}>{escape(name)}</th>" for kind, name in zip(kinds, head, strict=True))
    lines = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex=0><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
