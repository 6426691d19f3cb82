"""Rows as trainers store them: verl's `reward_model`, SkyRL's `reward_spec`, or the ground truth alone,
as rStar-Coder has it too.
"""

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.ground_truth import problem_of_tests
from verifiers.code.datasets.limits import read_limits
from verifiers.code.datasets.row import Row

_GROUND_TRUTH = ("inputs", "outputs", "fn_name", "func_name", "assert_case")


def _recognises_verl(row: Row) -> bool:
    return row.has("reward_model")


def _read_verl(row: Row) -> ProblemJson:
    return _problem_inside(row.row("reward_model"))


def _recognises_skyrl(row: Row) -> bool:
    return row.has("reward_spec")


def _read_skyrl(row: Row) -> ProblemJson:
    return _problem_inside(row.row("reward_spec"))


def _problem_inside(holder: Row) -> ProblemJson:
    return problem_of_tests(holder.value("ground_truth"), holder.at("ground_truth"))


def _recognises_ground_truth(row: Row) -> bool:
    return row.has("inputs", "outputs") or row.has("assert_case")


def _read_ground_truth(row: Row) -> ProblemJson:
    fields = {name: row.value(name) for name in _GROUND_TRUTH if row.has(name)}
    return problem_of_tests(fields, row.path, starter=row.text_or("starter_code")) | {
        "limits": read_limits(row)
    }


VERL = DatasetFormat(
    name="prime",
    aliases=("verl", "eurus", "eurus_2_rl_data"),
    recognises=_recognises_verl,
    read=_read_verl,
)
SKYRL = DatasetFormat(name="skyrl", recognises=_recognises_skyrl, read=_read_skyrl)
GROUND_TRUTH = DatasetFormat(
    name="sandbox_fusion",
    aliases=("rstar_coder",),
    recognises=_recognises_ground_truth,
    read=_read_ground_truth,
)
