"""The manners of the command line: what goes to a terminal and into a pipe, errors, and what to do next."""

import json
import os
import pty
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.__main__ import app
from service.terminal import printable
from tests.refused_start import refused

COMMANDS = [
    (), ("serve",), ("verify",), ("replay",), ("report",), ("doctor",), ("config",), ("keys",),
    ("problems",), ("problems", "load"),
]  # fmt: skip
GOOD = json.dumps({"completion": "\\boxed{4}", "gold": "4"})
ESCAPE = "\x1b[2J"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_in_plain_text_in_a_pipe(command: tuple[str, ...]) -> None:
    status, said, _ = run(*command, "--help")
    assert (status, "╭" in said) == (0, False)
    assert "Usage:" in said
    assert "--help" in said


@pytest.mark.parametrize(
    "command",
    [command for command in COMMANDS if command not in {(), ("serve",), ("problems",)}],
    ids=" ".join,
)
def test_every_command_that_prints_data_prints_json(command: tuple[str, ...]) -> None:
    assert "--json" in run(*command, "--help")[1]


def test_the_page_names_every_command() -> None:
    page = Path("docs/commands.md").read_text()
    for command in COMMANDS:
        assert "`rewardd " + " ".join(command) in page or command in {(), ("problems",)}


def test_the_version_is_told() -> None:
    assert run("--version")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify", "none.jsonl", "-o", "out.jsonl"), "none.jsonl cannot be read: No such file"),
        (("verify", "text.txt", "-o", "out.jsonl"), "must end in .jsonl"),
        (("verify", "good.jsonl", "-o", "no/out.jsonl"), "mkdir -p no"),
        (("verify", "good.jsonl", "-o", "good.jsonl"), "remove it to judge anew"),
        (("replay", "none"), "no file or folder none"),
        (("replay", "."), "no files audit-"),
        (("report", "none.jsonl"), "no file or folder none.jsonl"),
        (("report", "good.jsonl", "-o", "no/report.html"), "mkdir -p no"),
        (("problems", "load", "none.jsonl"), "none.jsonl cannot be read: No such file"),
        (("problems", "load", "good.jsonl", "-o", "no/ids.jsonl"), "mkdir -p no"),
        (("keys", "two words"), "letters, digits"),
        (("verifi",), "Did you mean 'verify'?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_the_caller_can_mend_is_said_in_a_line_with_status_2(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.jsonl").write_text(GOOD + "\n")
    Path("text.txt").write_text(GOOD + "\n")
    status, printed, error = run(*arguments)
    assert (status, printed) == (2, "")
    assert said in error
    assert "Errno" not in error
    assert {path.name for path in tmp_path.iterdir()} <= {"good.jsonl", "text.txt", "var"}


@pytest.mark.parametrize(
    ("store", "said"), [("no-such-protocol://x", "Protocol not known"), ("redis://127.0.0.1:1/0", "refused")]
)
def test_a_store_that_cannot_be_used_is_told_with_what_to_do(store: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"kind": "stdio", "tests": [{"input": "", "output": ""}]}\n')
    done = subprocess.run(
        [sys.executable, "-m", "service", "problems", "load", tmp_path / "a.jsonl"],
        env={**os.environ, "REWARDD_PROBLEMS": store},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert said in done.stderr
    assert "REWARDD_PROBLEMS" in done.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_a_port_in_use_is_told_with_what_to_do(workers: int) -> None:
    several = [f"--set={name}={workers}" for name in ("workers", "boxes", "math_workers")]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = refused(*several, "serve", "--port", str(taken.getsockname()[1]))
    assert "Address already in use" in said
    assert "--port takes another one" in said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REWARDD_PROBLEMS", "no-such-protocol://x", "Protocol not known"),
        ("REWARDD_PROBLEMS", "redis://:hidden@127.0.0.1:port/0", "Port could not be cast"),
        ("REWARDD_PROBLEMS", "{file}", "File exists; name a folder"),
        ("REWARDD_PROBLEMS", "{file}/below", "Not a directory; name a folder"),
        ("REWARDD_AUDIT", "/sys/rewardd", "write there"),
        ("REWARDD_ARTIFACTS", "s3://bucket/programs", "kept in a folder"),
        ("REWARDD_VERDICTS", "http://127.0.0.1", "redis://"),
        ("REWARDD_HOST", "no host", "there is no host of this name"),
        ("REWARDD_HOST", "192.0.2.1", "--host takes an address of this machine"),
    ],
)
def test_serve_says_in_a_line_what_can_never_work(name: str, value: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    line = refused("serve", "--port", "0", **{name: value.format(file=file)})
    assert line.startswith("rewardd serve: ")
    assert said in line
    assert name in line or name == "REWARDD_HOST"
    assert "hidden" not in line


def test_serve_names_the_extra_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'redis' or name.startswith('opentelemetry.sdk'):\n"
        "            raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
    )
    without = {"PYTHONPATH": str(tmp_path)}
    assert "rewardd[otel]" in refused("serve", "--port", "0", REWARDD_TRACES="1", **without)
    for name in ("REWARDD_PROBLEMS", "REWARDD_VERDICTS"):
        assert "rewardd[redis]" in refused("serve", "--port", "0", **{name: "redis://127.0.0.1:9"}, **without)


def test_a_store_that_is_away_is_told_and_mathematics_served(start_server: Any) -> None:
    server = start_server(REWARDD_PROBLEMS="redis://127.0.0.1:9/0")
    deadline = time.monotonic() + 30
    while (parts := server.client.get("/readyz").json())["problems"]["ready"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "refused" in parts["problems"]["reason"]
    assert parts["ready"]


def test_bad_lines_are_told_by_their_numbers_and_cannot_move_the_terminal(tmp_path: Path) -> None:
    bad = json.dumps({"completion": "x", "gold": 4, ESCAPE: 1, "options": {ESCAPE: 1}})
    (tmp_path / "a.jsonl").write_text(f"{GOOD}\n{{broken\n\n{bad}\n")
    status, printed, error = run("verify", tmp_path / "a.jsonl", "-o", tmp_path / "o.jsonl")
    assert status == 1
    assert printed.splitlines()[0] == "verdict\trows\tshare"
    assert "a.jsonl, line 2: no JSON value" in error
    assert "a.jsonl, line 4: " in error
    assert "\x1b" not in printed + error
    status, printed, error = run("verify", tmp_path / "a.jsonl", "-o", tmp_path / "p.jsonl", "--json")
    assert (status, error) == (1, "")
    assert len(json.loads(printed)["failures"]) == 2


def test_a_key_and_its_line_as_json() -> None:
    status, printed, error = run("keys", "trainer", "--concurrency", "4", "--json")
    told = json.loads(printed)
    assert (status, error) == (0, "")
    assert told["line"].startswith("trainer sha256:")
    assert told["key"] not in told["line"]


def test_a_terminal_gets_a_table_and_progress_with_a_rate(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f"{GOOD}\n" * 1_000)
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "service", "verify", tmp_path / "a.jsonl", "-o", tmp_path / "o.jsonl"],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    try:
        while read := os.read(ours, 65536):
            seen += read
    except OSError:  # The other end is closed.
        pass
    os.close(ours)
    assert done.wait() == 0
    assert "1,000 rows" in seen.decode()
    assert "/s" in seen.decode()
    assert "left:" in seen.decode()
    assert "│ accepted" in seen.decode()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str) -> None:
    words = {"COMP_WORDS": "rewardd re", "COMP_CWORD": "1", "_TYPER_COMPLETE_ARGS": "rewardd re"}
    done = subprocess.run(
        [Path(sys.executable).with_name("rewardd")],
        env={
            **os.environ, **words, "_REWARDD_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        },
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "replay" in done.stdout
    assert "report" in done.stdout
    assert "serve" not in done.stdout


def test_printable_text_keeps_what_can_be_seen() -> None:
    assert printable("é 漢 a\x1b[1m\n\u202e\ud800") == "é 漢 a\\x1b[1m\\n\\u202e\\ud800"
