"""Runs Python tests in a box of their own. What they call lives in the candidate's box.

The other end is `asserts/relay.py`. A request read from descriptor 3 begins a test:

    {"run": source, "entry": name}

and is answered on 4 by a request to the program's box (`rewardd_tester/wall.py`), whose answer comes next, or by
how the test ended: {"passed": true}, {"failed": text}, {"broken": text}, the test itself is at fault, or
{"beyond": text}, it does what can only be done where the program is.
"""

import re
import sys
import traceback

sys.argv = ["tester"]

from rewardd_tester import classes, values  # noqa: E402, F401  (they make the wall whole)
from rewardd_tester.numeric import install_numeric  # noqa: E402
from rewardd_tester.pytest_stand_in import install_pytest  # noqa: E402
from rewardd_tester.purpose import keep_source  # noqa: E402
from rewardd_tester.replacing import install_mock  # noqa: E402
from rewardd_tester.running import run  # noqa: E402
from rewardd_tester.scope import install_modules  # noqa: E402
from rewardd_tester.wall import WALL, BeyondReach  # noqa: E402
from rewardd_wire.frames import read_frame, write_frame  # noqa: E402

ONE_PROCESS = re.compile(
    r"capfd|caplog|assertLogs|warnings|tmp_?path|tmpdir|tempfile|shutil|(?<![\w.])open\(|os\.(path|remove|environ)"
    r"|setenv|\bPath\(|__annotations__|inspect\.|threading|concurrent|sys\.modules|weakref|\bgc\.|pickle"
    r"|asyncio\.(sleep|gather|wait|create_task|Queue|Event|Lock|Semaphore|TaskGroup)"
)
"""Words of tests that look at, or give, what is not passed and returned, such as files; or at what a function is,
beyond what it returns. One of them that fails may fail since the program is elsewhere."""


def outcome(source, entry):
    try:
        code = compile(source, "test.py", "exec")
    except (SyntaxError, ValueError) as error:
        if ">>> " not in source:
            return {"broken": str(error)[:300]}
        code = None
    keep_source(source)
    if "allclose" in source:
        install_numeric()
    try:
        run(source, code, entry)
    except BeyondReach as error:
        return {"beyond": str(error)}
    except BaseException as error:
        if WALL.beyond:
            return {"beyond": WALL.beyond}
        traceback.print_exc()
        named = next((name for name in WALL.withheld if name in source), None)
        if named is not None:
            return {"beyond": f"it has to do with {named}, which the program cannot raise here"}
        word = ONE_PROCESS.search(source)
        if word is not None and not getattr(error, "_rewardd_own", False):
            return {
                "beyond": f"it fails, and has to do with what only the program's own process has ({word[0]})"
            }
        return {"failed": traceback.format_exception_only(error)[-1].strip()[:300]}
    doubt = WALL.doubt()
    return {"beyond": doubt} if doubt else {"passed": True}


def main():
    install_modules()
    install_pytest()
    install_mock()
    classes.install()
    sys.set_int_max_str_digits(0)  # the service bounds them
    while (request := read_frame()) is not None:
        write_frame(outcome(request["run"], request["entry"]))


main()
