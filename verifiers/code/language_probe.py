"""Which languages a host can run: each one proves it by a program."""

from dataclasses import dataclass

from sandbox.base import Sandbox
from sandbox.errors import SandboxError, SandboxUnavailable
from verifiers.code.languages import Language, Languages
from verifiers.code.toolchains import Finding, try_language


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageStatus:
    """Whether a language can run here."""

    name: str
    available: bool
    version: str = ""
    reason: str = ""
    """Why it cannot, and what to install."""


async def probe(languages: Languages, sandbox: Sandbox) -> list[LanguageStatus]:
    """Ask every compiler or interpreter for its version, and have it run a program, inside a box each."""
    return [await _probe(language, sandbox) for language in languages]


async def _probe(language: Language, sandbox: Sandbox) -> LanguageStatus:
    try:
        found = await try_language(language, sandbox)
    except SandboxUnavailable as error:
        found = Finding(fault=str(error))
    except SandboxError as error:
        found = Finding(fault=f"the box failed: {error}")
    return LanguageStatus(
        name=language.name, available=not found.fault, version=found.version, reason=found.fault
    )
