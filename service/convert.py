"""Wire models to submissions, judgements to wire answers: the only place where the two meet."""

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from service.schemas import Message, Messages, VerifyRequest
from verifiers.base import CaseJudgement, Judgement, Verdict
from verifiers.code.datasets import problem_from_row
from verifiers.code.fields import FieldReader
from verifiers.code.limit_overrides import limits_to_json
from verifiers.code.problem import Problem, Scoring, read_limits
from verifiers.code.submission import CodeOptions, CodeSubmission
from verifiers.errors import InvalidProblem, InvalidSubmission
from verifiers.math.options import MathOptions
from verifiers.math.verifier import MathSubmission
from verifiers.rewards import COMPONENTS, MAX_AMOUNT, Component, make_components
from verifiers.wording import instead, kind_of

DEFAULT_REWARDS: Mapping[str, float] = {"accuracy": 1.0}
CODE_OPTIONS = frozenset({"limits", "scoring", "case_details", "trust_shared_process"})
MATH_OPTIONS = frozenset({"extraction", "tolerance", "explain"})
BESIDE_DATASET = ("checker", "limits", "scoring", "language", "setup", "id", "title")
"""What a problem may say about itself when its kind and tests are a dataset's."""
SERVICE_OPTIONS = frozenset({"unverifiable_reward"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewarding:
    """How a judgement becomes a reward."""

    weights: Mapping[str, float]
    components: tuple[Component, ...]
    unverifiable_reward: float | None = None

    @property
    def only_accuracy(self) -> bool:
        """Whether the text itself does not matter once the answer is judged."""
        return list(self.weights) == ["accuracy"]

    @property
    def grouped(self) -> bool:
        """Whether a component looks at all samples of the group."""
        return any(component.grouped for component in self.components)


def text_of(content: str | Messages, field: str) -> str:
    """A completion's or prompt's text. Of messages, the last of the assistant counts for a completion.

    Raises:
        InvalidSubmission: no message is the assistant's.
    """
    if isinstance(content, str):
        return content
    if field == "prompt":
        return "\n".join(_message_text(message) for message in content)
    for message in reversed(content):
        if message.role == "assistant":
            return _message_text(message)
    raise InvalidSubmission("there is no message of the role assistant", field=field)


def _message_text(message: Message) -> str:
    if message.content is None:
        return ""
    if isinstance(message.content, str):
        return message.content
    return "".join(part.text for part in message.content)


def task_of(request: VerifyRequest) -> str:
    """The task, from what is there to judge by if it is not said.

    Raises:
        InvalidSubmission: nothing, or two things, say what the task is.
    """
    if request.task is not None:
        needed = {"math": "gold", "code": "problem"}.get(request.task)
        if needed and getattr(request, needed) is None:
            raise InvalidSubmission(f"the task {request.task} needs a {needed}", field=needed)
        return request.task
    if request.gold is not None and request.problem is not None:
        raise InvalidSubmission(
            "there are a gold and a problem: say by task which one to judge by", field="task"
        )
    if request.gold is not None:
        return "math"
    if request.problem is not None:
        return "code"
    if request.rewards is not None:
        return "format"
    raise InvalidSubmission("send a gold (math), a problem (code), or rewards to compute", field="task")


def rewarding_of(request: VerifyRequest, task: str) -> Rewarding:
    """The reward's components and weights.

    Raises:
        InvalidSubmission: an unknown component, or options it does not have.
    """
    if request.rewards is None and not request.options:
        return _default_rewarding(task)
    default = _default_rewards(task)
    weights = request.rewards or default
    for name in request.options:
        if name in COMPONENTS and name not in weights:
            raise InvalidSubmission(
                f"is for a component that is not among the rewards; add {name} there", field=f"options.{name}"
            )
    options = {
        name: _object(request.options[name], f"options.{name}") for name in weights if name in request.options
    }
    components = make_components(weights, options)
    if task == "format":
        for component in components:
            if component.needs_score:
                raise InvalidSubmission(
                    f"the component {component.name} needs an answer to be judged: send a gold or a problem",
                    field=f"rewards.{component.name}",
                )
    return Rewarding(
        weights=weights,
        components=components,
        unverifiable_reward=_number(request.options, "unverifiable_reward"),
    )


@functools.cache
def _default_rewarding(task: str) -> Rewarding:
    weights = _default_rewards(task)
    return Rewarding(weights=weights, components=make_components(weights, {}))


def _default_rewards(task: str) -> Mapping[str, float]:
    return {"format": 1.0} if task == "format" else DEFAULT_REWARDS


def math_submission(request: VerifyRequest) -> MathSubmission:
    """The request as mathematics to judge."""
    golds = request.gold if isinstance(request.gold, list) else [request.gold]
    return MathSubmission(
        completion=text_of(request.completion, "completion"),
        golds=tuple(str(gold) for gold in golds),
        prompt=None if request.prompt is None else text_of(request.prompt, "prompt"),
        options=_math_options(request.options),
    )


def code_submission(request: VerifyRequest, problem: Problem) -> CodeSubmission:
    """The request as a program to judge, its problem already found."""
    return CodeSubmission(
        completion=text_of(request.completion, "completion"),
        problem=problem,
        prompt=None if request.prompt is None else text_of(request.prompt, "prompt"),
        language=request.language,
        options=_code_options(request.options),
    )


def read_problem(data: Mapping[str, object], field: str = "problem") -> Problem:
    """A problem as it is sent: in the contract's form, or as a dataset's row.

    What stands beside `dataset` goes before what the row says.

    Raises:
        InvalidProblem: it is neither.
    """
    if "dataset" not in data:
        return Problem.from_json(data, field=field)
    reader = FieldReader(data, field)
    dataset = reader.inner("dataset")
    beside = {name: reader.value(name) for name in BESIDE_DATASET if reader.has(name)}
    reader.finish()
    name = dataset.text("format", 200) or None
    row = dataset.value("row")
    dataset.finish()
    if not isinstance(row, Mapping):
        raise InvalidProblem(
            f"must be an object, the dataset's row as it is, not {kind_of(row)}", field=f"{field}.dataset.row"
        )
    problem = problem_from_row(name, row, field=f"{field}.dataset")
    if not beside:
        return problem
    told = problem.to_json()
    if isinstance(limits := beside.get("limits"), Mapping):
        beside["limits"] = {**limits_to_json(problem.limits), **limits}
    return Problem.from_json({**told, **beside}, field=field)


def _math_options(options: Mapping[str, object]) -> MathOptions:
    for name in options:
        if name not in MATH_OPTIONS | SERVICE_OPTIONS and name not in COMPONENTS:
            raise InvalidSubmission(
                f"is no option of mathematics; {instead(name, sorted(MATH_OPTIONS | SERVICE_OPTIONS))}",
                field=f"options.{name}",
            )
    extraction = options.get("extraction", list(MathOptions().extraction))
    if not isinstance(extraction, list) or not all(isinstance(marker, str) for marker in extraction):
        raise InvalidSubmission(
            "must be a list of answer markers, such as ['boxed']", field="options.extraction"
        )
    return MathOptions(
        extraction=tuple(extraction),
        tolerance=_number(options, "tolerance"),
        explain=_truth(options, "explain"),
    )


def _code_options(options: Mapping[str, object]) -> CodeOptions:
    for name in options:
        if name not in CODE_OPTIONS | SERVICE_OPTIONS and name not in COMPONENTS:
            raise InvalidSubmission(
                f"is no option of code; {instead(name, sorted(CODE_OPTIONS | SERVICE_OPTIONS))}",
                field=f"options.{name}",
            )
    scoring = options.get("scoring")
    if scoring is not None and scoring not in list(Scoring):
        raise InvalidSubmission(
            f"must be one of {', '.join(Scoring)}, not {str(scoring)[:40]!r}", field="options.scoring"
        )
    try:
        limits = read_limits(FieldReader(options.get("limits") or {}, "options.limits"))
    except InvalidProblem as error:
        raise InvalidSubmission(str(error), field=error.field) from error
    return CodeOptions(
        limits=limits,
        scoring=None if scoring is None else Scoring(str(scoring)),
        case_details=_truth(options, "case_details"),
        trust_shared_process=_truth(options, "trust_shared_process"),
    )


def _object(value: object, field: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InvalidSubmission(f"must be an object, not {kind_of(value)}", field=field)
    return value


def _truth(options: Mapping[str, object], name: str) -> bool:
    value = options.get(name, False)
    if not isinstance(value, bool):
        raise InvalidSubmission(f"must be true or false, not {kind_of(value)}", field=f"options.{name}")
    return value


def _number(options: Mapping[str, object], name: str) -> float | None:
    value = options.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidSubmission(f"must be a number, not {kind_of(value)}", field=f"options.{name}")
    if not -MAX_AMOUNT <= value <= MAX_AMOUNT:
        raise InvalidSubmission(f"must be from -{MAX_AMOUNT} to {MAX_AMOUNT}", field=f"options.{name}")
    return float(value)


def render_judgement(judgement: Judgement) -> dict[str, object]:
    """The parts of an answer that the judgement decides."""
    answer: dict[str, object] = {
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "extracted": judgement.extracted,
        "flags": list(judgement.flags),
        "cached": judgement.cached,
    }
    if judgement.details:
        answer["details"] = dict(judgement.details)
    if judgement.explanation is not None:
        answer["explanation"] = judgement.explanation
    if judgement.language is not None:
        answer["language"] = judgement.language
    if judgement.total is not None:
        answer |= {"passed": judgement.passed, "total": judgement.total}
    if judgement.cases is not None:
        answer["cases"] = [_render_case(case) for case in judgement.cases]
    if judgement.compile is not None:
        compiled = dataclasses.asdict(judgement.compile)
        answer["compile"] = compiled | {"wall_ms": milliseconds(judgement.compile.wall_ms)}
    return answer


def milliseconds(time_ms: float | None) -> float | None:
    """A time as answers give it: to the microsecond, since what lies below measures nothing."""
    return None if time_ms is None else round(time_ms, 3)


def _render_case(case: CaseJudgement) -> dict[str, object]:
    rendered: dict[str, object] = {
        "index": case.index,
        "verdict": case.verdict,
        "cpu_ms": milliseconds(case.cpu_ms),
        "wall_ms": milliseconds(case.wall_ms),
        "memory_bytes": case.memory_bytes,
        "reason": case.reason,
    }
    for name in ("input", "expected", "stdout", "stderr", "actual"):
        value = getattr(case, name)
        if value is not None:
            rendered[name] = value
    return rendered


def score_of(judgement: Judgement, rewarding: Rewarding) -> float | None:
    """The accuracy; an undecided one is what the caller asked for, if anything."""
    if judgement.verdict is Verdict.UNVERIFIABLE and judgement.score is None:
        return rewarding.unverifiable_reward
    return judgement.score
