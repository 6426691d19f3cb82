"""The API reference: every route, from the service's own OpenAPI document."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from service.app import build_app
from service.reference import groups
from service.settings import Settings

PLACE = "<!-- routes -->"


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the routes where a page asks for them."""
    del page, config, files
    return markdown.replace(PLACE, _routes()) if PLACE in markdown else markdown


def _routes() -> str:
    parts = []
    for group in groups(build_app(Settings()).openapi()):
        parts.append(f"## {group.title} {{#{group.anchor}}}")
        parts += [f"### `{one.title}` {{#{one.anchor}}}\n\n<div>{one.body}</div>" for one in group.operations]
    return "\n\n".join(parts)
