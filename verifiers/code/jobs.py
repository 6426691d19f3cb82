"""From a language's recipes to a job for a box."""

from dataclasses import replace

from sandbox.base import Job, Limits
from verifiers.code.drivers import Build
from verifiers.code.extraction import Program
from verifiers.code.problem import Kind


def program_job(program: Program, kind: Kind, build: Build, limits: Limits) -> Job:
    """A build as a job without cases, by the language's command lines for this kind of test."""
    language = program.language
    recipe = language.recipe(kind)
    words = {
        **language.variant_words(program.asked_as.lower()),
        "memory_mb": str((limits.memory_bytes - language.memory_overhead_bytes) >> 20 or 1),
        **build.words,
    }
    return Job(
        files=build.files,
        compile=recipe.compile_command(words),
        compile_limits=language.compile_limits,
        run=recipe.run_command(words),
        limits=limits,
    )


def session_job(program: Program, kind: Kind, build: Build, limits: Limits) -> Job:
    """A job of one process that talks as long as anybody has something to say."""
    return replace(program_job(program, kind, build, limits), channel=True, session=True)
