"""Agreement with human marks on the sets named in the README; prints the README's table, set by set.

    python -m benchmarks.agreement INTERVIEW_DEV.jsonl [--report FOLDER [--train FOLDER] [--limit N]]
        [--json FILE] [--page FILE] [--card FILE]

INTERVIEW_DEV.jsonl is a file as `interview_dev_to_answers.py` takes it. FOLDER holds `scientsbank_unseen_questions`,
`beetle_unseen_questions`, `saf_unseen_answers` and `stita` as `.jsonl.gz`. With --train, a folder with
the training sets, the borders between the labels correct, contradictory and incorrect are fitted on those questions
that training keeps apart; without it they are the defaults of `published.Border`. No report set is ever fitted to.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.interview_dev_to_answers import answers as answer_rows
from benchmarks.interview_dev_to_answers import rubric, write
from benchmarks.published import LABELS, Border, PublishedSet, as_set, fitted, label_of, read_set
from interviewer.agreement import resampled
from interviewer.agreement.bootstrap import Figure, Measure, figures
from interviewer.agreement.card import AgreementCard
from interviewer.agreement.marks import Scale
from interviewer.agreement.metrics import confusion, macro_f1
from interviewer.agreement.page import page
from interviewer.agreement.study import Study, study_of
from interviewer.agreement.verdict_study import clusters_of
from interviewer.commands.evaluate import grade_marked, read_marked
from interviewer.grading.grade import Grade
from interviewer.grading.grader import Grader
from interviewer.models.protocols import Embedder
from interviewer.settings import Settings
from interviewer.training.marking import public_rows
from interviewer.wiring import build_embedder, build_grader, build_verifier
from rubrics.loading import load_rubrics

LABELLED = ("scientsbank", "beetle")
TRAINING_SAMPLE = 500
INTERVIEW = "interview answers"
HEADER = ("| set | measure | Interviewer | 95 % interval | bar | best baseline |", "|---|---|---|---|---|---|")
ON_THE_CARD = ("F1 of covered", "F1 of contradicted", "contradicted points credited", "Pearson", "MAE")
KINDS_THAT_STATE_NOTHING = ("keyword_stuffing", "question_echo", "vague")
KINDS_IN_ANOTHER_VOICE = ("esl_typos", "analogy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; `rival` is the best baseline's value, `bar` the value to reach."""

    where: str
    what: str
    figure: Figure
    bar: str
    rival: float | None = None
    decimals: int = 2


def main() -> None:
    """Grade, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("interview_dev", type=Path)
    parser.add_argument("--report", type=Path, help="folder of the published sets")
    parser.add_argument("--train", type=Path, help="folder of training sets, to fit the borders between labels")
    parser.add_argument("--limit", type=int, help="so many answers of each published set, for a quick look")
    parser.add_argument("--json", type=Path, help="write the whole study of the interview answers")
    parser.add_argument("--page", type=Path, help="write its page")
    parser.add_argument("--card", type=Path, help="write the agreement card that ships with the verifier")
    given = parser.parse_args()
    settings = Settings()
    grader, embedder = build_grader(settings.for_scores), build_embedder(settings)
    study, kinds = interview_study(given.interview_dev, grader, embedder)
    rows = list(interview_rows(study, kinds))
    print(*HEADER, *map(line, rows), sep="\n", flush=True)
    if given.report:
        for row in published_rows(given.report, given.train, given.limit, grader, embedder):
            print(line(row), flush=True)
    if given.card:
        card = AgreementCard(
            verifier=build_verifier(settings).name,
            answers=len(study.compared),
            questions=study.questions,
            figures={row.what: row.figure for row in rows if row.where == INTERVIEW and row.what in ON_THE_CARD},
        )
        given.card.write_text(card.as_text(), encoding="utf-8")
    if given.json:
        given.json.write_text(json.dumps(study.as_json(), indent=1, allow_nan=False) + "\n", encoding="utf-8")
    if given.page:
        given.page.write_text(page(study), encoding="utf-8")


def interview_study(path: Path, grader: Grader, embedder: Embedder) -> tuple[Study, dict[str, str]]:
    """The study of the interview answers, and each answer's kind by its id."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for record in records for row in answer_rows(record)]
    with tempfile.TemporaryDirectory() as folder:
        rubrics, answers = Path(folder) / "rubrics.jsonl", Path(folder) / "answers.jsonl"
        write(rubrics, [rubric(record) for record in records])
        write(answers, rows)
        questions = load_rubrics(rubrics)
        file = read_marked(answers, questions, Scale())
    grades = grade_marked(file, questions, grader)
    return study_of(file, grades, questions, embedder), {row["answer_id"]: row["kind"] for row in rows}


def interview_rows(study: Study, kinds: dict[str, str]) -> Iterator[Row]:
    """The measures on the interview answers."""
    where, verdicts = INTERVIEW, study.verdicts
    if verdicts is None:
        sys.exit("the interview file holds no labels: give one whose answers have them")
    yield Row(where=where, what="F1 of covered", figure=verdicts.f1["covered"], bar="≥ 0.85")
    yield Row(where=where, what="F1 of contradicted", figure=verdicts.f1["contradicted"], bar="≥ 0.70")
    yield Row(where=where, what="contradicted points credited", figure=verdicts.contradicted_credited, bar="≤ 0.05")
    yield Row(where=where, what="calibration error of covered", figure=verdicts.calibration_error, bar="≤ 0.05")
    ours, baselines = study.lines[0], [line for line in study.lines[1:] if "person" not in line.name]
    yield Row(
        where=where, what="Pearson", figure=ours.measures["pearson"], bar="≥ 0.92", rival=best(baselines, "pearson")
    )
    yield Row(where=where, what="MAE", figure=ours.measures["mae"], bar="≤ 9", rival=best(baselines, "mae"), decimals=1)
    for kind in KINDS_THAT_STATE_NOTHING:
        scores = [one.score for one in study.compared if kinds[one.answer_id] == kind]
        figure = Figure(value=float(np.mean(scores)), why="too few") if scores else Figure(value=None, why="none")
        yield Row(where=where, what=f"mean score, {kind}", figure=figure, bar="< 8", decimals=1)
    for kind in KINDS_IN_ANOTHER_VOICE:
        apart = [abs(one.score - one.mark) for one in study.compared if kinds[one.answer_id] == kind]
        figure = Figure(value=float(np.mean(apart)), why="too few") if apart else Figure(value=None, why="none")
        yield Row(where=where, what=f"mean distance to mark, {kind}", figure=figure, bar="≤ 10", decimals=1)


def published_rows(
    report: Path, train: Path | None, limit: int | None, grader: Grader, embedder: Embedder
) -> Iterator[Row]:
    """The measures on the published sets, errors on the scale 0 to 1."""
    bars = {"scientsbank": ("≥ 0.58", "≥ 0.76"), "beetle": ("≥ 0.62", "≥ 0.75")}
    for name in LABELLED:
        published = read_set(report / f"{name}_unseen_questions.jsonl.gz", limit)
        border = _border(train, name, grader)
        grades = grade_marked(published.file, published.questions, grader)
        three, two = label_figures(published, grades, border)
        where = f"{published.name} (correct from {border.correct_at:g}, contradictory from {border.contradictory_at:g})"
        yield Row(where=where, what="3-way macro-F1", figure=three, bar=bars[name][0], decimals=3)
        yield Row(where=where, what="2-way macro-F1", figure=two, bar=bars[name][1], decimals=3)
    for name, measure, title, bar in (
        ("saf_unseen_answers", "rmse", "RMSE", "≤ 0.24"),
        ("stita", "weighted_rmse", "weighted RMSE", "≤ 0.22"),
    ):
        published = read_set(report / f"{name}.jsonl.gz", limit)
        grades = grade_marked(published.file, published.questions, grader)
        study = study_of(published.file, grades, published.questions, embedder)
        rival = best(study.lines[1:], measure)
        yield Row(
            where=name,
            what=title,
            figure=_by_hundred(study.lines[0].measures[measure]),
            bar=bar,
            rival=None if rival is None else rival / 100,
            decimals=3,
        )
        yield Row(where=name, what="Pearson", figure=study.lines[0].measures["pearson"], bar="–")


def label_figures(published: PublishedSet, grades: Sequence[Grade], border: Border) -> tuple[Figure, Figure]:
    """3-way and 2-way macro-F1 of the labels that the grades amount to."""
    known = {question.id: question for question in published.questions}
    truth = np.array([LABELS.index(label) for label in published.labels or ()])
    guess = np.array([LABELS.index(label_of(grade, known[grade.question_id], border)) for grade in grades])
    right, called_right = (truth == 0).astype(np.int64), (guess == 0).astype(np.int64)
    clusters = clusters_of(published.file.answers)
    found = figures({"three": _macro(truth, guess, 3), "two": _macro(right, called_right, 2)}, clusters)
    return found["three"], found["two"]


def _macro(truth: np.ndarray, guess: np.ndarray, classes: int) -> Measure:
    return Measure(
        once=lambda: macro_f1(confusion(truth, guess, classes)),
        many=lambda times: resampled.macro_f1(resampled.confusions(truth, guess, classes, times)),
    )


def best(lines: Sequence, measure: str) -> float | None:
    """The best baseline's value of a measure: the highest correlation, the lowest error."""
    values = [line.measures[measure].value for line in lines if line.measures[measure].value is not None]
    return (max if measure in ("pearson", "spearman") else min)(values, default=None)


def _border(train: Path | None, name: str, grader: Grader) -> Border:
    if train is None:
        return Border()
    rows = [row for row in public_rows(train, held_out=True) if row["dataset"] == name]
    published = as_set(f"{name}, questions kept apart", rows, TRAINING_SAMPLE)
    return fitted(published, grade_marked(published.file, published.questions, grader))


def _by_hundred(figure: Figure) -> Figure:
    value, low, high = (None if one is None else one / 100 for one in (figure.value, figure.low, figure.high))
    return Figure(value=value, low=low, high=high, why=figure.why)


def line(row: Row) -> str:
    """The row as a line of the Markdown table under HEADER."""
    value, low, high, rival = (
        "–" if one is None else f"{one:.{row.decimals}f}"
        for one in (row.figure.value, row.figure.low, row.figure.high, row.rival)
    )
    between = "–" if row.figure.low is None else f"{low} to {high}"
    return f"| {row.where} | {row.what} | {value} | {between} | {row.bar} | {rival} |"


if __name__ == "__main__":
    main()
