"""The plots, as SVG that stands in the page itself. The same numbers make the same bytes."""

import io
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from service.report.statistics import CaseTally, Statistics, shares

BINS = 40
SLICES = 40
"""Into so many parts of equal size a file is cut to show how verdicts went."""
LENGTH_BINS = 20
WIDTH = 7.0
"""Of a figure, in inches of 72 points; so narrow that its text can be read on a phone."""
FLAGS_SHOWN = 5
PROBLEMS_SHOWN = 30
COLOURS: Mapping[str, str] = {
    "accepted": "#2a8c4a",
    "wrong_answer": "#c2453d",
    "no_answer": "#8d6e63",
    "unverifiable": "#9e9e9e",
    "compile_error": "#7b4fa3",
    "runtime_error": "#e08a2e",
    "time_limit_exceeded": "#2f6fb0",
    "memory_limit_exceeded": "#1ba3a3",
    "output_limit_exceeded": "#b0a12f",
    "internal_error": "#d81b80",
}
BLUE = "#2f7fd0"
LINES = (BLUE, "#e08a2e", "#1ba3a3", "#a45bc9", "#b0a12f", "#d81b80")
"""Colours of lines. These and the above stand out from white and from black."""
INK = "#010203"
"""Stands for the colour of the page's own text, which is another by day than at night."""
OTHER_COLOUR = "#cfcfcf"
LARGEST_VERDICTS = 12
"""Of more the rest is one share, `others`."""
OTHERS = "others"

_STYLE: Any = {
    "svg.hashsalt": "rewardd",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],  # comes with the library, so that the layout is the same everywhere
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def reward_histogram(statistics: Statistics) -> str:
    """How often which reward was given."""
    rewards = statistics.given_rewards()
    figure, axes = _figure("reward", "rows")
    if rewards:
        low, high = min(rewards), max(rewards)
        axes.hist(rewards, bins=BINS, range=(low, high) if low < high else (low - 0.5, low + 0.5), color=BLUE)
    return _svg(figure, "Histogram of rewards")


def verdict_bars(counts: Mapping[str, Counter[str]], title: str) -> str:
    """Shares of the verdicts, a bar for each name."""
    names = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))[:PROBLEMS_SHOWN]
    figure, axes = _figure("share of rows", "", height=1.3 + 0.3 * max(1, len(names)))
    verdicts = _verdicts(sum((counts[name] for name in names), Counter()))
    left = [0.0] * len(names)
    for verdict, widths in zip(
        verdicts, shares([_with_others(counts[name], verdicts) for name in names], verdicts), strict=True
    ):
        axes.barh(range(len(names)), widths, left=left, color=_colour(verdict), label=_short(verdict))
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(range(len(names)), [f"{_short(name)} ({sum(counts[name].values()):,})" for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    _legend(figure)
    return _svg(figure, title)


def verdicts_in_order(statistics: Statistics) -> str:
    """Shares of the verdicts in the order they were given."""
    verdicts = _verdicts(statistics.verdicts)
    parts = [
        Counter(statistics.order[statistics.verdict_codes[row]] for row in part)
        for part in statistics.slices(SLICES)
    ]
    figure, axes = _figure("", "share of rows")
    bottom = [0.0] * len(parts)
    for verdict, heights in zip(
        verdicts, shares([_with_others(part, verdicts) for part in parts], verdicts), strict=True
    ):
        axes.bar(
            range(len(parts)), heights, width=1, bottom=bottom, align="edge",
            color=_colour(verdict), label=_short(verdict),
        )  # fmt: skip
        bottom = [start + height for start, height in zip(bottom, heights, strict=True)]
    axes.set_ylim(0, 1)
    _label_order(axes, statistics)
    _legend(figure)
    return _svg(figure, "Verdicts over time")


def rewards_in_order(statistics: Statistics) -> str:
    """The mean reward, the share of rows with each of the commonest flags, and the mean length."""
    parts = statistics.slices(SLICES)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, 4.4), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1.2))
    above.plot(
        _centres(parts), [_mean_reward(statistics, part) for part in parts], color=BLUE, label="mean reward"
    )
    for (flag, _), colour in zip(statistics.flags.most_common(FLAGS_SHOWN), LINES[1:], strict=False):
        if flag in statistics.flag_numbers:
            bit = 1 << statistics.flag_numbers[flag]
            rates = [sum(bool(statistics.flag_bits[row] & bit) for row in part) / len(part) for part in parts]
            above.plot(_centres(parts), rates, "--", color=colour, label=f"flag {_short(flag)}")
    above.set_ylabel("reward, share")
    lengths = [sum(statistics.chars[row] for row in part) / len(part) for part in parts]
    below.plot(_centres(parts), lengths, color=LINES[3])
    below.set_ylabel("characters")
    below.set_ylim(bottom=0)
    _label_order(below, statistics)
    _legend(figure)
    return _svg(figure, "Rewards, flags and lengths over time")


def _centres(parts: Sequence[Sequence[int]]) -> list[float]:
    return [place + 0.5 for place in range(len(parts))]


def _mean_reward(statistics: Statistics, rows: Sequence[int]) -> float:
    rewards = [reward for row in rows if not math.isnan(reward := statistics.rewards[row])]
    return math.fsum(rewards) / len(rewards) if rewards else math.nan


def _label_order(axes: Axes, statistics: Statistics) -> None:
    """Say at some places which row, or what time, it is."""
    parts = statistics.slices(SLICES)
    places = range(0, len(parts), max(1, math.ceil(len(parts) / 5)))
    firsts = [parts[place][0] for place in places]
    if statistics.has_times:
        labels = [
            datetime.fromtimestamp(statistics.times[row], UTC).strftime("%m-%d %H:%M:%S") for row in firsts
        ]
        axes.set_xlabel("time of judgement, UTC")
    else:
        labels = [f"{row:,}" for row in firsts]
        axes.set_xlabel("row, in the order of the file")
    axes.set_xticks(list(places), labels)
    axes.set_xlim(0, len(parts))


def pass_rates(rates: Sequence[float], of: str) -> str:
    """How many groups or problems have which share of their samples accepted, the useless ones marked."""
    figure, axes = _figure("share of samples accepted", of)
    sorts = (
        ("all wrong", COLOURS["wrong_answer"], [rate for rate in rates if rate == 0]),
        ("mixed", BLUE, [rate for rate in rates if 0 < rate < 1]),
        ("all right", COLOURS["accepted"], [rate for rate in rates if rate == 1]),
    )
    axes.hist(
        [found for _, _, found in sorts], bins=20, range=(0, 1), stacked=True,
        color=[colour for _, colour, _ in sorts],
        label=[f"{name} ({len(found):,})" for name, _, found in sorts],
    )  # fmt: skip
    _legend(figure)
    return _svg(figure, f"Pass rates of {of}")


def case_heat_map(tallies: Sequence[CaseTally]) -> str:
    """For each case of each problem the share of samples that passed it, of those that ran it."""
    width = max(max(tally.run) for tally in tallies) + 1
    cells = [
        [tally.passed[index] / tally.run[index] if tally.run[index] else math.nan for index in range(width)]
        for tally in tallies
    ]
    figure, axes = _figure("case", "", height=1.0 + 0.25 * len(tallies))
    image = axes.pcolormesh(cells, cmap="RdYlGn", vmin=0, vmax=1)
    axes.set_yticks(
        [index + 0.5 for index in range(len(tallies))],
        [f"{_short(tally.name)} ({tally.samples})" for tally in tallies],
    )
    every = max(1, width // 16)
    shown = range(0, width, every)
    axes.set_xticks([index + 0.5 for index in shown], [str(index) for index in shown])
    axes.invert_yaxis()
    figure.colorbar(image, ax=axes, label="share passed", pad=0.02)
    return _svg(figure, "Share of samples that passed each case")


def rewards_by_length(statistics: Statistics) -> str:
    """The mean reward by the completion's length, in parts of equally many rows, and the lengths."""
    pairs = sorted(
        (chars, reward)
        for chars, reward in zip(statistics.chars, statistics.rewards, strict=True)
        if not math.isnan(reward)
    )
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, 4.4), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1.4))
    size = max(1, math.ceil(len(pairs) / LENGTH_BINS))
    parts = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    lengths = [math.fsum(chars for chars, _ in part) / len(part) for part in parts]
    means = [math.fsum(reward for _, reward in part) / len(part) for part in parts]
    above.plot(lengths, means, "o-", color=BLUE)
    above.set_ylabel("mean reward")
    if pairs:
        low, high = max(1, pairs[0][0]), max(2, pairs[-1][0] + 1)
        spread = len(parts) > 1 and lengths[-1] > 20 * max(1.0, lengths[0])
        steps = range(LENGTH_BINS + 1)
        edges = (
            [low * (high / low) ** (step / LENGTH_BINS) for step in steps]
            if spread
            else [low + (high - low) * step / LENGTH_BINS for step in steps]
        )
        middle = _middle(pairs)
        below.hist(
            [
                [max(1, chars) for chars, reward in pairs if (reward > middle) is above_it]
                for above_it in (True, False)
            ],
            bins=edges, stacked=True, color=[BLUE, COLOURS["unverifiable"]],
            label=[f"reward above {middle:.2g}", f"reward up to {middle:.2g}"],
        )  # fmt: skip
        if spread:
            below.set_xscale("log")
        _legend(figure)
    below.set_xlabel("length of the completion, characters")
    below.set_ylabel("rows")
    return _svg(figure, "Rewards by length")


def _middle(pairs: Sequence[tuple[int, float]]) -> float:
    """Half way between the lowest and the highest reward."""
    rewards = [reward for _, reward in pairs]
    return (min(rewards) + max(rewards)) / 2


def _verdicts(counts: Counter[str]) -> list[str]:
    names = sorted(counts, key=lambda name: (-counts[name], name))
    return names if len(names) <= LARGEST_VERDICTS else [*names[: LARGEST_VERDICTS - 1], OTHERS]


def _with_others(counts: Counter[str], verdicts: Sequence[str]) -> Counter[str]:
    if OTHERS not in verdicts:
        return counts
    shown = Counter({name: counts[name] for name in verdicts})
    shown[OTHERS] += sum(counts.values()) - sum(shown.values())
    return shown


def _colour(verdict: str) -> str:
    return COLOURS.get(verdict, OTHER_COLOUR)


def _short(name: str) -> str:
    """A label of a length that leaves room; control characters are no glyphs."""
    printable = "".join(character if character.isprintable() else "·" for character in name)
    return printable if len(printable) <= 40 else printable[:39] + "…"


def _figure(x: str, y: str, *, height: float = 3.0) -> tuple[Figure, Axes]:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def _legend(figure: Figure) -> None:
    figure.legend(loc="outside lower left", ncols=4, frameon=False, fontsize="small", labelcolor=INK)


def _svg(figure: Figure, title: str) -> str:
    """The figure as an element with a title for those who do not see it."""
    stream = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(stream, format="svg", metadata={"Date": None}, transparent=True)
    svg = _METADATA.sub("", _PROLOGUE.sub("", stream.getvalue()))
    return svg.replace(INK, "currentColor").replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
