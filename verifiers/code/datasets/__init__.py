"""Rows of public datasets, as they are, made into problems."""

from verifiers.code.datasets.registry import (
    check_format,
    format_names,
    problem_from_row,
    problem_from_tests,
)

__all__ = ["check_format", "format_names", "problem_from_row", "problem_from_tests"]
