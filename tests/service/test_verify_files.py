"""`rewardd verify`: files in, files out, in order, and not twice."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from service.verify_files import _chunks
from verifiers.code.datasets.files import FileRow

ROWS = [{"gold": str(n % 3), "completion": f"\\boxed{{{n % 2}}}", "source": f"row {n}"} for n in range(700)]
REWARDS = [float(n % 3 == n % 2) for n in range(700)]


def rewardd(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "service", *map(str, arguments)]
    return subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": "client/src", **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def write_rows(path: Path, rows: list[dict[str, str]]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path


def read_results(path: Path) -> list[dict[str, object]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.splitlines()]


@pytest.mark.parametrize(
    ("name", "output"), [("a.jsonl", "o.jsonl"), ("a.jsonl.gz", "o.jsonl.gz"), ("a.parquet", "o.jsonl")]
)
def test_rows_come_out_as_they_went_in_with_their_results(tmp_path: Path, name: str, output: str) -> None:
    source = tmp_path / name
    if source.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), source)
    else:
        write_rows(source, ROWS)
    done = rewardd("verify", source, "-o", tmp_path / output)
    assert done.returncode == 0, done.stderr
    results = read_results(tmp_path / output)
    assert [{k: v for k, v in row.items() if k != "result"} for row in results] == ROWS
    assert [row["result"]["reward"] for row in results] == REWARDS  # type: ignore[index]
    assert "accepted" in done.stdout
    assert "700 rows" in done.stdout


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "a.jsonl", ROWS)
    first = rewardd("verify", write_rows(tmp_path / "half.jsonl", ROWS[:300]), "-o", tmp_path / "half.out")
    assert first.returncode == 0
    # What a run leaves that died in the middle of a line; its results tell whether they were made anew.
    lines = (tmp_path / "half.out").read_text().replace('"reason":"', '"reason":"(before) ')
    (tmp_path / "o.jsonl.partial").write_text(lines[:-40])
    done = rewardd("verify", source, "-o", tmp_path / "o.jsonl", "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["rows"], summary["seen_before"]) == (700, 299)
    results = read_results(tmp_path / "o.jsonl")
    assert [row["result"]["reward"] for row in results] == REWARDS  # type: ignore[index]
    assert sum("(before)" in json.dumps(row["result"]) for row in results) == 299
    assert not (tmp_path / "o.jsonl.partial").exists()


def test_a_killed_run_can_be_finished(tmp_path: Path) -> None:
    many = [{"gold": "1", "completion": f"\\boxed{{{n}}}"} for n in range(30_000)]
    source = write_rows(tmp_path / "a.jsonl", many)
    output = tmp_path / "o.jsonl"
    running = subprocess.Popen([sys.executable, "-m", "service", "verify", source, "-o", output])
    partial = tmp_path / "o.jsonl.partial"
    while running.poll() is None and not (partial.exists() and partial.stat().st_size > 100_000):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not output.exists()
    done = rewardd("verify", source, "-o", output, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["seen_before"] > 0
    assert [row["completion"] for row in read_results(output)] == [row["completion"] for row in many]


def test_a_partial_file_of_other_input_is_not_touched(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "a.jsonl", ROWS)
    partial = tmp_path / "o.jsonl.partial"
    partial.write_text('{"gold":"9","completion":"other","result":{}}\n')
    done = rewardd("verify", source, "-o", tmp_path / "o.jsonl")
    assert done.returncode == 2
    assert "other input" in done.stderr
    assert "other" in partial.read_text()


def test_a_finished_output_is_not_written_over(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "a.jsonl", ROWS[:1])
    (tmp_path / "o.jsonl").write_text("mine")
    done = rewardd("verify", source, "-o", tmp_path / "o.jsonl")
    assert done.returncode == 2
    assert "there already" in done.stderr
    assert (tmp_path / "o.jsonl").read_text() == "mine"


def test_bad_rows_are_told_and_the_rest_is_judged(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"gold": "1", "completion": "\\\\boxed{1}"}\nnot json\n{"gold": "1"}\n[1]\n')
    done = rewardd("verify", source, "-o", tmp_path / "o.jsonl")
    assert done.returncode == 1
    results = [row["result"] for row in read_results(tmp_path / "o.jsonl")]
    assert [result["reward"] for result in results] == [1.0, None, None, None]  # type: ignore[index]
    assert "2" in results[1]["reason"]  # type: ignore[index]


def test_a_column_of_another_name_is_told(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"completion": "\\\\boxed{4}", "answer": "4", "step": 1}\n')
    done = rewardd("verify", str(rows), "-o", str(tmp_path / "out.jsonl"))
    assert done.returncode == 1
    assert "line 1: Send a gold" in done.stderr
    assert "Is the column 'answer' meant to be 'gold'?" in done.stderr


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    done = rewardd("verify", tmp_path / "nowhere.jsonl", "-o", tmp_path / "o.jsonl")
    assert done.returncode == 2
    assert "nowhere.jsonl" in done.stderr


BY_SERVICE = [
    *ROWS[:300],
    {"completion": "```python\nprint(input())\n```", "problem": {"kind": "stdio", "tests": ["x"]}},
    {"completion": "no gold"},
    {"completion": "\\boxed{4}", "gold": "(("},
    {"completion": "\\boxed{4}", "gold": "4", "metadata": {"large": 10**30}},
]


def without_times(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{**row, "result": {**row["result"], "timing": 0, "cached": 0}} for row in rows]  # type: ignore[dict-item]


def test_a_service_judges_as_the_command_does(server: Any, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in BY_SERVICE) + "no json\n")
    here = rewardd("verify", source, "-o", tmp_path / "here.jsonl", "--json")
    (tmp_path / "there.jsonl.partial").write_text(
        "".join((tmp_path / "here.jsonl").read_text().splitlines(keepends=True)[:100])
    )
    url = str(server.client.base_url)
    there = rewardd("verify", source, "-o", tmp_path / "there.jsonl", "--json", "--url", url)
    assert (here.returncode, there.returncode) == (1, 1), there.stderr
    assert without_times(read_results(tmp_path / "there.jsonl")) == without_times(
        read_results(tmp_path / "here.jsonl")
    )
    assert json.loads(there.stdout) == {**json.loads(here.stdout), "seen_before": 100}


def test_a_service_that_is_not_there_is_said(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "a.jsonl", ROWS[:2])
    for url, said in (("http://127.0.0.1:9", "is rewardd running there?"), ("127.0.0.1", "http://HOST:PORT")):
        done = rewardd("verify", source, "-o", tmp_path / "o.jsonl", "--url", url)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert said in line
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_service_asks_for_the_key_of_the_environment(start_server: Any, tmp_path: Path) -> None:
    server = start_server(REWARDD_API_KEYS="sesame")
    source = write_rows(tmp_path / "a.jsonl", ROWS[:2])
    url = str(server.client.base_url)
    without = rewardd("verify", source, "-o", tmp_path / "o.jsonl", "--url", url, REWARDD_API_KEY="")
    assert (without.returncode, "REWARDD_API_KEY" in without.stderr) == (2, True)
    done = rewardd("verify", source, "-o", tmp_path / "o.jsonl", "--url", url, REWARDD_API_KEY="sesame")
    assert done.returncode == 0, done.stderr


def test_a_group_is_judged_together_wherever_it_stands(tmp_path: Path) -> None:
    rows = [{"completion": f"\\boxed{{{n}}}", "gold": "1", "group": f"g{n // 100}"} for n in range(600)]
    parts = [[row.data["completion"] for row in part if row.data] for part in _chunks(_read(rows))]
    assert [len(part) for part in parts] == [300, 300]
    alone = list(_chunks(_read([{"completion": "", "gold": "1", "group": "all"}] * 5000)))
    assert [len(part) for part in alone] == [4096, 904]


def _read(rows: list[dict[str, str]]) -> Iterator[FileRow]:
    return (
        FileRow(index=index, place=f"line {index + 1}", data=row, progress=1.0)
        for index, row in enumerate(rows)
    )
