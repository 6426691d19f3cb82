"""What this host can and cannot do, and what would mend it."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from service.app import tracing_of
from service.configuration import WrongConfigurationError
from service.opening import open_state
from service.places import look_at_places
from service.schemas import VerifyRequest
from service.settings import Settings
from service.terminal import write_table
from verifiers.base import Verdict
from verifiers.code.language_probe import LanguageStatus

_NO_STORE = "memory://rewardd-doctor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str
    needed: bool = True
    """Whether judging needs it; a missing language is no fault of the host."""


async def examine(settings: Settings) -> list[Finding]:
    """Try everything: what is kept, a math answer in a worker, a box, every language in a box."""
    findings = await asyncio.to_thread(_kept, settings)
    # What is judged here is no traffic, and judging it needs no store.
    async with open_state(settings.model_copy(update={"audit": "", "problems": _NO_STORE})) as state:
        answer = await state.dispatcher.verify(VerifyRequest(completion=r"\boxed{1/2}", gold="0.5"))
        good = answer["verdict"] == Verdict.ACCEPTED
        findings.append(
            Finding(name="mathematics", ok=good, detail="judges" if good else str(answer["reason"]))
        )
        readiness = state.sandbox.readiness()
        detail = "; ".join(readiness.notes) or "isolated, limits exact"
        findings.append(
            Finding(
                name="boxes",
                ok=readiness.available,
                detail=detail if readiness.available else readiness.reason,
            )
        )
        languages = await state.languages() if readiness.available else []
        findings.extend(_language_finding(language) for language in languages)
    return findings


def _kept(settings: Settings) -> list[Finding]:
    """Whether problems, programs, the audit trail and traces have a place to go."""
    findings = [
        Finding(name=place.name, ok=not place.trouble, detail=place.trouble or f"written to {place.url}")
        for place in look_at_places(settings)
    ]
    if settings.traces:
        try:
            tracing_of(settings)
        except WrongConfigurationError as error:
            findings.append(Finding(name="traces", ok=False, detail=str(error)))
        else:
            findings.append(Finding(name="traces", ok=True, detail="OpenTelemetry is installed"))
    return findings


def _language_finding(language: LanguageStatus) -> Finding:
    detail = language.version if language.available else language.reason
    return Finding(name=language.name, ok=language.available, detail=detail, needed=False)


def show(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print the findings, as a table or as JSON."""
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings]) + "\n")
        return
    write_table(
        ("", "what", "state"),
        (
            ("ok" if finding.ok else "no" if finding.needed else "-", finding.name, finding.detail)
            for finding in findings
        ),
    )
