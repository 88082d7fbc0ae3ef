"""Practice for technical interviews with a grader you can check.

    from interviewer import load_rubrics, build_grader

Names are loaded on first use, so that importing the package loads no model library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interviewer.grading.grade import Evidence, Grade, Verdict
    from interviewer.grading.grader import Grader
    from interviewer.settings import Settings
    from interviewer.wiring import build_grader
    from rubrics.loading import load_rubrics
    from rubrics.model import KeyPoint, Question

__all__ = [
    "Evidence",
    "Grade",
    "Grader",
    "KeyPoint",
    "Question",
    "Settings",
    "Verdict",
    "build_grader",
    "load_rubrics",
]

_HOMES = {
    "Evidence": "interviewer.grading.grade",
    "Grade": "interviewer.grading.grade",
    "Grader": "interviewer.grading.grader",
    "KeyPoint": "rubrics.model",
    "Question": "rubrics.model",
    "Settings": "interviewer.settings",
    "Verdict": "interviewer.grading.grade",
    "build_grader": "interviewer.wiring",
    "load_rubrics": "rubrics.loading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'interviewer' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
