"""The command line: `rewardd serve`, `verify`, `replay`, `doctor`, `config`, `problems load`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from service.settings import Settings, variable
from verifiers.code.datasets.files import UnreadableFileError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The reward daemon: judges completions of language models.",
)
problems = typer.Typer(no_args_is_help=True, help="Stored problems.")
app.add_typer(problems, name="problems")

Json = Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")]


def main() -> None:
    """The entry of the command line."""
    try:
        app()
    except ValidationError as error:
        for wrong in error.errors():
            sys.stderr.write(f"rewardd: {variable(str(wrong['loc'][0]))}: {wrong['msg']}\n")
        sys.stderr.write("rewardd: `rewardd config --markdown` lists all settings.\n")
        sys.exit(2)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen at.")] = None,
) -> None:
    """Start the service."""
    from service.server import run  # noqa: PLC0415 - the other commands start faster without it

    given = {"host": host, "port": port}
    run(Settings().model_copy(update={name: value for name, value in given.items() if value is not None}))


@app.command()
def verify(
    files: Annotated[
        list[Path],
        typer.Argument(help="JSON lines (.jsonl, .jsonl.gz) or Parquet; a row is a request of /v1/verify."),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="JSON lines: each row with its result; .gz packs them.")
    ],
    json: Json = False,
) -> None:
    """Judge files. What the output already holds is not judged again."""
    from service.verify_files import VerifyFilesError, verify_files  # noqa: PLC0415

    try:
        summary = asyncio.run(verify_files(files, output, Settings(), quiet=json))
    except VerifyFilesError as error:
        typer.echo(f"rewardd verify: {error}", err=True)
        raise typer.Exit(2) from error
    summary.show(as_json=json)
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def replay(
    files: Annotated[list[Path], typer.Argument(help="Files of an audit trail, or folders with such files.")],
    json: Json = False,
) -> None:
    """Judge an audit trail again and tell every verdict that changed; exits with 1 if any did."""
    from service.audit.replay import replay as judge_again  # noqa: PLC0415

    try:
        outcome = asyncio.run(judge_again(files, Settings(), quiet=json))
    except UnreadableFileError as error:
        typer.echo(f"rewardd replay: {error}", err=True)
        raise typer.Exit(2) from error
    outcome.show(as_json=json)
    raise typer.Exit(0 if outcome.clean else 1)


@app.command()
def doctor(json: Json = False) -> None:
    """Say what this host can and cannot do; exits with 1 if something is missing that judging needs."""
    from service.doctor import examine, show  # noqa: PLC0415

    findings = asyncio.run(examine(Settings()))
    show(findings, as_json=json)
    raise typer.Exit(0 if all(finding.ok for finding in findings if finding.needed) else 1)


@app.command()
def config(markdown: Annotated[bool, typer.Option(help="The table of docs/settings.md.")] = False) -> None:
    """Print the settings in force, or the table of all there are."""
    from service.settings_table import in_force, table  # noqa: PLC0415

    sys.stdout.write(table() if markdown else in_force(Settings()))


@problems.command("load")
def load(
    files: Annotated[
        list[Path], typer.Argument(help="Dataset rows or problems: .json, .jsonl (.gz) or Parquet.")
    ],
    dataset: Annotated[
        str | None, typer.Option("--format", help="The dataset's format; recognised from the rows otherwise.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write a line {file, row, id} or {file, row, error} for each."),
    ] = None,
) -> None:
    """Store the problems of dataset files and print their ids."""
    from service.load_problems import load_problems  # noqa: PLC0415

    failed = asyncio.run(load_problems(files, dataset, output, Settings()))
    raise typer.Exit(1 if failed else 0)


if __name__ == "__main__":
    main()
