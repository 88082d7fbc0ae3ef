"""The agreement card: how well a verifier's grades matched people's marks when it was last measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.agreement.bootstrap import Figure
from interviewer.errors import InputError

FILE_NAME = "agreement.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCard:
    """What was measured, with which verifier, on what.

    Attributes:
        verifier: Name and digits of the weights, as in a grade's `graded_with`.
        answers: How many marked answers, 1 or more.
        questions: How many questions they answer.
        figures: `F1 of covered`, `Pearson` and so on, with 95 % intervals.
    """

    verifier: str
    answers: int
    questions: int
    figures: Mapping[str, Figure]

    def summary(self, used: str) -> str:
        """One sentence for `doctor`; it says so when `used` is another verifier than the measured one."""
        told = [f"{name} {_plain(figure)}" for name, figure in self.figures.items() if figure.value is not None]
        other = "" if used == self.verifier else f" (measured with {self.verifier}; in use is {used})"
        people = f"{self.answers} answers to {self.questions} questions that a person marked"
        return f"agreement on {people}: {', '.join(told)}{other}"

    def as_text(self) -> str:
        """The card as its file holds it."""
        figures = {name: figure.as_json() for name, figure in self.figures.items()}
        held = {"verifier": self.verifier, "answers": self.answers, "questions": self.questions, "figures": figures}
        return json.dumps(held, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_card(folder: Path) -> AgreementCard:
    """The card that lies beside a verifier's weights.

    Raises:
        InputError: If there is none or it is damaged.
    """
    path = folder / FILE_NAME
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return AgreementCard(
            verifier=held["verifier"],
            answers=held["answers"],
            questions=held["questions"],
            figures={name: Figure(**values) for name, values in held["figures"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise InputError(
            f"there is no agreement card at {path} ({fault}): measure your own with `interviewer evaluate`"
        ) from fault


def _plain(figure: Figure) -> str:
    between = "" if figure.low is None else f" ({figure.low:.2f} to {figure.high:.2f})"
    return f"{figure.value:.2f}{between}"
