"""Log lines, for a person or as JSON. No line holds a submission or a key."""

import json
import logging
import sys

from sandbox.spans import CURRENT
from service.request_id import REQUEST_ID
from service.settings import Settings

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


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
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else ConsoleLines())
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
