from pathlib import Path

import pytest

from sandbox.namespaces.oom_kills import own_oom_kills

V1 = "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n"
V2 = "low 0\nhigh 0\nmax 7\noom 4\noom_kill 3\noom_group_kill 0\n"


@pytest.mark.parametrize(
    ("mine", "file", "text"),
    [
        (
            "5:pids:/a\n4:memory:/docker/x\n0::/a\n",
            "memory/memory.oom_control",
            V1,
        ),  # a container sees its own at the top
        ("4:memory:/docker/x\n", "memory/docker/x/memory.oom_control", V1),
        ("0::/\n", "memory.events", V2),
        ("0::/user.slice/a\n", "user.slice/a/memory.events", V2),
    ],
)
def test_kills_are_counted(tmp_path: Path, mine: str, file: str, text: str) -> None:
    told = tmp_path / "sys/fs/cgroup" / file
    told.parent.mkdir(parents=True)
    told.write_text(text)
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text(mine)
    assert own_oom_kills(tmp_path) == 3


def test_where_nothing_is_told_there_are_none(tmp_path: Path) -> None:
    assert own_oom_kills(tmp_path) == 0
