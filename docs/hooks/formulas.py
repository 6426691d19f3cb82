"""Formulas: fences of the language `math` become MathML, which browsers show without any script."""

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig

FENCES = "pymdownx.superfences"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Tell the fences' extension."""
    fence = {"name": "math", "class": "math", "format": formula}
    config.mdx_configs.setdefault(FENCES, {}).setdefault("custom_fences", []).append(fence)
    return config


def formula(source: str, *_: object, **__: object) -> str:
    """One formula, as a block of its own; the extension's further arguments are not needed."""
    return str(convert(source.strip(), display="block"))
