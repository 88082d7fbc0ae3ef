"""What simple means would have scored: the constant mark, the answer's length, word overlap, embedding cosine.

Each baseline is fitted to the marks of other questions than those it scores, as a grader meets a new question.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interviewer.agreement.bootstrap import numbered
from interviewer.agreement.marks import MarkedAnswer
from interviewer.agreement.resampled import Floats, Ints
from interviewer.models.protocols import Embedder
from rubrics.model import Question

FOLDS = 10
CONSTANT = "constant mark"


def baseline_scores(
    answers: Sequence[MarkedAnswer], questions: Sequence[Question], embedder: Embedder
) -> dict[str, Floats]:
    """Scores of each baseline, 0 to 100, shape (A,), by name.

    Args:
        answers: Of one question or several; at least two.
        questions: The rubrics of these answers.
        embedder: For the cosine baseline.
    """
    references = [expected_text(question) for question in _questions_of(answers, questions)]
    texts = [answer.answer for answer in answers]
    folds = fold_numbers([answer.question_id for answer in answers])
    marks = np.array([answer.mark for answer in answers])
    return {
        CONSTANT: cross_fitted(None, marks, folds),
        "answer length": cross_fitted(np.log1p([len(text.split()) for text in texts]), marks, folds),
        "TF-IDF cosine": cross_fitted(tfidf_cosine(texts, references), marks, folds),
        "embedding cosine": cross_fitted(embedding_cosine(texts, references, embedder), marks, folds),
    }


def expected_text(question: Question) -> str:
    """What an answer is compared with: the reference answer, or the key points where there is none."""
    return question.reference_answer or " ".join(point.statement for point in question.key_points)


def fold_numbers(question_ids: Sequence[str]) -> Ints:
    """A fold for each answer, from 0: whole questions stay together; answers of a single question are dealt out."""
    numbers = numbered(question_ids)
    if numbers.size and numbers.max() == 0:
        return np.arange(len(numbers)) % min(FOLDS, len(numbers))
    return numbers % FOLDS


def cross_fitted(feature: Floats | None, marks: Floats, folds: Ints) -> Floats:
    """Marks predicted by a straight line in one feature, fitted without the fold that is predicted; 0 to 100.

    Without a feature, or where it does not vary, the prediction is the mean mark of the other folds.
    """
    predicted = np.empty(len(marks))
    for fold in np.unique(folds):
        here, others = folds == fold, folds != fold
        if not others.any():
            others = here
        slope, base, centre = 0.0, float(marks[others].mean()), 0.0
        if feature is not None and np.ptp(feature[others]) > 1e-12:
            centre = float(feature[others].mean())
            moved = feature[others] - centre
            slope = float(moved @ (marks[others] - base) / (moved @ moved))
        predicted[here] = base + (slope * (feature[here] - centre) if feature is not None else 0.0)
    return np.clip(predicted, 0.0, 100.0)


def tfidf_cosine(texts: Sequence[str], references: Sequence[str]) -> Floats:
    """Cosine of each text with its reference over word weights, 0 to 1; 0 where no word is known."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    if not any(any(c.isalnum() for c in text) for text in (*texts, *references)):
        return np.zeros(len(texts))
    vectoriser.fit([*texts, *dict.fromkeys(references)])
    left, right = vectoriser.transform(texts), vectoriser.transform(references)
    return np.asarray(left.multiply(right).sum(axis=1)).ravel()


def embedding_cosine(texts: Sequence[str], references: Sequence[str], embedder: Embedder) -> Floats:
    """Cosine of each text with its reference, -1 to 1, by the embedder."""
    distinct = list(dict.fromkeys([*texts, *references]))
    rows = dict(zip(distinct, embedder.embed(distinct), strict=True))
    return np.array([float(rows[t] @ rows[r]) for t, r in zip(texts, references, strict=True)])


def _questions_of(answers: Sequence[MarkedAnswer], questions: Sequence[Question]) -> list[Question]:
    known = {question.id: question for question in questions}
    return [known[answer.question_id] for answer in answers]
