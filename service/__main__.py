"""The command line: `rewardd serve`, `verify`, `replay`, `report`, `doctor`, `config`, `keys`, `problems`."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from service.answers import encode
from service.configuration import (
    Configuration,
    WrongConfigurationError,
    configure,
    read_flags,
    unknown_variables,
)
from service.listening import CannotListenError
from service.settings import Settings
from service.terminal import missing_folder, trouble
from service.version import VERSION
from verifiers.code.datasets.files import UnreadableFileError
from verifiers.errors import StoreUnavailable

STYLE: Literal["rich"] | None = "rich" if sys.stdout.isatty() else None
"""Boxes and colours are for terminals; help and errors that go elsewhere are plain text."""

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=STYLE,
    help="The reward daemon: judges completions of language models.",
)
problems = typer.Typer(no_args_is_help=True, rich_markup_mode=STYLE, help="Stored problems.")
app.add_typer(problems, name="problems")

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended, as shells have it."""

Json = Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")]


def main() -> None:
    """The entry of the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # A name of a file may be no text.
    try:
        app()
    except WrongConfigurationError as error:
        for line in str(error).splitlines():
            sys.stderr.write(f"rewardd: {line}\n")
        if "--markdown" not in str(error):
            sys.stderr.write("rewardd: `rewardd config --markdown` lists all settings.\n")
        sys.exit(2)
    except StoreUnavailable as error:
        sys.stderr.write(
            f"rewardd: {error}\nrewardd: REWARDD_PROBLEMS says where problems are kept; "
            "`rewardd doctor` tries to write there.\n"
        )
        sys.exit(2)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


def _stop(command: str, message: object) -> NoReturn:
    """End for a reason that the caller can mend: say it, and exit with 2."""
    for line in str(message).splitlines():
        typer.echo(f"rewardd {command}: {line}", err=True)
    raise typer.Exit(2)


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="FILE", help="TOML file of settings; otherwise that of REWARDD_CONFIG."
        ),
    ] = None,
    flags: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A setting; may be given several times."),
    ] = None,
) -> None:
    """Options of all commands."""
    context.obj = Given(config, read_flags(flags or []))


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of the settings."""

    file: Path | None
    flags: Mapping[str, object]


def configured(context: typer.Context, **flags: object) -> Configuration:
    """The settings of this call; flags that are `None` were not given."""
    given = context.obj
    assert isinstance(given, Given)
    named = {name: value for name, value in flags.items() if value is not None}
    return configure(given.file, {**given.flags, **named})


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen at.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen at.")] = None,
    workers: Annotated[int | None, typer.Option(help="Server processes that share the port.")] = None,
    ray: Annotated[
        bool, typer.Option("--ray", help="Serve on a Ray cluster: that of RAY_ADDRESS, or a new one here.")
    ] = False,
) -> None:
    """Start the service."""
    settings = configured(context, host=host, port=port, workers=workers).settings
    for complaint in unknown_variables():
        typer.echo(f"rewardd: {complaint}", err=True)
    run = _runner(on_ray=ray)
    try:
        run(settings)
    except (CannotListenError, WrongConfigurationError) as error:
        _stop("serve", error)
    except SystemExit as error:
        if error.code:
            typer.echo(
                "rewardd serve: it ended by an error; the last one above says why. `rewardd doctor` looks "
                "at what serving needs.",
                err=True,
            )
        raise


def _runner(*, on_ray: bool) -> Callable[[Settings], None]:
    """What serves; imported now, since the other commands start faster without it."""
    if not on_ray:
        from service.server import run  # noqa: PLC0415

        return run
    try:
        from service.cluster.serving import run as run_on_ray  # noqa: PLC0415
    except ModuleNotFoundError as error:
        _stop("serve --ray", f"{error.name} is missing: pip install 'rewardd[ray]'")
    return run_on_ray


@app.command()
def verify(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(help="JSON lines (.jsonl, .jsonl.gz) or Parquet; a row is a request of /v1/verify."),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="JSON lines: each row with its result; .gz packs them.")
    ],
    url: Annotated[
        str | None,
        typer.Option(help="A service that judges in this command's place; REWARDD_API_KEY has its key."),
    ] = None,
    json: Json = False,
) -> None:
    """Judge files. What the output already holds is not judged again."""
    from service.row_judges import judged_by_service, judged_here  # noqa: PLC0415
    from service.verify_files import VerifyFilesError, verify_files  # noqa: PLC0415

    judges = judged_by_service(url) if url is not None else judged_here(configured(context).settings)
    try:
        summary = asyncio.run(verify_files(files, output, judges, quiet=json))
    except VerifyFilesError as error:
        _stop("verify", error)
    except KeyboardInterrupt:
        typer.echo("rewardd verify: stopped; the same command goes on where it was.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    summary.show(as_json=json)
    raise typer.Exit(1 if summary.failed else 0)


@app.command(short_help="Judge an audit trail again and tell what changed.")
def replay(
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(help="Files of an audit trail, folders with such files, or URLs for fsspec."),
    ],
    json: Json = False,
) -> None:
    """Judge an audit trail again and tell every verdict that changed; exits with 1 if any did."""
    from service.audit.reading import fetched  # noqa: PLC0415
    from service.audit.replay import replay as judge_again  # noqa: PLC0415

    try:
        with fetched(files) as paths:
            outcome = asyncio.run(judge_again(paths, configured(context).settings, quiet=json))
    except UnreadableFileError as error:
        _stop("replay", error)
    outcome.show(as_json=json)
    raise typer.Exit(0 if outcome.clean else 1)


@app.command(short_help="Write one HTML file about judged rows.")
def report(
    files: Annotated[
        list[Path],
        typer.Argument(help="Judged JSON lines of `rewardd verify`, or an audit trail: files or folders."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="The page to write.")] = Path("report.html"),
    against: Annotated[
        Path | None, typer.Option(help="Judgements of the same completions, to tell what changed.")
    ] = None,
    json: Json = False,
) -> None:
    """Write one HTML file that shows what the judgements say: rewards, verdicts, groups, cases, samples."""
    try:
        from service.report.writing import write_report  # noqa: PLC0415
    except ModuleNotFoundError as error:
        _stop("report", f"{error.name} is missing: pip install 'rewardd[report]'")
    if missing := missing_folder(output):
        _stop("report", missing)
    try:
        written = write_report(files, output, against, quiet=json)
    except UnreadableFileError as error:
        _stop("report", error)
    except OSError as error:
        _stop("report", trouble(error))
    written.show(as_json=json)


@app.command(short_help="Say what this host can and cannot do.")
def doctor(context: typer.Context, json: Json = False) -> None:
    """Say what this host can and cannot do; exits with 1 if something is missing that judging needs."""
    from service.doctor import examine, show  # noqa: PLC0415

    findings = asyncio.run(examine(configured(context).settings))
    show(findings, as_json=json)
    raise typer.Exit(0 if all(finding.ok for finding in findings if finding.needed) else 1)


@app.command(short_help="Print the settings in force.")
def config(
    context: typer.Context,
    markdown: Annotated[bool, typer.Option("--markdown", help="The table of docs/settings.md.")] = False,
    json: Json = False,
) -> None:
    """Print the settings in force and where each came from, or the table of all there are."""
    from service.settings_table import in_force, table  # noqa: PLC0415

    for complaint in unknown_variables():
        typer.echo(f"rewardd: {complaint}", err=True)
    sys.stdout.write(table() if markdown else in_force(configured(context), as_json=json))


@app.command(short_help="Make an API key.")
def keys(
    name: Annotated[str, typer.Argument(help="Whose key it is, as metrics and limits know it.")],
    concurrency: Annotated[int | None, typer.Option(help="Requests it may have under way.")] = None,
    body_bytes: Annotated[int | None, typer.Option(help="Largest body.")] = None,
    request_s: Annotated[float | None, typer.Option(help="Longest time of a request, in seconds.")] = None,
    json: Json = False,
) -> None:
    """Make a key: its line for REWARDD_KEYS_FILE goes to stdout, the key itself, once, to stderr.

    With --json both go to stdout, as `line` and `key`.
    """
    from service.keyring import WrongKeysError, make_key  # noqa: PLC0415

    try:
        secret, key = make_key(name, concurrency=concurrency, body_bytes=body_bytes, request_s=request_s)
    except WrongKeysError as error:
        _stop("keys", error)
    if json:
        sys.stdout.write(encode({"key": secret, "line": key.line()}).decode() + "\n")
        return
    typer.echo(f"The key, which is kept nowhere: {secret}", err=True)
    typer.echo(key.line())


@problems.command("load", short_help="Store the problems of dataset files.")
def load(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Dataset rows or problems: .json, .jsonl (.gz) or Parquet.")
    ],
    dataset: Annotated[
        str | None, typer.Option("--format", help="The dataset's format; recognised from the rows otherwise.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write the lines there instead."),
    ] = None,
    json: Json = False,
) -> None:
    """Store the problems of dataset files, and print a JSON line {file, row, id or error} for each row."""
    from service.load_problems import load_problems  # noqa: PLC0415
    from verifiers.code.datasets import check_format  # noqa: PLC0415
    from verifiers.errors import InvalidProblem  # noqa: PLC0415

    if dataset is not None:
        try:
            check_format(dataset)
        except InvalidProblem as error:
            _stop("problems load", error)
    if output is not None and (missing := missing_folder(output)):
        _stop("problems load", missing)
    try:
        failed = asyncio.run(load_problems(files, dataset, output, configured(context).settings, quiet=json))
    except UnreadableFileError as error:
        _stop("problems load", error)
    except OSError as error:
        _stop("problems load", trouble(error))
    raise typer.Exit(1 if failed else 0)


if __name__ == "__main__":
    main()
