"""What callers get wrong: errors name the field, say what was expected and, if they can, what was meant."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.docs.conftest import matches

MISTAKES = json.loads((Path(__file__).parents[1] / "cases" / "mistakes.json").read_text())["cases"]


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["mistake"])
def test_a_mistake_is_told_with_its_field(server: Any, case: dict[str, Any]) -> None:
    response = server.client.request(
        case.get("method", "POST"), case.get("path", "/v1/verify"), json=case.get("body")
    )
    answer = response.json()
    if "results" in answer:
        (answer,) = answer["results"]
        assert answer["reward"] is None
        assert answer["reason"] == answer["error"]["message"]
    told = answer["error"]
    assert matches(case["error"]["message"], told["message"]), told
    assert (response.status_code, told) == (case["status"], case["error"] | {"message": told["message"]})
