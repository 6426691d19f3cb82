"""The code samples of every page are run, in order, and their output is what the page shows.

- A block of `sh` or `python` is run, unless `<!-- not run: why -->` stands before it.
- A block of `json` or `text` directly behind such a one is its output.
- A block with a title is a file: written before the next command, or, as a `diff`, a change of a file of the
  project.
- Pages of `docs/howto` change the project: theirs is a copy of it, with a service of its own.

`http://127.0.0.1:8000` is the service of the test.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.conftest import ROOT, Block, blocks_of, difference
from tests.service.conftest import ServerProcess

SHOWN_URL = "http://127.0.0.1:8000"
PAGES = [ROOT / "README.md", ROOT / "client/README.md", *sorted((ROOT / "docs").rglob("*.md"))]
HOWTOS = [page for page in PAGES if page.parent.name == "howto"]
SAMPLE_S = 300
"""After which a sample hangs; the longest takes some twenty seconds on a machine with nothing else to do."""
RUN = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
OUTPUTS = {"json", "text"}


class Walk:
    """A reader who does all that a page says, in a folder of his own."""

    def __init__(self, folder: Path, url: str, *, code: Path = ROOT) -> None:
        self.folder = folder
        self.url = url
        self._environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": f"{code}:{code / 'client' / 'src'}",
            "REWARDD_PROBLEMS": str(folder / "var" / "problems"),
        }

    def follow(self, blocks: list[Block]) -> None:
        """Run what is to be run, and compare."""
        printed: str | None = None
        for block in blocks:
            if block.title is None and block.language in OUTPUTS and block.follows and printed is not None:
                shown = block.text.replace(SHOWN_URL, self.url)
                assert not (wrong := difference(shown, printed)), f"{block}: {wrong}"
            printed = self._do(block)

    def _do(self, block: Block) -> str | None:
        if block.title is not None and block.language != "diff":
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text)
        elif block.language in RUN and block.not_run is None:
            return self._run(block)
        return None

    def _run(self, block: Block) -> str:
        ran = subprocess.run(
            [*RUN[block.language], block.text.replace(SHOWN_URL, self.url)],
            cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL, timeout=SAMPLE_S,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, f"{block}: {ran.stdout}{ran.stderr}"
        return ran.stdout


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """What the pages talk to: as `make serve` starts it, with the audit trail on."""
    folder = tmp_path_factory.mktemp("service")
    service = ServerProcess(folder, REWARDD_AUDIT=str(folder / "audit"))
    yield service
    assert service.stop() == 0


@pytest.mark.boxes
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in HOWTOS], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_samples_do_what_the_page_shows(page: Path, service: ServerProcess, tmp_path: Path) -> None:
    blocks = blocks_of(page)
    if not any(block.language in RUN and block.not_run is None for block in blocks):
        pytest.skip("the page has no sample to run")
    if not service.judges_code():
        pytest.skip("no boxes here")
    Walk(tmp_path, service.url).follow(blocks)


@pytest.mark.boxes
@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", HOWTOS, ids=lambda page: page.stem)
def test_walk_through_changes_the_project_as_it_says(page: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    copy_project(project)
    blocks = blocks_of(page)
    for block in blocks:
        if block.title is not None:
            change(project, block)
    service = ServerProcess(tmp_path, project)
    try:
        if not service.judges_code():
            pytest.skip("no boxes here")
        Walk(project, service.url, code=project).follow(blocks)
    finally:
        assert service.stop() == 0


def copy_project(folder: Path) -> None:
    """The project's files, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def change(project: Path, block: Block) -> None:
    """Write a block's file, or change it: what a hunk has without its `+` lines must be there once."""
    assert block.title is not None
    path = project / block.title
    if block.language != "diff":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text)
        return
    source = path.read_text()
    for hunk in block.text.split("@@\n"):
        lines = [line if line.strip() else " \n" for line in hunk.splitlines(keepends=True)]
        before = "".join(line[1:] for line in lines if line[0] != "+")
        after = "".join(line[1:] for line in lines if line[0] != "-")
        assert source.count(before) == 1, f"{block}: {block.title} has no such place, or several:\n{before}"
        source = source.replace(before, after)
    path.write_text(source)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_samples_can_be_read(page: Path) -> None:
    for block in blocks_of(page):
        if block.language == "json" and (block.title or "").endswith(".jsonl"):
            assert all(json.loads(line) for line in block.text.splitlines()), block
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "python" and block.not_run is None:
            compile(
                block.text, str(block), "exec", flags=0x2000
            )  # `await` outside of functions is for the reader
