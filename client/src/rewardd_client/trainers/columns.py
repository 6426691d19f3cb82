from collections.abc import Mapping

LABEL_COLUMNS = (
    "label",
    "gold",
    "problem_id",
    "verification_info",
    "reward_model",
    "reward_spec",
    "ground_truth",
    "answer",
    "expected_answer",
    "final_answer",
    "solution",
    "tests",
    "test_cases",
    "input_output",
)
"""Where datasets keep what answers are judged by, the most telling first."""
JUDGING = frozenset({"accuracy", "dapo", "length", "cosine"})
"""Components of the reward that need a label; the others look at the form alone."""


def label_column(columns: Mapping[str, object], wanted: str | None) -> str | None:
    """The column with the labels; `None` if there is none, for rewards of form.

    Raises:
        KeyError: the wanted one is not there.
    """
    if wanted is not None:
        if wanted not in columns:
            raise KeyError(f"the dataset has no column {wanted!r}; it has {', '.join(sorted(columns))}")
        return wanted
    return next((name for name in LABEL_COLUMNS if columns.get(name) is not None), None)


def needed_label_column(
    columns: Mapping[str, object], wanted: str | None, rewards: Mapping[str, float]
) -> str | None:
    """The same for columns of a whole batch, where none at all is a mistake unless only form is rewarded.

    Raises:
        KeyError: the wanted one is not there, or none is, and a reward needs it.
    """
    column = label_column(columns, wanted)
    if column is None and (not rewards or JUDGING & rewards.keys()):
        there = ", ".join(sorted(columns)) or "none"
        raise KeyError(f"no column holds what to judge by: there are {there}; name it by column=")
    return column
