"""Reading the fields of a dataset's row, whatever they are packed in, with errors that name the field."""

from collections.abc import Mapping

from verifiers.code.datasets.decoding import PlainCopy, read_json, read_literal, read_packed
from verifiers.errors import InvalidProblem


class Row:
    """A row, or an object inside one.

    A field that is missing and one that is `null` are the same here, since columnar files fill every
    column. `path` is the dotted path of this object in the request. What reads a field
    raises `InvalidProblem` with its path, where it is not of the form that is asked for.
    """

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, Mapping):
            raise InvalidProblem("This must be an object with the fields of a row.", field=path)
        self._data = data
        self.path = path

    def at(self, name: str) -> str:
        """The path of the field `name`."""
        return f"{self.path}.{name}"

    def has(self, *names: str) -> bool:
        """Whether all of these fields are there."""
        return all(self._data.get(name) is not None for name in names)

    def value(self, name: str) -> object:
        """The field as it is; an error if it is not there."""
        value = self._data.get(name)
        if value is None:
            raise InvalidProblem(f"The row has no `{name}`.", field=self.at(name))
        return value

    def text(self, name: str) -> str:
        """The text of a field that must have one."""
        value = self.value(name)
        if not isinstance(value, str):
            raise InvalidProblem("This must be a text.", field=self.at(name))
        if not value.strip():
            raise InvalidProblem("This text is empty.", field=self.at(name))
        return value

    def text_or(self, name: str, default: str = "") -> str:
        """The text of a field that may be missing or empty."""
        if not self.has(name):
            return default
        value = self.value(name)
        if not isinstance(value, str):
            raise InvalidProblem("This must be a text.", field=self.at(name))
        return value if value.strip() else default

    def texts(self, name: str) -> list[str]:
        """The texts of a list; none if the field is missing."""
        value = self.decoded(name) if self.has(name) else []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise InvalidProblem("This must be a list of texts.", field=self.at(name))
        return value

    def decoded(self, name: str) -> object:
        """The field, unpacked if it is a text (see `unpack`)."""
        return unpack(self.value(name), self.at(name))

    def items(self, name: str) -> list[object]:
        """The list in a field, which may be packed."""
        value = self.decoded(name)
        if not isinstance(value, list):
            raise InvalidProblem("This must be a list.", field=self.at(name))
        return value

    def row(self, name: str) -> "Row":
        """The object in a field, which may be packed."""
        return Row(self.decoded(name), self.at(name))


def unpack(value: object, path: str) -> object:
    """What a field stands for: the JSON, Python literal or base64 of a compressed pickle in a text.

    A value that is no text is copied within the same budget as a pickle, which refuses what is no plain
    data. Anything that is none of these is an error, so a program's text is not for here.
    """
    if not isinstance(value, str):
        return PlainCopy(path).copy(value)
    if not value.strip():
        raise InvalidProblem("This text is empty.", field=path)
    if value.lstrip()[:1] not in {"[", "{", '"'}:
        return read_packed(value, path)
    try:
        return read_json(value, path)
    except InvalidProblem as error:
        # Some rows of verifiable-coding-problems hold Python's repr where JSON was meant.
        try:
            return read_literal(value, path)
        except InvalidProblem:
            raise error from None
