"""The plots, as SVG that stands in the page itself. The same numbers make the same bytes."""

import io
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from service.report.statistics import CaseTally, Statistics, shares

BINS = 40
SLICES = 40
"""Into so many parts of equal size a file is cut to show how verdicts went."""
LENGTH_BINS = 20
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
    "internal_error": "#222222",
}
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
}
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def reward_histogram(statistics: Statistics) -> str:
    """How often which reward was given."""
    rewards = statistics.given_rewards()
    figure, axes = _figure("reward", "rows")
    if rewards:
        low, high = min(rewards), max(rewards)
        axes.hist(
            rewards, bins=BINS, range=(low, high) if low < high else (low - 0.5, low + 0.5), color="#2f6fb0"
        )
    return _svg(figure, "Histogram of rewards")


def verdict_bars(counts: Mapping[str, Counter[str]], title: str) -> str:
    """Shares of the verdicts, a bar for each name."""
    names = sorted(counts, key=lambda name: (-sum(counts[name].values()), name))[:PROBLEMS_SHOWN]
    figure, axes = _figure("share of rows", "", height=1.0 + 0.4 * max(1, len(names)))
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
    _legend(axes)
    return _svg(figure, title)


def verdicts_in_order(statistics: Statistics) -> str:
    """Shares of the verdicts along the file, which is time where rows were written as they came."""
    codes = statistics.verdict_codes
    size = max(1, math.ceil(len(codes) / SLICES))
    parts = [
        Counter(statistics.order[code] for code in codes[start : start + size])
        for start in range(0, len(codes), size)
    ]
    verdicts = _verdicts(statistics.verdicts)
    figure, axes = _figure("row, in the order of the file", "share of rows")
    starts = [index * size for index in range(len(parts))]
    bottom = [0.0] * len(parts)
    for verdict, heights in zip(
        verdicts, shares([_with_others(part, verdicts) for part in parts], verdicts), strict=True
    ):
        axes.bar(
            starts,
            heights,
            width=size,
            bottom=bottom,
            align="edge",
            color=_colour(verdict),
            label=_short(verdict),
        )
        bottom = [start + height for start, height in zip(bottom, heights, strict=True)]
    axes.set_ylim(0, 1)
    _legend(axes)
    return _svg(figure, "Verdicts along the file")


def pass_rates(rates: Sequence[float], of: str) -> str:
    """How many groups or problems have which share of their samples accepted."""
    figure, axes = _figure("share of samples accepted", of)
    axes.hist(rates, bins=20, range=(0, 1), color="#2a8c4a")
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
    figure.colorbar(image, ax=axes, label="share passed")
    return _svg(figure, "Share of samples that passed each case")


def rewards_by_length(statistics: Statistics) -> str:
    """The mean reward of completions by their length, in parts of equally many rows."""
    pairs = sorted(
        (chars, reward)
        for chars, reward in zip(statistics.chars, statistics.rewards, strict=True)
        if not math.isnan(reward)
    )
    figure, axes = _figure("length of the completion, characters", "mean reward")
    size = max(1, math.ceil(len(pairs) / LENGTH_BINS))
    parts = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    lengths = [math.fsum(chars for chars, _ in part) / len(part) for part in parts]
    axes.plot(
        lengths,
        [math.fsum(reward for _, reward in part) / len(part) for part in parts],
        "o-",
        color="#2f6fb0",
    )
    if len(parts) > 1 and lengths[-1] > 20 * max(1.0, lengths[0]):
        axes.set_xscale("log")
    return _svg(figure, "Mean reward by length")


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


def _figure(x: str, y: str, *, height: float = 3.2) -> tuple[Figure, Axes]:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8, height), layout="constrained")
        axes = figure.add_subplot()
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    return figure, axes


def _legend(axes: Axes) -> None:
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, fontsize="small")


def _svg(figure: Figure, title: str) -> str:
    """The figure as an element with a title for those who do not see it."""
    stream = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(stream, format="svg", metadata={"Date": None})
    svg = _METADATA.sub("", _PROLOGUE.sub("", stream.getvalue()))
    return svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
