"""Names of the library's that a test replaces, which the program's box is to find replaced too."""

import importlib
import os
import sys
import types
from unittest import mock

from rewardd_tester.wall import WALL

MISSING = object()


def shared_name(target):
    """A library module's name, by which the program's box finds it too; empty for anything else."""
    if isinstance(target, types.ModuleType) and target.__name__.partition(".")[0] in (*sys.stdlib_module_names, "numpy"):
        return target.__name__
    return ""


class MonkeyPatch:
    """pytest's."""

    def __init__(self):
        self.undone = []

    def setattr(self, target, name, value=MISSING, raising=True):
        if value is MISSING:
            target, name, value = *resolve(target), name
        original = getattr(target, name, MISSING)
        if raising and original is MISSING:
            raise AttributeError(name)
        self.put(target, name, value)
        self.undone.append(lambda: self.put_back(target, name, original))

    def delattr(self, target, name, raising=True):
        original = getattr(target, name)
        delattr(target, name)
        self.undone.append(lambda: setattr(target, name, original))

    def put(self, target, name, value):
        setattr(target, name, value)
        if module := shared_name(target):
            WALL.replaced[module, name] = value

    def put_back(self, target, name, original):
        if module := shared_name(target):
            WALL.replaced.pop((module, name), None)
        if original is MISSING:
            delattr(target, name)
        else:
            setattr(target, name, original)

    def setitem(self, mapping, key, value):
        original = mapping.get(key, MISSING)
        mapping[key] = value
        self.undone.append(lambda: mapping.pop(key, None) if original is MISSING else mapping.update({key: original}))

    def delitem(self, mapping, key, raising=True):
        original = mapping.pop(key) if raising else mapping.pop(key, MISSING)
        if original is not MISSING:
            self.undone.append(lambda: mapping.update({key: original}))

    def setenv(self, name, value, prepend=None):
        self.setitem(os.environ, name, str(value))

    def delenv(self, name, raising=True):
        self.delitem(os.environ, name, raising)

    def undo(self):
        while self.undone:
            self.undone.pop()()

    def context(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.undo()


def resolve(path):
    """`module.name` as the module, or what else holds it, and the name."""
    holder, _, name = path.rpartition(".")
    parts = holder.split(".")
    found = importlib.import_module(parts[0])
    for part in parts[1:]:
        try:
            found = getattr(found, part)
        except AttributeError:
            found = importlib.import_module(f"{found.__name__}.{part}")
    return found, name


class Mocker:
    """pytest-mock's `mocker`."""

    Mock, MagicMock, call, ANY, mock_open = mock.Mock, mock.MagicMock, mock.call, mock.ANY, mock.mock_open

    def __init__(self):
        self.started = []
        self.patch = self.starter(mock.patch)
        self.patch.object = self.starter(mock.patch.object)
        self.patch.dict = self.starter(mock.patch.dict)

    def starter(self, make):
        def start(*args, **kwargs):
            patching = make(*args, **kwargs)
            self.started.append(patching)
            return patching.start()

        return start

    def stopall(self):
        while self.started:
            self.started.pop().stop()


def install_mock():
    """Have `mock.patch` tell what it replaces in the library."""
    patch = mock._patch
    enter, leave = patch.__enter__, patch.__exit__

    def enter_and_tell(self):
        result = enter(self)
        if module := shared_name(self.target):
            WALL.replaced[module, self.attribute] = getattr(self.target, self.attribute)
        return result

    def leave_and_tell(self, *error):
        if module := shared_name(self.target):
            WALL.replaced.pop((module, self.attribute), None)
        return leave(self, *error)

    patch.__enter__, patch.__exit__ = enter_and_tell, leave_and_tell
