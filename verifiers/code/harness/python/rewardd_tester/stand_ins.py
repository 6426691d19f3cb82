"""Classes like the program's, and objects of them that stand for the program's own, in the other box.

An object has the special methods that its class has there, and each is asked for there. What an object
says of itself is the program's word, as everything that a call returns is. What it may not do is decide a
comparison with a value of the test's, which is how a program would pass without being right:

- `==` with such a value holds only for what is a built-in value itself (a kind of number, text, tuple, list …),
  and is decided here by that value; nothing of the program's is asked.
- arithmetic, order and `in` with such a value are left to objects that the test itself made, by the name of
  their class: it is written for them. An object that has seen a value so may then not say what it is worth.
  What the program calls the class, and an initial, are no proof that a function was not meant: the word of an
  object about `in` counts only where the test uses its kind as no built-in value can be used.
- a `with` statement may not hide a failure of the test's own.

Objects of the program's are compared with each other by their own word.
"""

import operator

from rewardd_tester.purpose import is_on_purpose
from rewardd_tester.wall import WALL, BeyondReach, ask
from rewardd_wire.special import BINARY, OF_ONE, ORDER, names

ASKED = frozenset(
    names("name", "qualname", "wrapped", "annotations", "defaults", "kwdefaults", "code", "self", "func", "members", "slots")
)
"""Attributes of this form that are asked for; a library looks for many more, which nothing here has."""
ONE_BY_ONE = 64
"""Items that are taken from an iterator one at a time, before it is asked for some ahead."""
BUILT_IN = (int, float, complex, str, bytes, tuple, list, dict, set, frozenset)
DECIDING = ("startswith", "endswith", "issubset", "issuperset", "isdisjoint", "equals")
"""Methods of texts, sets and tables that compare with a value of the test's."""
OF_RESULTS = frozenset(name for kind in (str, bytes, tuple, frozenset, int, float) for name in dir(kind)) | {
    "get", "items", "keys", "values", "copy", "sort",
}  # fmt: skip
"""Attributes for which a test asks a function's result too; asking for another, it means an object."""


class Place:
    """Where an object is."""

    def __init__(self, number, name=""):
        self.number = number
        self.name = name
        self.made = False
        """By the test, so that what it does with it is what it tests."""
        self.returned = False
        """It has come back from the program, perhaps in place of a result."""
        self.names = set()
        """Of a class: those by which the test has it."""
        self.used = False
        """Of a class: the test uses its objects as objects."""
        self.told = False
        """It has seen a value of the test's in arithmetic."""
        self.pulled = 0
        self.ahead = []

    def taken(self):
        """Its number, for the program."""
        if self.ahead:
            raise BeyondReach("the test hands an iterator back of which many items have been taken")
        return self.number


def place_of(value):
    """Where the program's object is that this stands for, or None."""
    kind = type(value)
    if type(kind) is ProgramClass:
        return value._rewardd_place
    if kind is ProgramClass:
        return vars(value).get("_rewardd_class")
    return None


class ProgramClass(type):
    """The class of classes like the program's."""

    def __call__(cls, *args, **kwargs):
        made = ask("call", class_place(cls).number, "", args, kwargs)
        if type(made) is cls and not place_of(made).returned and is_named_as_class(cls):
            place_of(made).made = True
        return made

    def __getattr__(cls, name):
        if name.startswith("__") and name not in ASKED:
            raise AttributeError(name)
        if name in DECIDING:
            raise BeyondReach(f"the test asks a class of the program's for {name}")
        return ask("get", class_place(cls).number, name)

    def __setattr__(cls, name, value):
        if name.startswith("__"):
            type.__setattr__(cls, name, value)
        else:
            ask("set", class_place(cls).number, name, [value])

    def __delattr__(cls, name):
        ask("delete", class_place(cls).number, name)

    def __getitem__(cls, item):
        return ask("special", class_place(cls).number, "__getitem__", [item])

    def __iter__(cls):
        return ask("special", class_place(cls).number, "__iter__")

    def __len__(cls):
        return ask("special", class_place(cls).number, "__len__")

    def __bool__(cls):
        return True

    def __contains__(cls, item):
        if is_programs(item):
            return ask("special", class_place(cls).number, "__contains__", [item])
        try:
            if any(item == member or item == getattr(member, "value", member) for member in cls):
                return True
        except TypeError:
            pass
        if not ask("special", class_place(cls).number, "__contains__", [item]):
            return False
        raise BeyondReach("the test asks a class of the program's whether it has a value of the test's")

    def __instancecheck__(cls, value):
        if type.__instancecheck__(cls, value):
            return True
        place = place_of(value)
        own = vars(cls).get("_rewardd_class")
        return place is not None and own is not None and not place.name and ask("isinstance", place.number, "", [cls])

    def __subclasscheck__(cls, other):
        if type.__subclasscheck__(cls, other):
            return True
        place = place_of(other)
        own = vars(cls).get("_rewardd_class")
        return place is not None and own is not None and ask("issubclass", place.number, "", [cls])


def class_place(cls):
    place = vars(cls).get("_rewardd_class")
    if place is None:
        raise BeyondReach("the test derives a class from one of the program's")
    return place


def is_named_as_class(cls):
    return all(name[:1].isupper() for name in (cls.__name__, *class_place(cls).names))


class StandIn(metaclass=ProgramClass):
    """What all of them have."""

    def __init_subclass__(cls):
        if "_rewardd_class" not in vars(cls):
            raise BeyondReach("the test derives a class from one of the program's")

    def __getattr__(self, name):
        if name.startswith("_rewardd_") or (name.startswith("__") and name not in ASKED and name != "__dict__"):
            raise AttributeError(name)
        if name in DECIDING and not has_own_word(self):
            if type(self)._rewardd_content:
                return getattr(content(self), name)
            raise BeyondReach(f"the test asks an object of the program's for {name}")
        if name not in OF_RESULTS:
            class_place(type(self)).used = True
        if name in type(self)._rewardd_methods:
            return Method(self._rewardd_place, name)
        return ask("get", self._rewardd_place.number, name)

    def __setattr__(self, name, value):
        if name.startswith("__"):
            object.__setattr__(self, name, value)
        else:
            class_place(type(self)).used = True
            ask("set", self._rewardd_place.number, name, [value])

    def __delattr__(self, name):
        ask("delete", self._rewardd_place.number, name)

    def __copy__(self):
        return self._like(ask("copy", self._rewardd_place.number, "copy"))

    def __deepcopy__(self, memo):
        return self._like(ask("copy", self._rewardd_place.number, "deepcopy"))

    def _like(self, copied):
        if place_of(copied) is not None:
            place_of(copied).made = self._rewardd_place.made
        return copied

    def __reduce_ex__(self, protocol):
        raise BeyondReach("the test packs an object of the program's")

    __dict__ = property(lambda self: ask("get", self._rewardd_place.number, "__dict__"))


class Method:
    """A method of an object's, not yet called."""

    def __init__(self, place, name):
        self._rewardd_place = place
        self._rewardd_name = name

    def __call__(self, *args, **kwargs):
        return ask("call", self._rewardd_place.taken(), self._rewardd_name, args, kwargs)

    def __getattr__(self, name):
        if name.startswith("__") and name not in ASKED and name != "__doc__":
            raise AttributeError(name)
        return getattr(ask("bound", self._rewardd_place.number, self._rewardd_name), name)

    def __eq__(self, other):
        return isinstance(other, Method) and self.words() == other.words()

    def __hash__(self):
        return hash(self.words())

    def words(self):
        return self._rewardd_place.number, self._rewardd_name


def forward(name):
    return lambda self, *args: ask("special", self._rewardd_place.taken(), name, args)


def change_item(name):
    def change(self, *args):
        class_place(type(self)).used = True
        return ask("special", self._rewardd_place.number, name, args)

    return change


def call(self, *args, **kwargs):
    place = self._rewardd_place
    return ask("call", 0, place.name, args, kwargs) if place.name else ask("call", place.number, "", args, kwargs)


def is_programs(value):
    return place_of(value) is not None


def content(value):
    """What an object of a kind of list, dictionary or set holds."""
    return ask("content", value._rewardd_place.number)


def has_own_word(value):
    """Whether an object may say how it compares with a value of the test's, if the test proves to mean objects."""
    place = value._rewardd_place
    if not place.made or place.returned or not is_named_as_class(type(value)):
        return False
    WALL.doubted.append(class_place(type(value)))
    return True


def equal(self, other):
    if is_programs(other):
        if place_of(other) is self._rewardd_place:
            return True
        return ask("special", self._rewardd_place.number, "__eq__", [other])
    if type(self)._rewardd_content and isinstance(other, BUILT_IN):
        return content(self) == other
    if self._rewardd_place.made and isinstance(other, BUILT_IN):
        if ask("special", self._rewardd_place.number, "__eq__", [other]) is True:
            raise BeyondReach("an object of the program's claims to be equal to a value of the test's")
        return False
    return NotImplemented


def arithmetic(name):
    plain = getattr(operator, name, None)

    def operation(self, other, *more):
        place = self._rewardd_place
        if is_programs(other):
            result = ask("special", place.number, name, [other, *more])
            if place.made and is_programs(result):
                place_of(result).made = True
            return result
        if type(self)._rewardd_content and plain is not None and isinstance(other, BUILT_IN):
            return plain(content(self), other)
        if not place.made:
            raise BeyondReach("the test computes with an object of the program's and a value of its own")
        result = ask("special", place.number, name, [other, *more])
        if result is NotImplemented:
            return result
        if not is_programs(result):
            raise BeyondReach("the test computes a value from an object of the program's and a value of its own")
        if result is not self or name.startswith("__i"):
            place_of(result).made = place_of(result).told = True
        return result

    return operation


def order(name):
    def operation(self, other):
        place = self._rewardd_place
        if is_programs(other) and not place.told:
            return ask("special", place.number, name, [other])
        if type(self)._rewardd_content and isinstance(other, BUILT_IN):
            return getattr(operator, name)(content(self), other)
        if place.made or place.told:
            raise BeyondReach("the test has an object of the program's and a value of its own in order")
        return NotImplemented

    return operation


def worth(name):
    def operation(self, *args):
        if self._rewardd_place.told:
            raise BeyondReach("the test asks for the worth of an object that has seen a value of the test's")
        return ask("special", self._rewardd_place.number, name, args)

    return operation


def contains(self, item):
    place = self._rewardd_place
    if type(self)._rewardd_content:
        return item in content(self)
    if is_programs(item) or has_own_word(self):
        return ask("special", place.number, "__contains__", [item])
    has_items = any("__iter__" in vars(kind) for kind in type(self).__mro__)
    if has_items and any(item is own or item == own for own in self):
        return True
    if not ask("special", place.number, "__contains__", [item]):
        return False
    raise BeyondReach("the test asks an object of the program's whether it has a value of the test's")


def iterate(self):
    if hasattr(type(self), "__next__"):
        return self
    return ask("special", self._rewardd_place.number, "__iter__")


def step(self):
    place = self._rewardd_place
    if not place.ahead:
        count = 1 if place.pulled < ONE_BY_ONE else place.pulled // 8
        place.ahead = ask("pull", place.number, "", [min(count, 1000)])[::-1]
    place.pulled += 1
    return place.ahead.pop()


def wait(self):
    return ask("await", self._rewardd_place.number)
    yield


def send(self, value):
    raise StopIteration(ask("await", self._rewardd_place.number))


def enter(self):
    place = self._rewardd_place
    before = place.returned
    entered = ask("special", place.number, "__enter__")
    if entered is self:
        place.returned = before
    return entered


def leave(self, kind, error, trace):
    swallowed = ask("special", self._rewardd_place.number, "__exit__", [kind, error, trace])
    return may_swallow(error, swallowed)


async def leave_later(self, kind, error, trace):
    swallowed = await ask("special", self._rewardd_place.number, "__aexit__", [kind, error, trace])
    return may_swallow(error, swallowed)


def may_swallow(error, swallowed):
    if error is not None and swallowed and not is_on_purpose(error):
        raise BeyondReach("a context manager of the program's hides that the test fails")
    return swallowed


COROUTINE = {"send": send, "throw": lambda self, *error: None, "close": lambda self: None}
METHODS = {
    "__eq__": equal, "__call__": call, "__contains__": contains, "__iter__": iterate, "__next__": step,
    "__await__": wait, "__enter__": enter, "__exit__": leave, "__aexit__": leave_later,
    **{name: change_item(name) for name in ("__setitem__", "__delitem__")},
    **{name: arithmetic(name) for name in BINARY},
    **{name: order(name) for name in names(*ORDER)},
    **{name: worth(name) for name in names(*OF_ONE)},
}  # fmt: skip
OF_VALUES = frozenset(names("str", "repr", "format", "call", "enter", "exit"))
"""What kinds of numbers, texts and tuples have of their own; all else is done with the value itself."""
