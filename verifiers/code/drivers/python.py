"""Python: the candidate's file beside our driver, which imports nothing of ours and compiles nothing."""

import json

from verifiers.code.drivers.base import Build, Driver, Entry
from verifiers.code.drivers.harness_files import harness_file, harness_package
from verifiers.code.problem import Kind
from verifiers.code.signature import ClassSignature, Parameter, Signature

_PROGRAM = "program.py"


class PythonDriver(Driver):
    """What the program defines is found when it runs, so a missing name is a `NameError` there."""

    def calls(self, program: str, entry: Entry) -> Build:
        """See `Driver`."""
        return Build(
            files={
                "driver.py": harness_file("python/driver.py"),
                _PROGRAM: encode(program),
                **harness_package("python", "rewardd_wire"),
                **harness_package("python", "rewardd_driver"),
            },
            words={
                "kind": str(entry.kind),
                "entry": entry.name,
                "signature": signature_text(entry.signature),
                "silent": json.dumps(sorted(entry.silent)),
            },
        )

    def relayed(self, program: str) -> Build:
        """The program, to be called by a test that runs elsewhere."""
        build = self.calls(program, Entry(kind=Kind.FUNCTION, name="", arity=0))
        return Build(
            files={**build.files, **harness_package("python", "rewardd_relay")},
            words={**build.words, "kind": "relay"},
        )

    def tester(self) -> Build:
        """Tests alone; what they call is elsewhere."""
        return Build(
            files={
                "tester.py": harness_file("python/tester.py"),
                **harness_package("python", "rewardd_wire"),
                **harness_package("python", "rewardd_tester"),
            }
        )


def encode(program: str) -> bytes:
    """UTF-8. What has no UTF-8 form (a lone surrogate) is for the interpreter to refuse."""
    return program.encode("utf-8", errors="surrogatepass")


def signature_text(signature: Signature | ClassSignature | None) -> str:
    """The types as JSON, in the form of the wire contract."""
    if signature is None:
        return "null"
    if isinstance(signature, ClassSignature):
        return json.dumps(
            {
                "constructor": _types(signature.constructor),
                "methods": {name: _method(method) for name, method in signature.methods.items()},
            }
        )
    return json.dumps(_method(signature))


def _method(signature: Signature) -> dict[str, object]:
    return {"params": _types(signature.params), "returns": str(signature.returns)}


def _types(params: tuple[Parameter, ...]) -> list[dict[str, str]]:
    return [{"type": str(param.type)} for param in params]
