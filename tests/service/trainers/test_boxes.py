"""Programs as they are, in languages that do not work."""

import asyncio
from pathlib import Path

import pytest

from sandbox.factory import make_sandbox
from service.trainers.boxes import Boxes, LanguageMissingError, Program
from verifiers.code.languages import Languages, read_language

pytestmark = pytest.mark.boxes


@pytest.mark.parametrize("command", ["/usr/bin/no-such-interpreter", "/etc/passwd"])
def test_missing_interpreter_is_no_result(tmp_path: Path, command: str) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(
        'name = "odd"\ntitle = "Odd"\nsource = "main.txt"\npackage = "odd"\nhello = "hello"\n'
        f'run = ["{command}", "/submission/main.txt"]\nversion = ["{command}", "--version"]\n'
    )

    async def scenario() -> None:
        sandbox = make_sandbox(boxes=2, queue=16)
        await sandbox.start()
        try:
            if not sandbox.readiness().available:
                pytest.skip(sandbox.readiness().reason)
            boxes = Boxes(sandbox, Languages([*Languages.load(), read_language(file)]))
            with pytest.raises(LanguageMissingError, match="Odd does not work here"):
                await boxes.run(Program(source="x", language="odd"))
            done = await boxes.run(Program(source="import sys; sys.exit(127)", language="python"))
            assert done.run is not None
            assert done.run.exit_code == 127
        finally:
            await sandbox.close()

    asyncio.run(scenario())
