from dataclasses import dataclass

from starlette.types import Scope

from service.keyring import Key

__all__ = ["Visitor", "set_visitor", "visitor_of"]

_NAME = "rewardd.visitor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who sent a request, and how it is to be met."""

    client: str
    """The name of its key, or else its address."""
    key: Key | None = None
    patient: bool = False
    """Whether its client takes a refusal for a zero: then it waits where others are refused."""


def set_visitor(scope: Scope, visitor: Visitor) -> None:
    """Note who sent a request, for the layers below."""
    scope[_NAME] = visitor


def visitor_of(scope: Scope) -> Visitor:
    """Who sent it."""
    visitor = scope[_NAME]
    assert isinstance(visitor, Visitor)
    return visitor
