"""The settings as text: the table of the docs, and what is in force here."""

import os

from service.settings import Settings, variable

HEAD = """# Settings

Each is an environment variable. `rewardd config` prints what is in force,
`rewardd config --markdown` this page.

| variable | default | meaning |
|---|---|---|
"""
SECRET = frozenset({"api_keys"})


def table() -> str:
    """All settings as a page in Markdown."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = (
            "number of cores"
            if name in {"boxes", "math_workers"}
            else "number of cores, at most 2"
            if name == "docker_cpus"
            else f"`{field.default}`"
            if field.default != ""
            else "empty"
        )
        rows.append(f"| `{variable(name)}` | {default} | {field.description} |\n")
    return HEAD + "".join(rows)


def in_force(settings: Settings) -> str:
    """Every setting's value and where it came from; secrets are not shown."""
    lines = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        shown = "(set)" if name in SECRET and value else repr(value)
        source = "environment" if variable(name) in os.environ else "default"
        lines.append(f"{variable(name)} = {shown}  # {source}\n")
    return "".join(lines)
