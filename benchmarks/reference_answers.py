"""Every reference answer of the thirty on its own question, and on the others.

usage: python benchmarks/reference_answers.py [--others 3]

Exit status 1 if one scores under 85 on its own question or 20 or more on another.
"""

from __future__ import annotations

import argparse
import sys

from interviewer import build_grader, load_rubrics
from interviewer.settings import load_settings

OWN_AT_LEAST, OTHERS_BELOW = 85.0, 20.0


def main() -> int:
    """Print the scores that miss the bars as they come, and a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--others",
        type=int,
        default=29,
        choices=range(1, 30),
        metavar="N",
        help="how many of the other questions each is held against",
    )
    others = parser.parse_args().others
    questions = load_rubrics()
    grader = build_grader(load_settings().for_scores)
    own, foreign = [], []
    for place, answered in enumerate(questions):
        asked = [questions[(place + step) % len(questions)] for step in range(others + 1)]
        scores = [grade.score or 0.0 for grade in grader.grade_many(asked, [answered.reference_answer] * len(asked))]
        own.append(scores[0])
        foreign += scores[1:]
        if scores[0] < OWN_AT_LEAST:
            print(f"{answered.id} scores {scores[0]} on its own question", flush=True)
        for question, score in zip(asked[1:], scores[1:], strict=True):
            if score >= OTHERS_BELOW:
                print(f"{answered.id} scores {score} on {question.id}", flush=True)
    high = sum(score >= OTHERS_BELOW for score in foreign)
    print(f"own question: lowest {min(own)}, mean {sum(own) / len(own):.1f}")
    print(
        f"other questions: {high} of {len(foreign)} at {OTHERS_BELOW:g} or more, highest {max(foreign)}, "
        f"mean {sum(foreign) / len(foreign):.1f}"
    )
    return 1 if high or min(own) < OWN_AT_LEAST else 0


if __name__ == "__main__":
    sys.exit(main())
