"""The documentation as a site: it builds, its links lead somewhere, and it is whole without a network."""

import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pymdownx.slugs import slugify

from tests.docs.conftest import ROOT

_FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_FETCHED = re.compile(
    r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//", re.IGNORECASE
)
_FETCHED_BY_STYLE = re.compile(r"(?:@import|url\()\s*[\"']?(?:https?:)?//")

slug_of = slugify(case="lower")


def pages() -> list[Path]:
    """Every page in Markdown that the project has."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split() if not name.startswith("tests/cases/")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as strictly as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    fetched = [
        f"{path.relative_to(site)}: {found[0]}"
        for path in sorted(site.rglob("*"))
        if path.suffix in {".html", ".css"}
        for found in (_FETCHED if path.suffix == ".html" else _FETCHED_BY_STYLE).finditer(path.read_text())
    ]
    assert fetched == []


def test_every_route_is_in_the_reference(site: Path) -> None:
    from service.app import build_app
    from service.settings import Settings

    page = (site / "api-reference.html").read_text()
    for path, methods in build_app(Settings()).openapi()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page


def test_formulas_are_mathml(site: Path) -> None:
    page = (site / "rewards.html").read_text()
    assert "<math" in page
    assert 'class="language-math' not in page


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere_in_the_repository_too(page: Path) -> None:
    broken = []
    for target in links_of(page):
        path, _, anchor = target.partition("#")
        wanted = Path(posixpath.normpath(page.parent / path)) if path else page
        if not wanted.exists():
            broken.append(f"{target}: there is no such file")
        elif anchor and wanted.suffix == ".md" and anchor not in anchors_of(wanted):
            broken.append(f"{target}: there is no such heading")
    assert broken == []


def test_every_picture_is_shown_and_small() -> None:
    shown = {
        (page.parent / target).resolve()
        for page in pages()
        for target in links_of(page)
        if target.endswith(".png")
    }
    images = set((ROOT / "docs/images").iterdir())
    assert images <= shown
    assert [path.name for path in images if path.stat().st_size > 100_000] == []


def test_the_design_names_every_package_and_nothing_that_is_gone() -> None:
    design = (ROOT / "docs/design.md").read_text()
    named = re.findall(r"`((?:service|verifiers|sandbox|client|tests|docs)/[\w/.-]*)`", design)
    assert [path for path in named if not (ROOT / path).exists()] == []
    packages = [
        path.parent.relative_to(ROOT).as_posix()
        for layer in ("service", "verifiers", "sandbox")
        for path in (ROOT / layer).rglob("__init__.py")
    ]
    assert [package for package in packages if f"{package}/" not in design] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_pages_name_are_there(page: Path) -> None:
    prose = _FENCED.sub("", page.read_text())
    named = re.findall(
        r"`((?:service|verifiers|sandbox|client/src|tests|benchmarks|docker|scripts)/[\w/.-]+)`", prose
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def links_of(page: Path) -> list[str]:
    """Targets within the project."""
    prose = _CODE.sub("", _FENCED.sub("", page.read_text()))
    return [target for target in _LINK.findall(prose) if not re.match(r"[a-z]+:", target)]


def anchors_of(page: Path) -> set[str]:
    """What headings are called in links."""
    headings = _HEADING.findall(_FENCED.sub("", page.read_text()))
    return {slug_of(re.sub(r"[`*]|\]\([^)]*\)|\[", "", heading), "-") for heading in headings}
