"""Asking the verifier: the sentences nearest to a key point decide its verdict; the one that it hangs on is evidence.

Rounds over all answers at once, each one call of the verifier: every key point against its nearest sentences; for the
points that something was found for, the same less one of the nearest at a time, and, where the finding outlives each,
less some in a row, which decides the evidence and no verdict; for the points in doubt, the rubric's own examples
(`accept`, `reject`); for claims that a sentence denies, the claim alone; and for answers to be held against a bare
reference answer, the whole of both. What was asked in one round, or of another answer with the same words, is not asked
again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np

from interviewer.grading.asking import AskedOnce
from interviewer.grading.denial import find_denied_claim
from interviewer.grading.fillers import without_fillers
from interviewer.grading.rows import CONTRADICTED, COVERED, MISSING, against_all, with_examples, with_rejects
from interviewer.grading.seeing import Passage, View, passages, views_of
from interviewer.grading.similarity import nearest_windows
from interviewer.grading.text import Span, clauses, readable
from interviewer.grading.verdicts import Calibration, Row, as_row, calibrated, with_whole
from interviewer.models.protocols import Claim, Embedder, Rows, Verifier, WholeAnswer
from rubrics.derive import is_derived
from rubrics.model import Question

EvidenceBy = Literal["decisive", "nearest"]

FOUND_AT = 0.1  # a point that is this likely to be spoken of is asked again without each of its sentences
LEFT_OUT = 3  # sentences, the nearest ones, of which the evidence is one
LONGEST_RUN = 3  # sentences in a row that are evidence together, where none is alone
MUCH_LEFT = 0.5  # share of a finding; what leaves more was not what it hangs on …
ALL_LEFT = 0.95  # … and what leaves more than this had no part in it
DOUBT = (0.03, 0.5)  # probability of covered, not yet calibrated, between which the rubric's examples are asked
LIKELY = 0.8  # … and up to which the likely points that have rejects: a misconception can sound like the point


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found for the K key points of an answer.

    rows: Shape (K, 3), probabilities of missing, covered, contradicted. spans: each key point's evidence, or None.
    similarities: Shape (K,), cosine of each key point's nearest window, in [-1, 1]. whole: Shape (3,), how the answer
    as a whole stands to the reference answer: probability of beside it, right, against it; None where the key points
    are an examiner's own.
    """

    rows: Rows
    spans: tuple[Span | None, ...]
    similarities: Rows
    whole: Rows | None = None


@dataclass(slots=True, kw_only=True)
class _Case:
    question: Question
    answer: str
    kept: tuple[Span, ...]
    said: tuple[str, ...]  # the kept sentences, as the verifier reads them
    windows: list[Span] = field(default_factory=list)
    near: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int64))  # (K, W), windows, nearest first
    cosines: Rows = field(default_factory=lambda: np.zeros((0, 0), np.float32))  # (K, W)
    sentences: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int64))  # (K, S), nearest first
    passage_of: dict[int, Passage] = field(default_factory=dict)
    rows: Rows = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    found: Rows = field(default_factory=lambda: np.zeros((0, 3), np.float32))  # rows before the examples
    without: dict[int, dict[View, np.ndarray]] = field(default_factory=dict)  # rows by point and sentences left out
    whole: Rows | None = None

    def view(self, k: int) -> View:
        """The sentences that a key point is held against."""
        return self.passage_of[k].views[k]

    def is_unbroken(self, run: View) -> bool:
        """Whether nothing stands between the sentences in a row: none of them was sifted out."""
        between = "".join(self.answer[self.kept[a].end : self.kept[b].start] for a, b in pairwise(run))
        return not any(character.isalpha() for character in between)

    def claim(self, k: int, asked: Sequence[tuple[str, View]]) -> Claim:
        """Statements held against sentences that are read with those of a key point."""
        return self.passage_of[k].claim(self.question.question, self.said, asked)


def judge(
    embedder: Embedder,
    verifier: Verifier,
    answers: Sequence[tuple[Question, str, tuple[Span, ...]]],
    evidence: EvidenceBy = "decisive",
) -> list[Judged]:
    """Probabilities and spans for answers, each with the sentences that may count (not empty).

    A span is the sentence that the verdict hangs on, or some in a row; for less, the nearest window.
    """
    cases = [
        _Case(question=q, answer=a, kept=kept, said=tuple(without_fillers(readable(span.of(a))) for span in kept))
        for q, a, kept in answers
    ]
    _find_windows(embedder, cases)
    asked = AskedOnce(verifier)
    _ask_passages(asked, cases)
    if evidence == "decisive":
        _ask_without(asked, cases)
    _ask_examples(asked, cases)
    _ask_denied(asked, cases)
    _ask_whole(asked, cases)
    return [
        Judged(rows=case.rows, spans=tuple(_spans(case)), similarities=case.cosines.max(axis=1), whole=case.whole)
        for case in cases
    ]


def point_rows(judged: Judged, at: Calibration) -> list[Row]:
    """The calibrated probabilities of each key point; a single derived one goes with the answer as a whole."""
    rows = [calibrated(as_row(row), at) for row in judged.rows]
    if judged.whole is not None and len(rows) == 1:
        return [with_whole(rows[0], as_row(judged.whole), at)]
    return rows


def _find_windows(embedder: Embedder, cases: Sequence[_Case]) -> None:
    texts: list[str] = []
    for case in cases:
        for sentence in case.kept:
            parts = clauses(case.answer, sentence)
            case.windows += [sentence, *(part for part in parts if part != sentence)]
        texts += [readable(window.of(case.answer)) for window in case.windows]
        texts += [*case.said, *(point.statement for point in case.question.key_points)]
    unique = sorted(set(texts))
    rows = embedder.embed(unique)
    row_of = dict(zip(unique, rows, strict=True))
    for case in cases:
        windows = np.stack([row_of[readable(window.of(case.answer))] for window in case.windows])
        points = np.stack([row_of[point.statement] for point in case.question.key_points])
        case.near = nearest_windows(windows, points, len(case.windows))
        case.cosines = np.clip(points @ windows.T, -1.0, 1.0)
        said = np.stack([row_of[sentence] for sentence in case.said])
        case.sentences = nearest_windows(said, points, len(said))


def _ask_passages(verifier: Verifier, cases: Sequence[_Case]) -> None:
    claims: list[Claim] = []
    for case in cases:
        points = case.question.key_points
        is_whole = len(points) == 1 and is_derived(points[0])
        views = views_of(case.sentences, len(case.said)) if is_whole else views_of(case.sentences)
        for passage in passages(views, [len(text.split()) for text in case.said]):
            case.passage_of |= dict.fromkeys(passage.views, passage)
            asked = [(points[k].statement, view) for k, view in passage.views.items()]
            claims.append(passage.claim(case.question.question, case.said, asked))
    rows = iter(verifier.judge(claims))
    for case in cases:
        case.rows = np.concatenate([next(rows) for _ in dict.fromkeys(map(id, case.passage_of.values()))])
        case.found = case.rows.copy()


def _ask_without(verifier: Verifier, cases: Sequence[_Case]) -> None:
    for left_out in (_nearest_ones, _in_a_row):
        claims: list[Claim] = []
        places: list[tuple[_Case, int, list[View]]] = []
        for case in cases:
            for found in np.flatnonzero(1.0 - case.rows[:, MISSING] >= FOUND_AT):
                k, view = int(found), case.view(int(found))
                if len(view) > 1 and (runs := left_out(case, k)):
                    statement = case.question.key_points[k].statement
                    asked = [(statement, tuple(place for place in view if place not in run)) for run in runs]
                    claims.append(case.claim(k, asked))
                    places.append((case, k, runs))
        for (case, k, runs), rows in zip(places, verifier.judge(claims), strict=True):
            case.without.setdefault(k, {}).update(zip(runs, rows, strict=True))


def _nearest_ones(case: _Case, k: int) -> list[View]:
    return [(int(place),) for place in case.sentences[k, :LEFT_OUT]]


def _in_a_row(case: _Case, k: int) -> list[View]:
    """Runs of sentences around the nearest, the shortest first, if the point outlives each sentence alone."""
    if _decisive(case, k):
        return []
    view, nearest = set(case.view(k)), int(case.sentences[k, 0])
    runs = (
        tuple(range(first, first + length))
        for length in range(2, LONGEST_RUN + 1)
        for first in range(nearest - length + 1, nearest + 1)
    )
    return [run for run in runs if run[0] in view and run[-1] in view and view - set(run) and case.is_unbroken(run)]


def _left_without(case: _Case, k: int) -> dict[View, float]:
    """The share of what was found of the point that is left without sentences, the nearest first, then runs."""
    side = COVERED if case.found[k, COVERED] >= case.found[k, CONTRADICTED] else CONTRADICTED
    found = float(case.found[k, side])
    return {run: float(row[side]) / found for run, row in case.without.get(k, {}).items()}


def _decisive(case: _Case, k: int) -> View | None:
    """The sentences without which least is left of what was found of the point; the nearer, the fewer of equals.

    None where much is left whichever go: the point is said more than once.
    """
    left = _left_without(case, k)
    lost = [run for run, share in left.items() if share <= MUCH_LEFT]
    fewest = min(map(len, lost), default=0)
    return min((run for run in lost if len(run) == fewest), key=lambda run: round(left[run], 1), default=None)


def _most_telling(case: _Case, k: int) -> View:
    """The sentence that the point loses most without, though it outlives it; the nearest where no loss is seen."""
    telling = {run: share for run, share in _left_without(case, k).items() if len(run) == 1 and share <= ALL_LEFT}
    return min(telling, key=telling.__getitem__, default=(int(case.sentences[k, 0]),))


def _ask_examples(verifier: Verifier, cases: Sequence[_Case]) -> None:
    claims: list[Claim] = []
    places: list[tuple[_Case, int, int]] = []
    for case in cases:
        for k, point in enumerate(case.question.key_points):
            is_likely = case.rows[k, COVERED] > DOUBT[1]
            most = LIKELY if point.reject else DOUBT[1]
            accepts = (point.statement, *point.accept) if is_likely else point.accept
            examples = (*accepts, *point.reject)
            if examples and DOUBT[0] <= case.rows[k, COVERED] <= most:
                claims.append(case.claim(k, [(example, case.view(k)) for example in examples]))
                places.append((case, k, len(accepts)))
    for (case, k, accepted_ones), rows in zip(places, verifier.judge(claims), strict=True):
        accepted = float(rows[:accepted_ones, COVERED].max(initial=0.0))
        rejected = float(rows[accepted_ones:, COVERED].max(initial=0.0))
        turn = with_rejects if case.rows[k, COVERED] > DOUBT[1] else with_examples
        case.rows[k] = turn(case.rows[k], accepted, rejected)


def _ask_denied(verifier: Verifier, cases: Sequence[_Case]) -> None:
    """Where the nearest sentence denies a claim, ask the claim alone: to deny what covers a point contradicts it."""
    claims: list[Claim] = []
    places: list[tuple[_Case, int]] = []
    for case in cases:
        for k, point in enumerate(case.question.key_points):
            denied = find_denied_claim(case.said[int(case.sentences[k, 0])])
            if denied and case.rows[k, COVERED] > case.rows[k, CONTRADICTED]:
                claims.append(
                    Claim(question=case.question.question, sentences=(denied,), statements=(point.statement,))
                )
                places.append((case, k))
    for (case, k), rows in zip(places, verifier.judge(claims), strict=True):
        if rows[0, COVERED] > rows[0, CONTRADICTED]:
            missing, covered, contradicted = case.rows[k]
            case.rows[k] = (missing, contradicted, covered)


def _ask_whole(verifier: Verifier, cases: Sequence[_Case]) -> None:
    """Hold each answer against its reference answer where the key points were derived from that alone."""
    bare = [case for case in cases if case.question.reference_answer and all(map(is_derived, case.question.key_points))]
    answers = [
        WholeAnswer(
            question=case.question.question,
            reference=reference,
            answer=" ".join(case.said),
        )
        for case in bare
        for reference in _right_answers(case.question)
    ]
    rows = iter(verifier.mark(answers))
    for case in bare:
        case.whole = against_all([next(rows) for _ in _right_answers(case.question)])


def _right_answers(question: Question) -> list[str]:
    """The reference answer and, where it is a single key point, that point's other wordings."""
    others = question.key_points[0].accept if len(question.key_points) == 1 else ()
    return list(dict.fromkeys((question.reference_answer, *others)))


def _spans(case: _Case) -> list[Span | None]:
    spans: list[Span | None] = []
    for k in range(len(case.question.key_points)):
        if k in case.without or len(case.said) == 1:
            run = _decisive(case, k) or _most_telling(case, k)
            spans.append(Span(start=case.kept[run[0]].start, end=case.kept[run[-1]].end))
        else:
            spans.append(case.windows[int(case.near[k, 0])])
    return spans
