"""Lists, dictionaries and sets that are parts of the program's objects, of which the test has copies.

A test may change `cart.items` and expect the cart to know, or keep it and expect it to grow. So what it does to its
copy is done here too, and what the program does is told. Only the last few that are not large are followed.
"""

import collections

FOLLOWED = (list, dict, set, collections.deque)
MOST = 16
LARGEST = 500
"""Members, at the outermost level."""


class Containers:
    """Those that are followed, by a number of their own."""

    def __init__(self, objects):
        self.objects = objects
        self.followed = {}
        self.last = 0

    def said(self, value):
        """The answer that gives this value to the test."""
        tagged = self.objects.tag(value)
        if type(value) not in FOLLOWED or len(value) > LARGEST:
            return {"tagged": tagged}
        self.last += 1
        self.followed[self.last] = value, tagged
        self.followed.pop(self.last - MOST, None)
        return {"tagged": tagged, "of": self.last}

    def edit(self, edits):
        for number, tagged in edits:
            if number in self.followed:
                value = self.followed[number][0]
                replace_content(value, self.objects.untag(tagged))
                self.followed[number] = value, self.objects.tag(value)

    def refreshed(self):
        """Those that are no longer what the test has."""
        changed = []
        for number, (value, before) in self.followed.items():
            if (tagged := self.objects.tag(value)) != before:
                changed.append([number, tagged])
                self.followed[number] = value, tagged
        return changed


def replace_content(old, new):
    """Give a container the content of another, and those inside it likewise; the object to use."""
    if type(old) is not type(new) or type(old) not in FOLLOWED:
        return new
    if isinstance(old, list):
        old[:] = map(replace_content, old, new) if len(old) == len(new) else new
    elif isinstance(old, dict):
        new = {key: replace_content(old[key], value) if key in old else value for key, value in new.items()}
        old.clear()
        old.update(new)
    else:
        old.clear()
        (old.update if isinstance(old, set) else old.extend)(new)
    return old
