"""Answers that a person has marked, in the project's own formats: a rubrics file and a file of answers.

    python benchmarks/interview_dev_to_answers.py INTERVIEW_DEV.jsonl RUBRICS.jsonl ANSWERS.jsonl

The input holds one question a line with its key points (`text` for `statement`; none for one of the thirty) and its
answers, each with a `kind`, an `overall` mark (0 to 100) and `labels` (a verdict for every key point). These stand in
further columns of the answers, the mark also as `mark`, so that both commands take the file:

    interviewer grade ANSWERS.jsonl --rubrics RUBRICS.jsonl
    interviewer evaluate ANSWERS.jsonl --rubrics RUBRICS.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rubrics.loading import load_rubrics

CARRIED = ("question", "level", "topic", "reference_answer")


def rubric(record: Mapping[str, Any]) -> dict[str, Any]:
    """The question with its key points as a line of a rubrics file; without any, it is one of the thirty."""
    if "key_points" not in record:
        (known,) = (question for question in load_rubrics() if question.id == record["question_id"])
        return known.as_document()
    points = [{"id": one["id"], "statement": one["text"], "weight": one["weight"]} for one in record["key_points"]]
    carried = {name: record[name] for name in CARRIED if record.get(name)}
    return {"id": record["question_id"], **carried, "key_points": points}


def answers(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The question's answers as lines of an answers file."""
    for one in record["answers"]:
        yield {
            "answer_id": f"{record['question_id']}/{one['id']}",
            "question_id": record["question_id"],
            "answer": one["text"],
            "mark": one["overall"],
            "kind": one["kind"],
            "overall": one["overall"],
            "labels": one["labels"],
        }


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    """One JSON object a line."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main(source: str, rubrics: str, output: str) -> None:
    """Converts the file and says what it held."""
    with Path(source).open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file if line.strip()]
    questions = [rubric(record) for record in records]
    rows = [row for record in records for row in answers(record)]
    write(Path(rubrics), questions)
    write(Path(output), rows)
    labels = sum(len(row["labels"]) for row in rows)
    print(f"{len(questions)} questions, {len(rows)} answers, {labels} labels")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
