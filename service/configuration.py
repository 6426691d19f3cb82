"""Where the settings come from: flags before variables, variables before a file, a file before defaults."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from service.mistakes import words_for
from service.settings import Settings, variable
from service.terminal import trouble
from verifiers.wording import meant

__all__ = ["Configuration", "WrongConfigurationError", "configure", "unknown_variables"]

FILE_VARIABLE = "REWARDD_CONFIG"
NOT_SETTINGS = frozenset({FILE_VARIABLE, "REWARDD_URL", "REWARDD_API_KEY", "REWARDD_REWARDS"})
"""Variables of that form which `rewardd-client` reads, and our own."""


class WrongConfigurationError(Exception):
    """What is set makes no sense; the message says where, and what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The settings in force, and where each came from."""

    settings: Settings
    origins: Mapping[str, str]


def configure(file: Path | None, flags: Mapping[str, object]) -> Configuration:
    """Put the settings together.

    Args:
        file: TOML with the settings' names in lower case; `None` for what `REWARDD_CONFIG` names, if any.
        flags: Settings given on the command line, by name.

    Raises:
        WrongConfigurationError: a file cannot be read, a name is unknown, a value makes no sense.
    """
    named = file or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    in_file = _read_file(named) if named is not None else {}
    given = {name.upper() for name in os.environ}
    origins = {}
    values: dict[str, object] = {}
    for name in Settings.model_fields:
        origins[name] = "default"
        if name in flags:
            values[name], origins[name] = flags[name], "command line"
        elif variable(name) in given:
            origins[name] = "environment"
        elif name in in_file:
            values[name], origins[name] = in_file[name], str(named)
    try:
        settings = Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        wrongs = [
            (str(wrong["loc"][0]).lower() if wrong["loc"] else "workers", words_for(wrong))
            for wrong in error.errors()
        ]
        lines = [f"{_called(name, origins.get(name, ''))}: {message}" for name, message in wrongs]
        raise WrongConfigurationError("\n".join(lines)) from error
    return Configuration(settings=settings, origins=origins)


def read_flags(texts: Sequence[str]) -> dict[str, object]:
    """Settings given as `name=value`.

    Raises:
        WrongConfigurationError: it is not of that form, or there is no such setting.
    """
    flags: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise WrongConfigurationError(f"--set {text}: write name=value, such as --set boxes=4")
        _require_known(name, "--set")
        flags[name] = value
    return flags


def unknown_variables() -> list[str]:
    """A sentence about every variable that looks like a setting and is none."""
    known = {variable(name) for name in Settings.model_fields} | NOT_SETTINGS
    found = sorted(name for name in os.environ if name.startswith("REWARDD_") and name not in known)
    return [f"{name} is no setting{_suggestion(name, known)}" for name in found]


def _read_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text())
    except OSError as error:
        raise WrongConfigurationError(trouble(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongConfigurationError(f"{path} cannot be read as TOML: {error}") from error
    for name in values:
        _require_known(name, str(path))
    return values


def _require_known(name: str, place: str) -> None:
    known = set(Settings.model_fields)
    if name not in known:
        raise WrongConfigurationError(f"{place}: there is no setting {name!r}{_suggestion(name, known)}")


def _suggestion(name: str, known: set[str]) -> str:
    close = meant(name, known)
    return f"; did you mean {close}?" if close else "; `rewardd config --markdown` lists all there are"


def _called(name: str, origin: str) -> str:
    """How whoever set it knows a setting."""
    if origin == "command line":
        return f"--set {name}"
    return variable(name) if origin == "environment" else f"{name} ({origin})"
