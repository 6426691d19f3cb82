"""Requests made from the API's own description: no failure of ours, no answer that it does not describe."""

from typing import Any
from urllib.parse import urlencode

import schemathesis
from hypothesis import HealthCheck, assume, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
    use_after_free,
)

from service.app import build_app
from service.settings import Settings

EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    allow_header_conformance,
    unsupported_method,
    use_after_free,
]

WAIT_S = 60
LONGEST_TARGET = 32_768

config = schemathesis.Config.from_dict(
    # Bodies at the very bounds of the schemas are thousands of programs, and take their time.
    {"phases": {"coverage": {"enabled": False}, "examples": {"enabled": False}}}
)
schema = schemathesis.openapi.from_dict(build_app(Settings()).openapi(), config=config)


def test_every_reference_leads_somewhere() -> None:
    document = build_app(Settings()).openapi()

    def follow(part: Any) -> None:
        if isinstance(part, dict):
            if "$ref" in part:
                place: Any = document
                for name in part["$ref"].removeprefix("#/").split("/"):
                    place = place[name.replace("~1", "/").replace("~0", "~")]
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                follow(inner)

    follow(document)


def _query_bytes(case: Any) -> int:
    return len(urlencode(case.query or {}, doseq=True))


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
def test_every_answer_is_as_described(case: Any, server: Any) -> None:
    # Longer than HTTP parsers read: such a request is refused before it reaches the application.
    assume(_query_bytes(case) < LONGEST_TARGET)
    case.call_and_validate(base_url=server.url, checks=CHECKS, timeout=WAIT_S)


def test_every_route_describes_its_answers() -> None:
    for path, operations in build_app(Settings()).openapi()["paths"].items():
        for method, operation in operations.items():
            described = set(operation["responses"])
            assert {"400", "401", "403", "413", "422", "500", "503"} <= described, (method, path)
