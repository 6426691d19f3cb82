"""Pages of the site that stand elsewhere in the repository, and links between them and the others.

Every page links as a reader of the repository needs it, so `../benchmarks/README.md` is a good link in
`docs/`. The site has such files under names of its own; here links are turned to those.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]

ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "benchmarks.md",
    "client/README.md": "client.md",
    "examples/grpo_cpu/README.md": "training-example.md",
    "examples/grpo_cpu/reward.png": "reward.png",
}
"""Path in the repository, path in the site's sources."""

DECISIONS = "adr"
"""Where the navigation says so, it lists this folder's pages."""

_LINK = re.compile(r"(\]\()([^)\s#:]+)((?:#[^)\s]*)?\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill in the decisions, of which there are ever more."""
    config.nav = _listed(config.nav, Path(config.docs_dir))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what stands elsewhere."""
    for origin, name in ELSEWHERE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / origin)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links between the repository's files to links between the site's pages."""
    del config, files
    here = page.file.src_uri
    return _LINK.sub(lambda link: f"{link[1]}{_in_site(here, link[2])}{link[3]}", markdown)


def _listed(entry: object, docs: Path) -> object:
    """The navigation with its entry for the decisions spelled out."""
    if isinstance(entry, dict):
        return {name: _listed(inner, docs) for name, inner in entry.items()}
    if isinstance(entry, list):
        return [_listed(inner, docs) for inner in entry]
    if entry == DECISIONS:
        return [path.relative_to(docs).as_posix() for path in sorted((docs / DECISIONS).glob("*.md"))]
    return entry


def _in_site(here: str, target: str) -> str:
    """A link's target, seen from the page's place in the site."""
    origin = next((path for path, name in ELSEWHERE.items() if name == here), f"docs/{here}")
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
    found = ELSEWHERE.get(wanted, wanted.removeprefix("docs/"))
    return posixpath.relpath(found, posixpath.dirname(here) or ".")
