"""What stands between a test and the program: requests, and what the program asks back meanwhile.

The other end is `rewardd_relay/conversation.py`, by way of `asserts/relay.py`, where frames are described.
"""

import os
import sys
import threading

from rewardd_wire.frames import read_frame, write_frame

ORIGINALS = {("builtins", "input"): input, ("builtins", "print"): print, ("sys", "stdin"): sys.stdin}
STEPS = {("pull", ""): StopIteration, ("call", "send"): StopIteration, ("call", "throw"): StopIteration}
STEPS["await", ""] = StopAsyncIteration
"""How the end of an iteration is told, by what is asked. Told by anything else, it would end the test's own loops."""
STREAMS = {"stdout": sys.stdout, "stderr": sys.stderr}


class BeyondReach(BaseException):
    """The test does what can only be done where the program is. What catches it changes nothing about that."""

    def __init__(self, text):
        super().__init__(text)
        WALL.beyond = text


class Wall:
    """One for the process. What it reads is the program's word."""

    def __init__(self):
        self.values = self.callbacks = self.errors = self.classes = None
        self.replaced = {}
        self.beyond = ""
        self.doubted = []
        """Classes whose objects had a word of their own: the test may have meant a function."""
        self.withheld = set()
        """Names of exceptions in whose place another was raised here."""
        self.hidden = False
        """An assertion has failed in a function that the program called."""
        self.lock = threading.RLock()
        self.kept = Kept()

    def doubt(self):
        """Why a test that passed may have been passed by the program's word, or nothing."""
        if self.beyond:
            return self.beyond
        if self.hidden:
            return "an assertion failed in a function of the test's that the program called"
        if not all(place.used for place in self.doubted):
            return "an object of the program's says itself whether it has a value of the test's"
        return ""

    def ask(self, verb, target, name="", args=(), kwargs=None):
        with self.lock:
            return self.exchange(verb, target, name, args, kwargs)

    def exchange(self, verb, target, name, args, kwargs):
        """Have the program's box do something; its value, or its exception raised here."""
        kwargs = kwargs or {}
        tag, untag = self.values.tag, self.values.untag
        given = [tag(value) for value in args], {key: tag(value) for key, value in kwargs.items()}
        request = {"call": [verb, target, name, *given]}
        places = {place: value for place in ORIGINALS if (value := current(place)) is not ORIGINALS[place]}
        places.update(self.replaced)
        if places:
            request["replaced"] = [[*place, tag(value)] for place, value in places.items()]
        captures = [stream for stream, original in STREAMS.items() if getattr(sys, stream) is not original]
        if captures:
            request["captures"] = captures
        if edits := self.kept.edits(tag):
            request["edits"] = edits
        write_frame(request)
        reply = self.reply()
        self.classes.learn(reply.get("classes") or {})
        for number, value in reply.get("refreshed") or ():
            self.kept.refresh(number, untag(value), self.values)
        for stream, text in (reply.get("printed") or {}).items():
            if stream in captures:
                getattr(sys, stream).write(str(text))
        if "tagged" in reply:
            result = untag(reply["tagged"])
            # Of a call with a result nothing was changed, whatever the frame says: a program must not change
            # what the test goes on to work the right result out from.
            for place, value in (reply.get("changed") or ()) if result is None and verb == "call" else ():
                self.values.change(kwargs[place] if isinstance(place, str) else args[place], untag(value))
            if reply.get("of"):
                self.kept.keep(reply["of"], result, tag)
            return result
        raise self.errors.made(reply, STEPS.get((verb, name)))

    def reply(self):
        while True:
            reply = read_frame()
            if reply is None:
                os._exit(0)
            if "callback" not in reply:
                return reply
            self.classes.learn(reply.get("classes") or {})
            write_frame(self.callbacks.answer(*reply["callback"]))


class Kept:
    """Copies of lists, dictionaries and sets that are parts of the program's objects.

    What the test does to such a copy is told to the program's box, and what becomes of the part there to the copy.
    """

    MOST = 16

    def __init__(self):
        self.copies = {}

    def keep(self, number, copy, tag):
        self.copies[number] = copy, tag(copy)
        self.copies.pop(number - self.MOST, None)

    def edits(self, tag):
        edits = []
        for number, (copy, before) in self.copies.items():
            if (tagged := tag(copy)) != before:
                edits.append([number, tagged])
                self.copies[number] = copy, tagged
        return edits

    def refresh(self, number, new, values):
        if number in self.copies:
            copy, _ = self.copies[number]
            values.change(copy, new)
            self.copies[number] = copy, values.tag(copy)


def current(place):
    module, name = place
    return getattr(sys.modules[module], name, None)


WALL = Wall()
ask = WALL.ask
