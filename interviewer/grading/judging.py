"""Asking the verifier: whole passages decide, the nearest windows give the evidence.

Rounds over all answers at once, each one call of the verifier: every passage against every key point; for the points
that something was found for, their nearest windows alone, which decide the evidence and no verdict; for the points
in doubt, the rubric's own examples (`accept`, `reject`); for claims that a sentence denies, the claim alone; and
for answers to be held against a bare reference answer, the whole of both. What was asked in one round, or of another
answer with the same words, is not asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from interviewer.grading.asking import AskedOnce
from interviewer.grading.denial import find_denied_claim
from interviewer.grading.rows import CONTRADICTED, COVERED, MISSING, against_all, joined, with_examples, with_rejects
from interviewer.grading.similarity import best_similarity, nearest_windows
from interviewer.grading.text import Span, clauses, passages, readable
from interviewer.grading.verdicts import Calibration, Row, as_row, calibrated, with_whole
from interviewer.models.protocols import Claim, Embedder, Rows, Verifier, WholeAnswer
from rubrics.derive import is_derived
from rubrics.model import Question

EvidenceBy = Literal["decisive", "nearest"]

WINDOWS_ASKED = 2
PASSAGES_ASKED = 3
FOUND_AT = 0.1  # a point whose passage is this likely to speak of it has its windows asked
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
    windows: list[Span] = field(default_factory=list)
    rows: Rows = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    near: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    similarities: Rows = field(default_factory=lambda: np.zeros(0, np.float32))
    window_rows: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)
    whole: Rows | None = None


def judge(
    embedder: Embedder,
    verifier: Verifier,
    answers: Sequence[tuple[Question, str, tuple[Span, ...]]],
    evidence: EvidenceBy = "decisive",
) -> list[Judged]:
    """Probabilities and spans for answers, each with the sentences that may count (not empty).

    A span is the window that the verifier finds decisive or, for less, the nearest one.
    """
    cases = [_Case(question=q, answer=a, kept=kept) for q, a, kept in answers]
    _find_windows(embedder, cases)
    asked = AskedOnce(verifier)
    _ask_passages(asked, cases)
    if evidence == "decisive":
        _ask_windows(asked, cases)
    _ask_examples(asked, cases)
    _ask_denied(asked, cases)
    _ask_whole(asked, cases)
    return [
        Judged(rows=case.rows, spans=tuple(_spans(case)), similarities=case.similarities, whole=case.whole)
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
        texts += [point.statement for point in case.question.key_points]
    unique = sorted(set(texts))
    rows = embedder.embed(unique)
    row_of = dict(zip(unique, rows, strict=True))
    for case in cases:
        windows = np.stack([row_of[readable(window.of(case.answer))] for window in case.windows])
        points = np.stack([row_of[point.statement] for point in case.question.key_points])
        case.near = nearest_windows(windows, points, len(case.windows))
        case.similarities = best_similarity(windows, points)


def _ask_passages(verifier: Verifier, cases: Sequence[_Case]) -> None:
    claims: list[Claim] = []
    places: list[tuple[int, list[int]]] = []
    for number, case in enumerate(cases):
        groups = passages(case.answer, case.kept)
        for group in groups:
            asked = [k for k in range(len(case.question.key_points)) if _worth_asking(case, k, group, len(groups))]
            if asked:
                text = " ".join(readable(span.of(case.answer)) for span in group)
                statements = tuple(case.question.key_points[k].statement for k in asked)
                claims.append(Claim(question=case.question.question, text=text, statements=statements))
                places.append((number, asked))
    found: list[dict[int, list[np.ndarray]]] = [{} for _ in cases]
    for (number, asked), rows in zip(places, verifier.judge(claims), strict=True):
        for k, row in zip(asked, rows, strict=True):
            found[number].setdefault(k, []).append(row)
    for case, of_point in zip(cases, found, strict=True):
        case.rows = np.stack([joined(of_point[k]) for k in range(len(case.question.key_points))])


def _worth_asking(case: _Case, k: int, group: Sequence[Span], groups: int) -> bool:
    """All of a short answer's passages; of a long one's only those that hold one of the nearest windows."""
    if groups <= PASSAGES_ASKED:
        return True
    nearest = [case.windows[place] for place in case.near[k, :PASSAGES_ASKED]]
    return any(group[0].start <= window.start and window.end <= group[-1].end for window in nearest)


def _ask_windows(verifier: Verifier, cases: Sequence[_Case]) -> None:
    asked: dict[tuple[int, int], list[int]] = {}
    for number, case in enumerate(cases):
        for found in np.flatnonzero(1.0 - case.rows[:, MISSING] >= FOUND_AT):
            for place in case.near[found, :WINDOWS_ASKED]:
                asked.setdefault((number, int(place)), []).append(int(found))
    claims = [_window_claim(cases[number], place, points) for (number, place), points in asked.items()]
    for ((number, place), points), rows in zip(asked.items(), verifier.judge(claims), strict=True):
        for k, row in zip(points, rows, strict=True):
            cases[number].window_rows[k, place] = row


def _window_claim(case: _Case, place: int, points: Sequence[int]) -> Claim:
    return Claim(
        question=case.question.question,
        text=readable(case.windows[place].of(case.answer)),
        statements=tuple(case.question.key_points[k].statement for k in points),
    )


def _deciding(case: _Case, k: int) -> int:
    """The window that says most clearly what the passage says of the point; the nearer, then the shorter of equals."""
    side = COVERED if case.rows[k, COVERED] >= case.rows[k, CONTRADICTED] else CONTRADICTED
    places = [place for point, place in case.window_rows if point == k]
    order = {int(place): rank for rank, place in enumerate(case.near[k])}
    return max(places, key=lambda place: (round(float(case.window_rows[k, place][side]), 1), -order[place]))


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
                text = " ".join(readable(span.of(case.answer)) for span in _around(case, k))
                claims.append(Claim(question=case.question.question, text=text, statements=examples))
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
            denied = find_denied_claim(readable(_nearest_sentence(case, k).of(case.answer)))
            if denied and case.rows[k, COVERED] > case.rows[k, CONTRADICTED]:
                claims.append(Claim(question=case.question.question, text=denied, statements=(point.statement,)))
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
            answer=" ".join(readable(span.of(case.answer)) for span in case.kept),
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


def _nearest_sentence(case: _Case, k: int) -> Span:
    window = case.windows[int(case.near[k, 0])]
    return next((s for s in case.kept if s.start <= window.start and window.end <= s.end), window)


def _around(case: _Case, k: int) -> list[Span]:
    """The sentences that hold the point's nearest windows, in the answer's order."""
    nearest = [case.windows[place] for place in case.near[k, :WINDOWS_ASKED]]
    return [s for s in case.kept if any(s.start <= w.start and w.end <= s.end for w in nearest)]


def _spans(case: _Case) -> list[Span | None]:
    spans: list[Span | None] = []
    for k in range(len(case.question.key_points)):
        asked = any(point == k for point, _ in case.window_rows)
        spans.append(case.windows[_deciding(case, k) if asked else int(case.near[k, 0])])
    return spans
