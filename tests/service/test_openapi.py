"""Requests made from the API's own description: no failure of ours, no answer that it does not describe."""

from typing import Any
from urllib.parse import urlencode

import pytest
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
from service.good_answers import BatchAnswer, VerifyAnswer
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


@pytest.mark.parametrize(
    ("path", "form"), [("/v1/verify", VerifyAnswer), ("/v1/verify/batch", BatchAnswer)], ids=["one", "many"]
)
def test_examples_are_answered_as_the_description_says(path: str, form: type[Any], server: Any) -> None:
    described = build_app(Settings()).openapi()["paths"][path]["post"]
    asked = described["requestBody"]["content"]["application/json"]["examples"]
    answers = described["responses"]["200"]["content"]["application/json"]["examples"]
    assert answers.keys() <= asked.keys()
    for name, example in asked.items():
        answer = server.client.post(path, json=example["value"]).json()
        form.model_validate(answer)
        if name in answers:
            assert _without_times(answer) == _without_times(answers[name]["value"])


def test_every_kind_of_answer_has_the_form_that_is_described(server: Any) -> None:
    program = "```cpp\n#include <iostream>\nint main() { int n; std::cin >> n; std::cout << n; }\n```"
    problem = {"kind": "stdio", "tests": [{"input": "1", "output": "1"}, {"input": "2", "output": "3"}]}
    items = [
        {"completion": "\\boxed{x+1}", "gold": "1+x", "options": {"explain": True}, "metadata": [1], "id": 7},
        {"completion": "I do not know", "gold": "1", "group": 1},
        {"completion": "\\boxed{1}", "gold": "(1", "group": 1},
        {"completion": "\\boxed{1}"},
        {"completion": program, "problem": problem, "options": {"case_details": True}},
        {"completion": program, "problem": problem},
        {"completion": "```cpp\nint main( {}\n```", "problem": problem},
        {"completion": "", "problem": problem},
        {"completion": "<think>a</think> b", "rewards": {"format": 1.0}},
    ]
    answer = server.client.post("/v1/verify/batch", json={"items": items}).json()
    form = BatchAnswer.model_validate(answer)
    kinds = [type(result).__name__ for result in form.results]
    assert kinds == ["VerifyAnswer"] * 2 + ["RefusedItem"] * 2 + ["VerifyAnswer"] * 5


def _without_times(answer: Any) -> Any:
    if isinstance(answer, dict):
        left_out = ("timing", "cached")
        return {name: _without_times(value) for name, value in answer.items() if name not in left_out}
    return [_without_times(value) for value in answer] if isinstance(answer, list) else answer
