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
    """Print the scores that miss the bars and a summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", type=int, default=29, help="how many of the other questions each is held against")
    others = parser.parse_args().others
    questions = load_rubrics()
    grader = build_grader(load_settings().for_scores)
    pairs = [
        (questions[(place + step) % len(questions)], answered)
        for place, answered in enumerate(questions)
        for step in range(others + 1)
    ]
    grades = grader.grade_many([asked for asked, _ in pairs], [answered.reference_answer for _, answered in pairs])
    own = [(g.score or 0.0, a.id) for g, (q, a) in zip(grades, pairs, strict=True) if q.id == a.id]
    foreign = [(g.score or 0.0, a.id, q.id) for g, (q, a) in zip(grades, pairs, strict=True) if q.id != a.id]
    low = [row for row in sorted(own) if row[0] < OWN_AT_LEAST]
    high = [row for row in sorted(foreign, reverse=True) if row[0] >= OTHERS_BELOW]
    for score, answered in low:
        print(f"{answered} scores {score} on its own question")
    for score, answered, asked in high:
        print(f"{answered} scores {score} on {asked}")
    print(f"own question: lowest {min(own)[0]}, mean {sum(s for s, _ in own) / len(own):.1f}")
    print(f"other questions: highest {max(foreign)[0]}, mean {sum(s for s, *_ in foreign) / len(foreign):.1f}")
    return 1 if low or high else 0


if __name__ == "__main__":
    sys.exit(main())
