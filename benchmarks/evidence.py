"""How tight the evidence is: share of covered verdicts that are lost when their evidence is deleted from the answer.

usage: python benchmarks/evidence.py RUBRICS.jsonl ANSWERS.jsonl [--count 60]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from interviewer import build_grader, load_rubrics


def main() -> None:
    """Print the share and the mean length of the evidence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rubrics", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--count", type=int, default=60)
    given = parser.parse_args()
    questions = {question.id: question for question in load_rubrics(given.rubrics)}
    rows = [json.loads(line) for line in given.answers.read_text(encoding="utf-8").splitlines()][: given.count]
    grader = build_grader()
    asked, texts = [questions[row["question_id"]] for row in rows], [row["answer"] for row in rows]
    cut = [
        (question, answer, place, verdict.evidence)
        for question, answer, grade in zip(asked, texts, grader.grade_many(asked, texts), strict=True)
        for place, verdict in enumerate(grade.verdicts)
        if verdict.verdict == "covered" and verdict.evidence
    ]
    again = grader.grade_many(
        [question for question, *_ in cut],
        [answer[: span.start] + answer[span.end :] for _, answer, _, span in cut],
    )
    lost = sum(grade.verdicts[place].verdict != "covered" for grade, (_, _, place, _) in zip(again, cut, strict=True))
    words = sum(len(span.quote.split()) for *_, span in cut) / len(cut)
    print(f"{lost} of {len(cut)} covered points lost without their evidence: {lost / len(cut):.3f}")
    print(f"evidence has {words:.1f} words on average")


if __name__ == "__main__":
    main()
