"""Programs judged by what they write to stdout, or to a file."""

from collections.abc import Sequence

from sandbox.base import Case, CaseResult
from verifiers.base import Verdict
from verifiers.code.checking import check_text
from verifiers.code.drivers import Build
from verifiers.code.off_loop import off_loop
from verifiers.code.outcomes import failure_of
from verifiers.code.problem import CheckerName, Kind, Problem, StdioTest
from verifiers.code.special_judge import SpecialJudge
from verifiers.code.trial import Finding, finding_of


class StdioTrial:
    """The `stdio` kind."""

    channel = False
    recipe_kind = Kind.STDIO
    flags: tuple[str, ...] = ()

    def __init__(self, problem: Problem, build: Build, judge: SpecialJudge | None) -> None:
        self._problem = problem
        self._judge = judge
        self.build = build
        self.tests = [test for test in problem.tests if isinstance(test, StdioTest)]
        self.fetch = (problem.output_file,) if problem.output_file else ()

    @property
    def cases(self) -> Sequence[Case]:
        """The inputs."""
        return [self._case(test) for test in self.tests]

    def _case(self, test: StdioTest) -> Case:
        data = test.input.encode("utf-8", errors="surrogatepass")
        return Case(stdin=data, files={self._problem.input_file: data} if self._problem.input_file else {})

    async def judge(self, index: int, result: CaseResult) -> Finding:
        """Compare the output of a program that ended well."""
        name = self._problem.output_file
        output = result.files.get(name, b"") if name else result.stdout
        actual = output.decode(errors="replace")
        if failure := failure_of(result):
            return Finding(verdict=failure[0], reason=failure[1], actual=actual)
        if name and name not in result.files:
            return Finding(verdict=Verdict.WRONG_ANSWER, reason=f"the program wrote no file {name}")
        test = self.tests[index]
        if self._problem.checker.name is CheckerName.PROGRAM:
            assert self._judge is not None
            expected = test.output if isinstance(test.output, str) else ""
            comparison = await self._judge.compare(test.input, output, expected)
        else:
            size = len(output) + len(test.output or "")
            comparison = await off_loop(lambda: check_text(self._problem.checker, test, output), size)
        return finding_of(comparison, actual)
