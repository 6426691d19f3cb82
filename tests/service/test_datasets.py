"""Rows of datasets over HTTP, as they are: right and wrong programs for every shape in `tests/cases`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.service.conftest import ServerProcess, StartServer
from verifiers.code.datasets import problem_from_row
from verifiers.code.problem import problem_id

FILES = sorted((Path(__file__).parents[1] / "cases" / "datasets").glob("*/*.json"))
CASES = {f"{file.parent.name}/{file.stem}": json.loads(file.read_text()) for file in FILES}
REWARDS = {"right": 1.0, "wrong": 0.0}


def fenced(case: dict[str, Any], which: str) -> str:
    return f"I would do it like this:\n\n```{case['language']}\n{case[which]}\n```\n"


@pytest.mark.usefixtures("boxes")
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_row_is_judged_as_it_is(server: ServerProcess, case: dict[str, Any]) -> None:
    datasets = [{"row": case["row"]}, {"row": case["row"], "format": case["format"]}]
    for dataset in datasets:
        for which, reward in REWARDS.items():
            answer = server.verify(completion=fenced(case, which), problem={"dataset": dataset})
            assert (which, answer["reward"]) == (which, reward), answer


def load(folder: Path, *files: Path) -> dict[tuple[str, int], str]:
    """The id that `rewardd problems load` gave to each row of each file."""
    done = subprocess.run(
        [sys.executable, "-m", "service", "problems", "load", *map(str, files)],
        env={**os.environ, "REWARDD_PROBLEMS": str(folder / "problems")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [line for line in told if "error" in line]) == (0, [])
    return {(Path(line["file"]).stem, line["row"]): line["id"] for line in told}


def test_rows_loaded_from_json_lines_are_judged_by_id(start_server: StartServer, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(case["row"]) + "\n" for case in CASES.values()))
    ids = load(tmp_path, file)
    server = start_server()
    if not server.judges_code():
        pytest.skip("there are no boxes here")
    # Of each format one, since every row is judged above.
    of_each = {name.partition("/")[0]: (row, name) for row, name in enumerate(CASES)}
    expected = {(row, name, which): REWARDS[which] for row, name in of_each.values() for which in REWARDS}
    items = [
        {"completion": fenced(CASES[name], which), "problem": ids["rows", row]}
        for row, name, which in expected
    ]
    response = server.client.post("/v1/verify/batch", content=json.dumps({"items": items}))
    rewards = [result["reward"] for result in response.json()["results"]]
    assert dict(zip(expected, rewards, strict=True)) == expected


def test_rows_loaded_from_parquet_are_the_same_problems(tmp_path: Path) -> None:
    """A file for each format. A column, or a field in one, that only some rows have is null in the others."""
    files, names = [], {}
    # EvalPlus' inputs are whole numbers in one row and others in the next; they are published as JSON lines.
    for folder in sorted({name.partition("/")[0] for name in CASES} - {"mbpp_plus"}):
        members = [name for name in CASES if name.startswith(f"{folder}/")]
        rows = [CASES[name]["row"] for name in members]
        columns = dict.fromkeys(column for row in rows for column in row)
        try:
            table = pa.table({column: [row.get(column) for row in rows] for column in columns})
        except pa.ArrowException:
            continue  # Values of several types are no column of Parquet.
        files.append(tmp_path / f"{folder}.parquet")
        parquet.write_table(table, files[-1])
        names.update({name: (folder, row) for row, name in enumerate(members)})
    assert len(names) > len(CASES) / 2
    ids = load(tmp_path, *files)
    expected = {name: problem_id(problem_from_row(None, CASES[name]["row"])) for name in names}
    assert {name: ids[key] for name, key in names.items()} == expected


@pytest.mark.usefixtures("boxes")
def test_what_stands_beside_a_dataset_goes_before_what_the_row_says(server: ServerProcess) -> None:
    case = CASES["taco/limits"]
    problem = {
        "dataset": {"row": case["row"]},
        "title": "Mine",
        "scoring": "fraction",
        "limits": {"wall_ms": 900},
    }
    id_ = server.client.put("/v1/problems", json=problem).json()["id"]
    stored = server.client.get(f"/v1/problems/{id_}").json()
    assert (stored["title"], stored["scoring"]) == ("Mine", "fraction")
    assert stored["limits"] == {**case["problem"]["limits"], "wall_ms": 900}
    assert stored["tests"] == case["problem"]["tests"]


@pytest.mark.parametrize(
    ("beside", "field"),
    [({"tests": []}, "problem.tests"), ({"scoring": "best"}, "problem.scoring"), ({"x": 1}, "problem.x")],
)
def test_what_cannot_stand_beside_a_dataset_is_refused(
    server: ServerProcess, beside: dict[str, object], field: str
) -> None:
    problem = {"dataset": {"row": CASES["apps/stdio"]["row"]}, **beside}
    response = server.client.post("/v1/verify", json={"completion": "", "problem": problem})
    assert (response.status_code, response.json()["error"]["field"]) == (422, field)
