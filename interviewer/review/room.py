"""The review room: graded answers, what is odd about them, and the decisions of the person who looks at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock

from interviewer.batch.graded_rows import graded_lines
from interviewer.batch.reading import read_rows
from interviewer.batch.rows import Row
from interviewer.errors import InputError
from interviewer.grading.scoring import Scheme
from interviewer.models.protocols import Embedder
from interviewer.review.alike import Group, group
from interviewer.review.decisions import Decision, DecisionLog, by_answer
from interviewer.review.doubts import Doubt, queue
from interviewer.review.examples import write_copy
from interviewer.review.graded_answer import GradedAnswer, Standing, stand, verdicts_of
from interviewer.review.health import Finding, health_of
from rubrics.model import Question


def read_graded(results: Path, answers: Path, questions: Sequence[Question]) -> tuple[GradedAnswer, ...]:
    """The rows of a grades file with their answers, in their order.

    Raises:
        InputError: If a file cannot be used, a question has no or another rubric, or an answer is not there.
    """
    rubrics = {question.id: question for question in questions}
    rows = [row for _, _, row in graded_lines(results)]
    if not rows:
        raise InputError(f"{results.name} holds no grades")
    wanted = {str(row["answer_id"]) for row in rows}
    texts: dict[str, str] = {}
    for one in read_rows(answers):
        if isinstance(one, Row) and one.answer_id in wanted:
            texts.setdefault(one.answer_id, one.answer)
    graded = []
    for place, row in enumerate(rows):
        answer_id, question_id = str(row["answer_id"]), str(row["question_id"])
        if question_id not in rubrics:
            raise InputError(
                f"question {question_id!r} of {results.name} is not in the rubrics: give them by --rubrics"
            )
        if row["graded_with"].get("rubric") != rubrics[question_id].fingerprint:
            raise InputError(
                f"question {question_id!r} has another rubric than {results.name} was graded by: give that one by "
                "--rubrics, or bring the results up to date with `interviewer regrade … --apply`"
            )
        if answer_id not in texts:
            raise InputError(f"answer {answer_id!r} of {results.name} is not in {answers.name}: give the graded file")
        extra = row.get("extra")
        graded.append(
            GradedAnswer(
                place=place,
                answer_id=answer_id,
                question=rubrics[question_id],
                student=str(extra.get("student") or "") if isinstance(extra, dict) else "",
                answer=texts[answer_id],
                score=row["score"],
                reason=str(row.get("reason") or ""),
                verdicts=verdicts_of(row),
                flags=tuple(map(str, row["flags"])),
                confidence=float(row.get("confidence") or 0.0),
            )
        )
    _check_quotes(graded, answers)
    return tuple(graded)


class Room:
    """What the review page shows and does; safe among threads.

    Args:
        results: The grades file; nothing in it is changed.
        answers: What was read of it (see `read_graded`).
        questions: The whole rubric set.
        scheme: What a verdict is worth.
        log: Where decisions are kept.
        embedder: Gives the embedder when answers are first grouped.
    """

    def __init__(
        self,
        results: Path,
        answers: Sequence[GradedAnswer],
        questions: Sequence[Question],
        scheme: Scheme,
        log: DecisionLog,
        embedder: Callable[[], Embedder],
    ) -> None:
        self.results, self.answers, self.scheme = results, answers, scheme
        self.questions = tuple(one for one in questions if any(a.question.id == one.id for a in answers))
        self._all_questions, self._log, self._embedder = questions, log, embedder
        self._grouping, self._deciding = Lock(), Lock()
        self._groups: dict[str, tuple[Group, ...]] = {}
        self._decided = by_answer(log.standing())
        self._place_of = {one.answer_id: one.place for one in answers}

    @cached_property
    def queue(self) -> tuple[Doubt, ...]:
        """The answers in doubt, those first whose score could change most; decisions do not change it."""
        return queue(self.answers, self.scheme)

    @cached_property
    def doubts(self) -> Mapping[int, Doubt]:
        """The doubts by the answer's place."""
        return {doubt.place: doubt for doubt in self.queue}

    @cached_property
    def health(self) -> Mapping[str, tuple[Finding, ...]]:
        """What is odd about each question's key points."""
        return {question.id: health_of(question, self.of_question(question.id)) for question in self.questions}

    def of_question(self, question_id: str) -> Sequence[GradedAnswer]:
        """The answers to a question, in their order."""
        return self._by_question.get(question_id, ())

    def groups(self, question_id: str) -> tuple[Group, ...]:
        """The answers to a question, alike ones together, the largest group first."""
        with self._grouping:
            if question_id not in self._groups:
                self._groups[question_id] = group(self.of_question(question_id), self._embedder())
            return self._groups[question_id]

    def group_of(self, place: int) -> Group:
        """The answers alike to one."""
        return next(one for one in self.groups(self.answers[place].question.id) if place in one.places)

    def standing(self, place: int) -> Standing:
        """What holds for an answer now."""
        graded = self.answers[place]
        return stand(graded, self._decided.get(graded.answer_id, ()), self.scheme)

    @property
    def decided(self) -> int:
        """How many decisions stand."""
        return len(self._log)

    @property
    def reviewed(self) -> int:
        """How many answers have a decision."""
        return len(self._decided)

    def examples_of(self, question_id: str, key_point: str) -> Sequence[Decision]:
        """The examples that were marked for a key point."""
        return [
            one
            for one in self._log.standing()
            if one.kind == "example" and (one.question_id, one.key_point) == (question_id, key_point)
        ]

    def decide(self, decision: Decision) -> None:
        """Keeps a decision.

        Raises:
            InputError: If it is on an answer, key point or grade that there is not, or cannot be reckoned with.
            StorageError: If it cannot be kept.
        """
        with self._deciding:
            self._check(decision)
            self._log.add(decision)
            self._settle(decision)

    def undo(self) -> Decision | None:
        """Takes back the last decision that stands, and gives it; None where none stands.

        Raises:
            StorageError: If that cannot be kept.
        """
        with self._deciding:
            undone = self._log.undo()
            if undone is not None:
                self._settle(undone)
            return undone

    def find_place(self, answer_id: str) -> int | None:
        """The place of an answer in the results, or None."""
        return self._place_of.get(answer_id)

    @cached_property
    def _by_question(self) -> Mapping[str, Sequence[GradedAnswer]]:
        found: dict[str, list[GradedAnswer]] = defaultdict(list)
        for one in self.answers:
            found[one.question.id].append(one)
        return found

    def _settle(self, decision: Decision) -> None:
        standing = self._log.standing()
        self._decided = by_answer(standing)
        if decision.kind == "example":
            write_copy(self._all_questions, standing, self.results)

    def _check(self, decision: Decision) -> None:
        points = {point.id for one in self.questions if one.id == decision.question_id for point in one.key_points}
        if decision.key_point and decision.key_point not in points:
            raise InputError(f"question {decision.question_id!r} has no key point {decision.key_point!r}")
        for answer_id in decision.answers:
            place = self._place_of.get(answer_id)
            if place is None or self.answers[place].question.id != decision.question_id:
                raise InputError(f"question {decision.question_id!r} has no answer {answer_id!r}")
            graded = self.answers[place]
            if decision.kind == "verdict" and not any(v.key_point == decision.key_point for v in graded.verdicts):
                raise InputError(f"answer {answer_id!r} was not graded: give it a mark")
            stand(graded, [*self._decided.get(answer_id, ()), decision], self.scheme)


def _check_quotes(graded: Sequence[GradedAnswer], answers: Path) -> None:
    for one in graded:
        for verdict in one.verdicts:
            span = verdict.evidence
            if span is not None and one.answer[span.start : span.end] != span.quote:
                raise InputError(
                    f"answer {one.answer_id!r} in {answers.name} is not the one that was graded; the grade quotes "
                    f"{span.quote!r}, which does not stand there: give the file that was graded"
                )
