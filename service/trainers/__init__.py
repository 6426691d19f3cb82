"""The routes that trainers' own clients call. Each module is one protocol, translated to the one core."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from service.trainers import (
    code_interpreter,
    eval_protocol,
    judge0,
    llama_factory,
    nemo_gym,
    nemo_skills,
    open_instruct,
    openai_graders,
    openrlhf,
    piston,
    roll,
    sandbox_fusion,
    slime,
)
from service.trainers.boxes import Boxes
from service.trainers.core import TrainerCore
from service.trainers.judging import CaseOutcome, Judge, Outcome

__all__ = ["ROUTERS", "Boxes", "CaseOutcome", "Judge", "Outcome", "TrainerCore", "is_patient"]

ROUTERS: tuple[APIRouter, ...] = (
    openrlhf.router,
    slime.router,
    llama_factory.router,
    eval_protocol.router,
    nemo_gym.router,
    open_instruct.router,
    roll.router,
    openai_graders.router,
    sandbox_fusion.router,
    piston.router,
    judge0.router,
    nemo_skills.router,
    code_interpreter.router,
)
"""One for each protocol."""

_PATHS = frozenset(route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))


def is_patient(path: str) -> bool:
    """Whether requests to a path wait where others are refused, as clients may take an error for a zero."""
    return path in _PATHS
