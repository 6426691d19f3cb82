"""What is said of an exception that the program let out."""

import collections
import traceback

FRAMES_SHOWN = 30


def failure(error):
    print_trace(error)
    return {"error": traceback.format_exception_only(error)[-1].strip()[:1000]}


def print_trace(error):
    """The last frames, of an endless recursion too, of which all would take longer than all else."""
    trace = error.__traceback__
    places = collections.deque(maxlen=FRAMES_SHOWN)
    while trace is not None:
        places.append(trace)
        trace = trace.tb_next
    traceback.print_exception(type(error), error, places[0] if places else None, chain=False)
