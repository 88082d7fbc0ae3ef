"""Questions, rows and grades that the agreement tests share; the grader is the real one over followable models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interviewer.agreement.marks import MarkedFile, Scale, marked_answers
from interviewer.agreement.study import Study, study_of
from interviewer.batch.rows import Place, Row
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from interviewer.settings import Settings
from rubrics.model import KeyPoint, Question
from tests.plain import PlainEmbedder, PlainVerifier

STATEMENTS = {
    "birds": ("Feathers keep a bird warm in winter", "Hollow bones make a bird light enough to fly"),
    "bridges": ("Steel cables carry the deck of the bridge", "Expansion joints let the bridge grow in summer heat"),
    "bread": ("Yeast turns sugar into gas bubbles", "Gluten holds the gas inside the dough"),
}
QUESTIONS = tuple(
    Question(
        id=name,
        question=f"What should be known about {name}?",
        reference_answer=". ".join(statements) + ".",
        key_points=tuple(KeyPoint(id=f"point-{n}", statement=one) for n, one in enumerate(statements)),
    )
    for name, statements in STATEMENTS.items()
)


def row(number: int, question: str, answer: str, **extra: object) -> Row:
    """One row of a file named marks.csv; the first answer stands in line 2."""
    place = Place(file="marks.csv", line=number + 1)
    return Row(place=place, answer_id=str(number), question_id=question, answer=answer, extra=extra)


def usual_rows(per_question: int = 4, **columns: Sequence[object]) -> list[Row]:
    """Answers that state both points, the first, neither, or deny the second, marked 100, 50, 0 and 40 in turn."""
    rows = []
    for name, (first, second) in STATEMENTS.items():
        kinds = [
            (f"{first}. {second}.", 100, {"point-0": "covered", "point-1": "covered"}),
            (f"{first}.", 50, {"point-0": "covered", "point-1": "missing"}),
            ("Nothing of this is known to me at all.", 0, {"point-0": "missing", "point-1": "missing"}),
            (f"{first}. It is false that {second}.", 40, {"point-0": "covered", "point-1": "contradicted"}),
        ]
        for turn in range(per_question):
            answer, mark, labels = kinds[turn % 4]
            number = len(rows) + 1
            extra = {column: values[(number - 1) % len(values)] for column, values in columns.items()}
            rows.append(row(number, name, answer, **({"mark": mark, "labels": labels} | extra)))
    return rows


def grades_of(file: MarkedFile) -> list[Grade]:
    """Grades by the real grader over models that anyone can follow by hand."""
    known: Mapping[str, Question] = {question.id: question for question in QUESTIONS}
    grader = Grader(PlainEmbedder(), PlainVerifier(), Settings())
    return grader.grade_many([known[a.question_id] for a in file.answers], [a.answer for a in file.answers])


def study_from(rows: Sequence[Row], scale: str = "0-100") -> Study:
    """The study of these rows."""
    file = marked_answers(rows, QUESTIONS, Scale.parse(scale))
    return study_of(file, grades_of(file), QUESTIONS, PlainEmbedder())
