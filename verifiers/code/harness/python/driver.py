"""Runs beside a candidate's Python program: calls it as requested, answers with plain values.

See ../PROTOCOL.md. Whatever the program does to this process, all it can achieve is another answer.
Besides the requests of that page there are two more. For tests that are Python expressions:

    {"call": name, "args": [tagged, …], "kwargs": {name: tagged, …}}   answered by {"tagged": …}

with values as in `rewardd_driver/tagged.py`; for tests that are programs, in a box of their own, those
of `rewardd_relay/conversation.py`.
"""

import gc
import json
import os
import signal
import sys

from rewardd_driver.candidate import Candidate
from rewardd_driver.failures import failure
from rewardd_wire.frames import encode, read_frame, write_encoded, write_frame

LOADED_AHEAD = "copy datetime random traceback types typing"
"""Boxes load the modules that a script's text mentions before the program's time begins."""
RECURSION_LIMIT = 150_000
ANSWERED = 77


def answer(candidate, kind, entry, request):
    if isinstance(request, dict):
        from rewardd_driver.tagged import tag, untag

        function = candidate.function(request["call"])
        args = [untag(value, candidate.scope) for value in request["args"]]
        kwargs = {name: untag(value, candidate.scope) for name, value in request["kwargs"].items()}
        return {"tagged": tag(function(*args, **kwargs), candidate.scope)}
    if kind == "class":
        return {"value": candidate.operate(entry, *request)}
    return {"value": candidate.call(entry, request)}


def respond(candidate, kind, entry, request):
    """Answer one request, whatever the candidate's code throws, in this process and no child of it."""
    process = os.getpid()
    try:
        text = encode(answer(candidate, kind, entry, request))
    except BaseException as error:
        text = encode(failure(error))
    if os.getpid() != process:
        os._exit(1)
    sys.stdout.flush()
    write_encoded(text)


def respond_in_child(*request):
    """Answer in a fork, so that each request finds the program as it was loaded.

    A child that ends in another way than by having answered takes its parent with it, and the box
    sees that end.
    """
    child = os.fork()
    if child == 0:
        respond(*request)
        os._exit(ANSWERED)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    if code != ANSWERED:
        os._exit(code)


def serve(kind, entry, signature, silent):
    candidate = problem = conversation = None
    while (request := read_frame()) is not None:
        if candidate is None and problem is None:
            try:
                candidate = Candidate(signature, silent)
            except BaseException as error:
                problem = failure(error)
            gc.freeze()
        if problem is not None:
            write_frame(problem)
        elif kind == "relay":
            if conversation is None:
                from rewardd_relay.conversation import Conversation

                conversation = Conversation(candidate)
            conversation.serve(request)
        else:
            respond_in_child(candidate, kind, entry, request)
    os._exit(0)


def main():
    kind, entry, signature, silent = sys.argv[1:5]
    sys.setrecursionlimit(RECURSION_LIMIT)
    serve(kind, entry, json.loads(signature), json.loads(silent))


main()
