"""All languages by name."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources

from sandbox.base import Case, CaseResult, Command, Job, Limits, RunStatus, Sandbox
from sandbox.errors import SandboxError
from verifiers.code.languages.language import Language, LanguageFileError, read_language
from verifiers.wording import meant

MAX_SHOWN_CHARS = 40
_PROBE_LIMITS = Limits(cpu_ms=10_000, wall_ms=20_000, memory_bytes=1024 * 1024 * 1024, processes=256)


class Languages:
    """The languages there are. Names, aliases and fence tags are one namespace."""

    def __init__(self, languages: list[Language]) -> None:
        self._by_name = {language.name: language for language in languages}
        self._by_alias: dict[str, Language] = {}
        for language in languages:
            for alias in (language.name, *language.aliases):
                if self._by_alias.setdefault(alias, language) is not language:
                    raise LanguageFileError(f"{alias} names two languages")

    @classmethod
    def load(cls) -> "Languages":
        """Read the TOML files of this package."""
        folder = resources.files(__package__)
        files = sorted(
            (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name
        )
        return cls([read_language(file) for file in files])

    def __iter__(self) -> Iterator[Language]:
        return iter(self._by_name.values())

    def unknown(self, name: str) -> str:
        """What to say to a caller of a name that is none, with the one that was probably meant."""
        near = meant(name, self._by_alias)
        hint = f"did you mean {near!r}?" if near else "GET /v1/languages lists them"
        return f"there is no language {name[:MAX_SHOWN_CHARS]!r}; {hint}"

    def find(self, name: str) -> Language | None:
        """The language of this name, alias or fence tag, whatever its case."""
        return self._by_alias.get(name.strip().lower())


class Versions:
    """What compilers say of themselves, asked once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._asking = defaultdict[str, asyncio.Lock](asyncio.Lock)

    async def of(self, language: Language, sandbox: Sandbox) -> str | None:
        """All that the language's version command prints; `None` while it cannot be asked."""
        if language.name in self._known:
            return self._known[language.name]
        async with self._asking[language.name]:
            if language.name not in self._known:
                try:
                    result = await ask_version(language, sandbox)
                except SandboxError:
                    return None
                if result.status is not RunStatus.EXITED:
                    return None
                self._known[language.name] = f"{result.exit_code} {result.stdout!r} {result.stderr!r}"
            return self._known[language.name]


async def ask_version(language: Language, sandbox: Sandbox) -> CaseResult:
    """Have the compiler or interpreter print its version, inside a box.

    Raises:
        SandboxError: nothing was run.
    """
    job = Job(files={}, run=Command(argv=language.version), cases=(Case(),), limits=_PROBE_LIMITS)
    async with sandbox.run(job) as run:
        return await anext(run.results())
