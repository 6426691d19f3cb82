"""The command line's own words: settings, the doctor, and what is wrong with either."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.__main__ import main
from service.settings_table import table


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Said]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("config", REWARDD_PORT="1")`: a command, in this process."""

    def run_here(*arguments: str, **environment: str) -> Said:
        capsys.readouterr()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["rewardd", *arguments])
            for name, value in environment.items():
                patched.setenv(name, value)
            with pytest.raises(SystemExit) as end:
                main()
        assert isinstance(end.value.code, int)
        return Said(end.value.code, *capsys.readouterr())

    return run_here


def rewardd(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"), [("REWARDD_PORT", "many"), ("REWARDD_API_KEYS", "sha256:zz"), ("REWARDD_BOXES", "0")]
)
def test_a_bad_setting_is_named(run: Run, name: str, value: str) -> None:
    done = run("config", **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_config_says_where_a_value_came_from_and_hides_keys(run: Run) -> None:
    done = run("config", REWARDD_PORT="8123", REWARDD_API_KEYS="hidden")
    assert "REWARDD_PORT = 8123  # environment" in done.stdout
    assert "REWARDD_HOST = '127.0.0.1'  # default" in done.stdout
    assert "hidden" not in done.stdout


def test_config_hides_the_password_in_a_url(run: Run) -> None:
    done = run("config", REWARDD_PROBLEMS="redis://user:hidden@store:6379/0")
    assert "redis://user:(set)@store:6379/0" in done.stdout
    assert "hidden" not in done.stdout


def test_flags_come_before_variables_and_those_before_the_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rewardd.toml"
    file.write_text('port = 1\nboxes = 2\nlog_format = "json"\n')
    done = run(
        "--config", str(file), "--set", "port=3", "config", "--json", REWARDD_PORT="2", REWARDD_BOXES="5"
    )
    shown = json.loads(done.stdout)
    assert shown["port"] == {"value": 3, "origin": "command line"}
    assert shown["boxes"] == {"value": 5, "origin": "environment"}
    assert shown["log_format"] == {"value": "json", "origin": str(file)}
    assert shown["host"]["origin"] == "default"
    by_variable = run("config", "--json", REWARDD_CONFIG=str(file))
    assert json.loads(by_variable.stdout)["port"] == {"value": 1, "origin": str(file)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bokses = 2", "did you mean boxes?"),
        ("boxes = 0", "boxes ("),
        ("boxes = [", "TOML"),
        ("[boxes]\nmany = 1", "boxes ("),
    ],
)
def test_a_wrong_file_is_told_with_the_place(run: Run, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "rewardd.toml"
    file.write_text(text)
    done = run("--config", str(file), "config")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert said in done.stderr
    assert str(file) in done.stderr


@pytest.mark.parametrize(
    ("flag", "said"), [("boxes", "name=value"), ("bokses=1", "boxes?"), ("boxes=x", "boxes")]
)
def test_a_wrong_flag_is_told(run: Run, flag: str, said: str) -> None:
    done = run("--set", flag, "config")
    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_missing_file_is_told(run: Run, tmp_path: Path) -> None:
    done = run("config", REWARDD_CONFIG=str(tmp_path / "none.toml"))
    assert (done.returncode, "none.toml" in done.stderr) == (2, True)


def test_the_page_of_settings_is_current() -> None:
    assert Path("docs/settings.md").read_text() == table()


def test_the_doctor_names_what_to_install(tmp_path: Path) -> None:
    for arguments in (("doctor",), ("doctor", "--json")):
        done = rewardd(*arguments, PATH=str(tmp_path))
        assert done.returncode == 1
        assert "bubblewrap" in done.stdout
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert findings["mathematics"]["ok"]
    assert not findings["boxes"]["ok"]


def test_the_doctor_tries_what_is_to_be_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    done = rewardd(
        "doctor",
        "--json",
        PATH=str(tmp_path),
        REWARDD_PROBLEMS=str(tmp_path / "problems"),
        REWARDD_AUDIT=str(blocked),
        REWARDD_ARTIFACTS="no-such-protocol://x",
        REWARDD_TRACES="true",
    )
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 1
    assert findings["problems"]["ok"]
    assert list((tmp_path / "problems").iterdir()) == []
    assert findings["traces"]["ok"]
    assert not findings["audit"]["ok"]
    assert "blocked" in findings["audit"]["detail"]
    assert "no-such-protocol" in findings["artifacts"]["detail"]


def test_the_doctor_says_how_a_closed_folder_is_opened(tmp_path: Path) -> None:
    done = rewardd("doctor", "--json", PATH=str(tmp_path), REWARDD_PROBLEMS="/sys/rewardd")
    detail = next(finding["detail"] for finding in json.loads(done.stdout) if finding["name"] == "problems")
    assert detail.startswith("REWARDD_PROBLEMS=/sys/rewardd: ")
    assert "--volume NAME:FOLDER" in detail


def test_a_format_that_there_is_not_is_told_before_any_row(run: Run, tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("{}\n" * 3)
    done = run("problems", "load", "--format", "mbp", str(rows))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "rewardd problems load: there is no dataset format 'mbp'; did you mean 'mbpp'?\n"


def test_a_misspelt_variable_is_told(run: Run) -> None:
    done = run("config", REWARDD_PROT="1")
    assert done.returncode == 0
    assert "REWARDD_PROT is no setting; did you mean REWARDD_PORT?" in done.stderr
