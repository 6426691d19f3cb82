"""KodCode: a pytest file that imports from `solution`."""

from verifiers.code.datasets.format import DatasetFormat, ProblemJson
from verifiers.code.datasets.ground_truth import program_problem
from verifiers.code.datasets.row import Row


def _recognises(row: Row) -> bool:
    return row.has("test_code") or row.has("test", "test_info") or row.has("test", "question", "solution")


def _read(row: Row) -> ProblemJson:
    name = "test" if row.has("test") and not row.has("test_code") else "test_code"
    return program_problem([row.text(name)], row.at(name), entry_point=_function(row))


def _function(row: Row) -> str:
    if row.has("test_info") and (infos := row.items("test_info")):
        return Row(infos[0], f"{row.at('test_info')}.0").text_or("function_name")
    return row.text_or("test_entry_point")


FORMAT = DatasetFormat(
    name="kodcode",
    aliases=("kodcode_v1", "kodcode_v1_sft_r1", "kodcode_light_rl_10k"),
    recognises=_recognises,
    read=_read,
)
