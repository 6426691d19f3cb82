import functools
from collections.abc import Iterable, Mapping
from dataclasses import fields
from types import MappingProxyType, UnionType
from typing import get_args, get_origin, get_type_hints

from verifiers.errors import InvalidSubmission
from verifiers.rewards.accuracy import Accuracy, Dapo
from verifiers.rewards.code_format import CodeFormat
from verifiers.rewards.combination import MAX_AMOUNT
from verifiers.rewards.component import Component
from verifiers.rewards.format import Format
from verifiers.rewards.language_consistency import LanguageConsistency
from verifiers.rewards.length import Cosine, Length, Overlong
from verifiers.rewards.reasoning_steps import ReasoningSteps
from verifiers.rewards.repetition import Repetition
from verifiers.rewards.sample import RewardContext
from verifiers.rewards.tag_count import TagCount
from verifiers.wording import instead, kind_of

COMPONENTS: Mapping[str, type[Component]] = MappingProxyType(
    {
        component.name: component
        for component in (
            Accuracy,
            CodeFormat,
            Cosine,
            Dapo,
            Format,
            LanguageConsistency,
            Length,
            Overlong,
            ReasoningSteps,
            Repetition,
            TagCount,
        )
    }
)
"""Every component by its name."""


def make_components(
    names: Iterable[str], options: Mapping[str, Mapping[str, object]] | None = None
) -> tuple[Component, ...]:
    """The components asked for, each with the options under its own name.

    Raises:
        InvalidSubmission: an unknown component, or options that it does not have or cannot use.
    """
    given = options or {}
    return tuple(_make(name, given.get(name, {})) for name in names)


def compute_components(components: Iterable[Component], sample: RewardContext) -> dict[str, float | None]:
    """Each component's value by its name.

    Raises:
        InvalidSubmission: the request leaves out what a component needs.
    """
    return {component.name: component.value(sample) for component in components}


def _make(name: str, options: Mapping[str, object]) -> Component:
    kind = COMPONENTS.get(name)
    if kind is None:
        raise InvalidSubmission(
            f"there is no reward component {name!r}; {instead(name, sorted(COMPONENTS))}",
            field=f"rewards.{name}",
        )
    types = _option_types(kind)
    arguments = {}
    for option, value in options.items():
        field = f"options.{name}.{option}"
        if option not in types:
            hint = instead(option, sorted(types))
            raise InvalidSubmission(f"the component {name} has no option {option!r}; {hint}", field=field)
        arguments[option] = _checked(value, types[option], field)
    try:
        return kind(**arguments)
    except ValueError as error:
        field = f"options.{name}"
        raise InvalidSubmission(f"{field}: {error}", field=field) from error


@functools.cache
def _option_types(kind: type[Component]) -> dict[str, object]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _checked(value: object, wanted: object, field: str) -> object:
    """The value as the option's type; JSON has lists for tuples and integers for floats."""
    if isinstance(wanted, UnionType):
        (wanted,) = (part for part in get_args(wanted) if part is not type(None))
        if value is None:
            return None
    if wanted in {float, int} and isinstance(value, int | float) and not isinstance(value, bool):
        if not -MAX_AMOUNT <= value <= MAX_AMOUNT:
            raise InvalidSubmission(f"{field} must be from -{MAX_AMOUNT} to {MAX_AMOUNT}", field=field)
        if wanted is float:
            return float(value)
        if isinstance(value, int):
            return value
    if wanted in {str, bool} and type(value) is wanted:
        return value
    if get_origin(wanted) is tuple and isinstance(value, list):
        return tuple(_checked(item, str, f"{field}.{index}") for index, item in enumerate(value))
    raise InvalidSubmission(f"must be {_described(wanted)}, not {kind_of(value)}", field=field)


def _described(wanted: object) -> str:
    names = {float: "a number", int: "an integer", str: "a string", bool: "true or false"}
    return names.get(wanted, "a list of strings") if isinstance(wanted, type) else "a list of strings"
