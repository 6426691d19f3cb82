"""The report as one HTML file. It fetches nothing, runs nothing, and shows every byte of a file as text."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from service.report import plots
from service.report.comparison import Comparison
from service.report.rows import JudgedRow
from service.report.statistics import SORTS, Statistics, Tally
from service.version import VERSION

_STYLE = """
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1c1c1c; background: #fff; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc; }
svg { width: 100%; height: auto; } svg text { font-family: system-ui, sans-serif !important; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; } .wide { overflow-x: auto; }
th, td { padding: .2rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { margin: .3rem 0; padding: .5rem; max-height: 20rem; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; background: #f4f4f4; }
details { margin: .4rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def render(statistics: Statistics, *, title: str, comparison: Comparison | None) -> str:
    """The whole page."""
    parts = [
        _overview(statistics),
        *([_compared(comparison)] if comparison is not None else []),
        *(_plots(statistics) if statistics.rows else []),
        _flags(statistics),
        _samples(statistics),
        _slowest(statistics),
        _bad(statistics),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{''.join(parts)}<p><small>rewardd {escape(VERSION)}</small></p>"
        "</main></body></html>\n"
    )


def _overview(statistics: Statistics) -> str:
    rewards = statistics.given_rewards()
    mean = f"{sum(rewards) / len(rewards):.4f}" if rewards else "none"
    groups, problems = (
        statistics.sorts_of(tallies.values()) for tallies in (statistics.groups, statistics.problems)
    )
    sums = (
        f"<p>{statistics.rows:,} judgements; mean reward {mean} over the {len(rewards):,} that have one.</p>"
        + _table(
            ("verdict", "rows", "share"),
            (
                (verdict, f"{count:,}", f"{count / statistics.rows:.1%}")
                for verdict, count in statistics.verdicts.most_common(50)
            ),
        )
    )
    sorts = _table(
        ("", "all right", "mixed", "all wrong"),
        (
            (name, *(f"{counts[sort]:,}" for sort in ("all right", "mixed", "all wrong")))
            for name, counts in (("groups", groups), ("problems", problems))
        ),
    )
    dropped = sum(groups.values()) - groups["mixed"]
    note = (
        f"<p>Dynamic sampling would drop {dropped:,} of {sum(groups.values()):,} groups: those where every "
        "sample has the same outcome. Rows without a group count by their problem.</p>"
    )
    return sums + sorts + note


def _plots(statistics: Statistics) -> Iterator[str]:
    yield _section("Rewards", plots.reward_histogram(statistics))
    yield _section("Verdicts by kind", plots.verdict_bars(statistics.by_kind, "Verdicts by kind"))
    if statistics.by_language:
        yield _section(
            "Verdicts by language", plots.verdict_bars(statistics.by_language, "Verdicts by language")
        )
    yield _section("Verdicts along the file", plots.verdicts_in_order(statistics))
    yield _section("Pass rate by group", plots.pass_rates(_rates(statistics.groups.values()), "groups"))
    yield _section("Pass rate by problem", plots.pass_rates(_rates(statistics.problems.values()), "problems"))
    if tallies := statistics.most_sampled(plots.PROBLEMS_SHOWN):
        yield _section("Cases", plots.case_heat_map(tallies))
    yield _section("Rewards by length", plots.rewards_by_length(statistics))


def _rates(tallies: Iterable[Tally]) -> list[float]:
    return [tally.accepted / tally.rows for tally in tallies]


def _flags(statistics: Statistics) -> str:
    if not statistics.flags:
        return ""
    rows = (
        (flag, f"{count:,}", f"{statistics.flags_accepted[flag] / count:.1%}")
        for flag, count in statistics.flags.most_common(50)
    )
    return _section("Flags", _table(("flag", "rows", "accepted of them"), rows))


def _samples(statistics: Statistics) -> str:
    parts = []
    for name in SORTS:
        found = statistics.samples[name]
        if found.count:
            more = f", the first {len(found.rows)} of them" if found.count > len(found.rows) else ""
            parts.append(f"<h3>{escape(name)}: {found.count:,}{more}</h3>" + "".join(map(_row, found.rows)))
    return _section("Samples to look at", "".join(parts)) if parts else ""


def _slowest(statistics: Statistics) -> str:
    rows = (
        (row.place, row.name, row.language or row.kind, row.verdict, f"{row.verify_ms:,.0f}")
        for row in statistics.slowest()
    )
    return (
        _section("Slowest", _table(("place", "id", "kind", "verdict", "ms"), rows)) if statistics.rows else ""
    )


def _bad(statistics: Statistics) -> str:
    if not statistics.bad_count:
        return ""
    rows = ((row.place, row.error) for row in statistics.bad_rows)
    return _section(f"Rows that are no judgements: {statistics.bad_count:,}", _table(("place", "why"), rows))


def _compared(comparison: Comparison) -> str:
    kinds = _table(
        ("was", "is", "rows"),
        ((was, now, f"{count:,}") for (was, now), count in comparison.kinds.most_common(50)),
    )
    changed = "".join(
        _row(
            change.now,
            f"{change.verdict} → {change.now.verdict}, reward {change.reward} → {change.now.reward}",
        )
        for change in comparison.changes
    )
    return _section(
        f"Against {comparison.title}",
        f"<p>{comparison.matched:,} rows are in both files: {comparison.changed:,} changed their verdict, "
        f"{comparison.rewards_up:,} rewards rose, {comparison.rewards_down:,} fell. "
        f"{comparison.only_now:,} are only in this one, {comparison.only_before:,} only in the other.</p>"
        + (kinds + changed if comparison.changed else ""),
    )


def _row(row: JudgedRow, said: str = "") -> str:
    head = said or f"{row.verdict}, reward {row.reward}"
    passed = "" if row.total is None else f"; {row.passed} of {row.total} cases"
    details = [("gold", row.gold), ("extracted", row.extracted), ("end of the completion", row.completion)]
    shown = "".join(f"<div>{name}</div><pre>{escape(text)}</pre>" for name, text in details if text)
    return (
        f"<details><summary>{escape(row.place)} {escape(row.name)}: {escape(head)}{passed}. "
        f"{escape(row.reason)}</summary>{shown}</details>"
    )


def _section(title: str, body: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    columns = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table></div>'
