"""What the program prints while a test listens."""

import io
import sys


class Captured:
    """In a `with` statement: `sys.stdout` and `sys.stderr`, as asked for, keep what is written."""

    def __init__(self, streams):
        self.streams = [name for name in streams if name in ("stdout", "stderr")]
        self.texts = {}

    def __enter__(self):
        self.originals = {name: getattr(sys, name) for name in self.streams}
        self.files = {name: io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for name in self.streams}
        for name, file in self.files.items():
            setattr(sys, name, file)

    def __exit__(self, *error):
        for name, file in self.files.items():
            setattr(sys, name, self.originals[name])
            try:
                self.texts[name] = file.buffer.getvalue().decode("utf-8", "replace")
            except ValueError:  # the program closed it
                self.texts[name] = ""
        return False
