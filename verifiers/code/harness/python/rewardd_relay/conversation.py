"""What a test in another box asks of the program, one request after another, on objects that stay here.

The other end is `rewardd_tester/exchange.py`. A request is

    {"call": [verb, target, name, args, kwargs], "replaced": [[module, name, value], …], "captures": [stream, …],
     "edits": [[number, value], …]}

where the target is an object's number, or 0 for the program itself. `replaced` is what the test has put in the
place of the library's own names, `captures` are the streams whose text it wants, `edits` what it did to the copies
it has of containers (`containers.py`). The answer is one of

    {"tagged": value, "changed": [[place, value], …]}    `changed`: arguments of a function without a result
    {"error": [type, text], "raised": …}                 see `raised.py`

each with `classes` that are told of for the first time (`classes.py`), with what was `printed`, and with the
containers `refreshed`, which are others than the test's copies now; or
{"callback": …}, something to do with an object of the test's first (`locals.py`).
"""

import builtins
import collections
import types

from rewardd_driver.candidate import lookup
from rewardd_driver.failures import print_trace
from rewardd_driver.nodes import is_node, list_values, tree_values
from rewardd_relay.containers import Containers
from rewardd_relay.library import found_by_name
from rewardd_relay.locals import Locals
from rewardd_relay.objects import Objects
from rewardd_relay.raised import describe_error
from rewardd_relay.streams import Captured
from rewardd_wire.frames import write_frame

CHANGEABLE = (list, dict, set)
MISSING = object()


class Conversation:
    """Answers requests about a program."""

    def __init__(self, candidate):
        self.candidate = candidate
        self.locals = Locals(self)
        self.objects = Objects(candidate.scope, self.locals)
        self.containers = Containers(self.objects)
        self.loop = None
        self.replaced = {}
        self.pending = {}

    def serve(self, request):
        """Answer one request of the test's, and the calls back that it takes."""
        captured = Captured(request.get("captures", ()))
        try:
            with captured:
                self.replace(request.get("replaced", ()))
                self.containers.edit(request.get("edits", ()))
                said = self.perform(*request["call"])
        except BaseException as error:
            print_trace(error)
            said = {
                "error": [type(error).__name__, text_of(error)],
                "raised": describe_error(error, self.objects),
            }
        if captured.texts:
            said["printed"] = captured.texts
        said["refreshed"] = self.containers.refreshed()
        said["classes"] = self.objects.new_classes()
        write_frame(said)

    def perform(self, verb, target, name, args, kwargs):
        owner = self.objects.get(target) if target else None
        sent = {**dict(enumerate(args)), **kwargs}
        args = [self.objects.untag(value) for value in args]
        given = dict(zip(range(len(args)), args))
        given.update((key, self.objects.untag(value)) for key, value in kwargs.items())
        kwargs = {key: given[key] for key in kwargs}
        if verb == "call":
            result = self.function(owner, name)(*args, **kwargs)
            said = self.containers.said(result) if target else {"tagged": self.objects.tag(result)}
            if result is None:
                said["changed"] = self.changed(given, sent)
            return said
        if verb == "get":
            return self.get(owner, name)
        return {"tagged": getattr(self, f"do_{verb}")(owner, target, name, args)}

    def function(self, owner, name):
        if not name:
            return owner
        return self.of_program(name) if owner is None else getattr(owner, name)

    def of_program(self, name):
        try:
            return self.candidate.function(name)
        except (NameError, KeyError):
            own = lookup(list(self.candidate.scope), name)
            if own is None:
                raise NameError(f"the program defines no {name}") from None
            return self.candidate.scope[own]

    def get(self, owner, name):
        if owner is not None:
            return self.containers.said(getattr(owner, name))
        found = self.of_program(name)
        if name not in self.candidate.scope and isinstance(found, types.MethodType):
            # A method of `Solution`, which is bound to a new object for each call.
            return {"tagged": {"name": [name, self.objects.number(found), self.objects.class_number(type(found))]}}
        return self.containers.said(found)

    def do_bound(self, owner, target, name, args):
        return self.objects.tag(getattr(owner, name))

    def do_names(self, owner, target, name, args):
        public = getattr(owner or types.SimpleNamespace(**self.candidate.scope), "__all__", None)
        return self.objects.tag(list(public or (name for name in self.candidate.scope if not name.startswith("_"))))

    def do_isinstance(self, owner, target, name, args):
        return isinstance(owner, args[0])

    def do_issubclass(self, owner, target, name, args):
        return issubclass(owner, args[0])

    def do_set(self, owner, target, name, args):
        if owner is None:
            self.candidate.scope[name] = args[0]
        else:
            setattr(owner, name, args[0])

    def do_delete(self, owner, target, name, args):
        if owner is None:
            self.candidate.scope.pop(name, None)
        else:
            delattr(owner, name)

    def do_special(self, owner, target, name, args):
        """A method of the object's class, as operators find it."""
        method = getattr(type(owner), name, None)
        if method is None and isinstance(owner, type) and name == "__getitem__":
            return self.objects.tag(owner[args[0]])
        if method is None:
            # As the interpreter says it itself: what asks for a length hint takes no other error.
            raise TypeError(f"'{type(owner).__name__}' object has no {name}")
        result = method(owner, *args)
        if name == "__iter__" and type(result).__name__ in ITERATORS_OF_CONTAINERS:
            return {"iterator": [self.objects.tag(item) for item in result]}
        return self.objects.tag(result)

    def do_pull(self, owner, target, name, args):
        """The next items of an iterator, at most so many; what it throws is kept for the next time."""
        if (error := self.pending.pop(target, None)) is not None:
            raise error
        items = []
        while len(items) < args[0]:
            try:
                items.append(self.objects.tag(next(owner)))
            except BaseException as error:
                if not items:
                    raise
                self.pending[target] = error
                break
        return {"list": items}

    def do_content(self, owner, target, name, args):
        """What an object of a kind of list, dictionary or set holds, whatever its methods say."""
        for kind in CHANGEABLE:
            if isinstance(owner, kind):
                items = dict.items(owner) if kind is dict else kind.__iter__(owner)
                return self.objects.tag(kind(items))
        return None

    def do_nodes(self, owner, target, name, args):
        if is_node(owner, "ListNode", self.candidate.scope):
            return {"ListNode": list_values(owner)}
        if is_node(owner, "TreeNode", self.candidate.scope):
            return {"TreeNode": tree_values(owner)}
        return None

    def do_copy(self, owner, target, name, args):
        import copy

        return self.objects.tag(getattr(copy, name)(owner))

    def do_await(self, owner, target, name, args):
        async def wait():
            return await owner

        if self.loop is None:
            self.loop = found_by_name("asyncio", "new_event_loop")()
        return self.objects.tag(self.loop.run_until_complete(wait()))

    def changeable(self, value):
        return (
            isinstance(value, (*CHANGEABLE, collections.deque, bytearray))
            or is_node(value, "ListNode", self.candidate.scope)
            or type(value).__name__ == "ndarray"
        )

    def changed(self, given, sent):
        """The arguments of a function without a result that it changed in place."""
        after = [
            [place, self.objects.tag(value, nodes=True)] for place, value in given.items() if self.changeable(value)
        ]
        return [[place, tagged] for place, tagged in after if tagged != sent[place]]

    def replace(self, replaced):
        """Put what the test has replaced in the library here too, and the rest back."""
        wanted = {(module, name): value for module, name, value in replaced}
        for place in [place for place in self.replaced if place not in wanted]:
            module, original = self.replaced.pop(place)
            if original is MISSING:
                delattr(module, place[1])
            else:
                setattr(module, place[1], original)
        for place, value in wanted.items():
            module = builtins if place[0] == "builtins" else found_by_name(place[0], "")
            if place not in self.replaced:
                self.replaced[place] = module, getattr(module, place[1], MISSING)
            setattr(module, place[1], self.objects.untag(value))


ITERATORS_OF_CONTAINERS = (
    "list_iterator", "tuple_iterator", "str_iterator", "str_ascii_iterator", "set_iterator", "dict_keyiterator",
    "dict_valueiterator", "dict_itemiterator", "range_iterator", "bytes_iterator", "list_reverseiterator",
)  # fmt: skip
"""They end, and making all of their items runs nothing of the program's."""


def text_of(error):
    try:
        return str(error)[:1000]
    except BaseException:
        return ""
