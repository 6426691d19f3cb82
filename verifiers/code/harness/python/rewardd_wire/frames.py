"""Frames on descriptors 3 and 4: a length, four bytes, and so many bytes of JSON."""

import json
import os
import sys

TO_JSON, FROM_JSON = json.dumps, json.loads
"""Taken before any program or test can put something in their place."""

REQUESTS, ANSWERS = os.fdopen(3, "rb"), os.fdopen(4, "wb")


def encode(value):
    return with_long_integers(TO_JSON, value)


def with_long_integers(convert, value):
    """JSON read or written with integers of any length; the program's own conversions keep their limit."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return convert(value)
    finally:
        sys.set_int_max_str_digits(limit)


def read_frame():
    """The next request, or None at the end of them."""
    header = REQUESTS.read(4)
    if len(header) < 4:
        return None
    return with_long_integers(FROM_JSON, REQUESTS.read(int.from_bytes(header, "big")))


def write_frame(value):
    write_encoded(encode(value))


def write_encoded(text):
    data = text.encode()
    ANSWERS.write(len(data).to_bytes(4, "big") + data)
    ANSWERS.flush()
