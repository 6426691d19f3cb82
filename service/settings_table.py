"""The settings as text: the table of the docs, and what is in force here."""

from service.answers import encode
from service.configuration import Configuration
from service.settings import Settings, variable, without_password

HEAD = """# Settings

Each is an environment variable; a line of a TOML file, under its name in lower case without `REWARDD_`, that
`REWARDD_CONFIG` or `rewardd --config FILE` names; and a flag, as in `rewardd --set boxes=4 serve`. Flags come
before variables, variables before the file. `rewardd config` prints what is in force and where it came from,
`rewardd config --markdown` this page.

| variable | default | meaning |
|---|---|---|
"""
SECRET = frozenset({"api_keys"})
CORES_AT_MOST = {"docker_cpus": 2, "ray_cpus": 4}


def table() -> str:
    """All settings as a page in Markdown."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = (
            "number of cores"
            if name in {"boxes", "math_workers"}
            else f"number of cores, at most {CORES_AT_MOST[name]}"
            if name in CORES_AT_MOST
            else f"`{field.default}`"
            if field.default != ""
            else "empty"
        )
        rows.append(f"| `{variable(name)}` | {default} | {field.description} |\n")
    return HEAD + "".join(rows)


def in_force(configuration: Configuration, *, as_json: bool) -> str:
    """Every setting's value and where it came from; secrets are not shown."""
    shown: dict[str, dict[str, object]] = {}
    for name, origin in configuration.origins.items():
        value = getattr(configuration.settings, name)
        if isinstance(value, str):
            value = "(set)" if name in SECRET and value else without_password(value)
        shown[name] = {"value": value, "origin": origin}
    if as_json:
        return encode(shown).decode() + "\n"
    lines = []
    for name, entry in shown.items():
        value = entry["value"] if name in SECRET else repr(entry["value"])
        lines.append(f"{variable(name)} = {value}  # {entry['origin']}\n")
    return "".join(lines)
