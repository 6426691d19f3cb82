"""Log lines, for a person or as JSON. No line holds a submission or a key.

A thread writes them: whoever reads our stderr may stop reading, and a full pipe must not stop the service.
"""

import atexit
import contextlib
import json
import logging
import queue
import sys
import threading

from sandbox.spans import CURRENT
from service.request_id import REQUEST_ID
from service.settings import Settings

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


MOST_LINES = 10_000
"""So many lines may wait for being written; further ones are dropped, and their number is told."""
LAST_LINES_S = 2.0
"""How long the end of the process waits for the last lines to be read."""


class LineWriter(logging.Handler):
    """Hands lines to a thread that writes them to stderr. Never waits."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: queue.Queue[str | None] = queue.Queue(MOST_LINES)
        self._dropped = 0
        self._thread: threading.Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line, or drop it if too many wait."""
        if self._thread is None or not self._thread.is_alive():  # it does not live through a fork
            self._thread = threading.Thread(target=self._write, name="log", daemon=True)
            self._thread.start()
        try:
            self._lines.put_nowait(self.format(record) + "\n")
        except queue.Full:
            self._dropped += 1
        except Exception:  # noqa: BLE001 - as every handler does: a bad line is told, not raised
            self.handleError(record)

    def finish(self) -> None:
        """Have the last lines written, if somebody reads them."""
        if self._thread is not None:
            with contextlib.suppress(queue.Full):
                self._lines.put(None, timeout=LAST_LINES_S)
                self._thread.join(LAST_LINES_S)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            dropped, self._dropped = self._dropped, 0
            if dropped:
                line = f"rewardd: {dropped} log lines were dropped, since nobody read them\n{line}"
            try:
                sys.stderr.write(line)
                sys.stderr.flush()
            except (OSError, ValueError):
                continue  # stderr is gone; there is nobody to tell


class ConsoleLines(logging.Formatter):
    """Lines for people, with the id of the request that they are about."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name in the library
        """The line without what an exception adds."""
        shown = [f"{name}={value}" for name, value in _fields(record).items()]
        return " ".join([super().formatMessage(record), *shown])


class JsonLines(logging.Formatter):
    """One JSON object a line, with the fields of `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """What the line's request is, and what `extra` brought."""
    fields: dict[str, object] = {}
    if id_ := REQUEST_ID.get():
        fields["request_id"] = id_
    if span := CURRENT.get():
        fields["trace_id"] = span.trace_id
    return fields | {name: value for name, value in vars(record).items() if name not in _STANDARD}


def configure_logs(settings: Settings) -> None:
    """Send the logs of this process to stderr."""
    handler = LineWriter()
    atexit.register(handler.finish)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else ConsoleLines())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
