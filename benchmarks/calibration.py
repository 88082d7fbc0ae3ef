"""Verdicts, scores and calibration on labelled answers, with thresholds fitted on the other questions each time.

usage: python benchmarks/calibration.py interview_dev.jsonl [--learnt FILE ...]

--learnt names labelled answers to the thirty, which the thresholds are to serve as well, as in `interviewer train`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from interviewer.agreement.metrics import calibration_error
from interviewer.grading.gates import sift
from interviewer.grading.judging import judge
from interviewer.grading.scoring import Scheme, score
from interviewer.grading.verdicts import as_row, calibrated, verdict_of
from interviewer.settings import load_settings
from interviewer.training.calibrate import as_question, fit, judged_labels
from interviewer.training.examples import read_lines
from interviewer.wiring import build_embedder, build_verifier
from rubrics.loading import load_rubrics


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--learnt", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    rows, to_thirty = list(read_lines(given.answers)), [row for path in given.learnt for row in read_lines(path)]
    embedder, verifier = build_embedder(load_settings()), build_verifier(load_settings())
    learnt = judged_labels(embedder, verifier, to_thirty, load_rubrics()) if to_thirty else None
    judged: list[tuple[str, list[float], np.ndarray, list[str], float]] = []
    for row in rows:
        question = as_question(row)
        for answer in row["answers"]:
            kept = sift(question.question, answer["text"]).kept
            found = np.tile([1.0, 0.0, 0.0], (len(question.key_points), 1))
            if kept:
                found = judge(embedder, verifier, [(question, answer["text"], kept)], "nearest")[0].rows
            labels = [answer["labels"][point.id] for point in question.key_points]
            judged.append((question.id, [p.weight for p in question.key_points], found, labels, answer["overall"]))
    truth, said, covered, scores, marks = [], [], [], [], []
    for left_out in dict.fromkeys(name for name, *_ in judged):
        others = [one for one in judged if one[0] != left_out]
        labelled = np.concatenate([one[2] for one in others]), [label for one in others for label in one[3]]
        at = fit(*labelled, learnt=learnt)
        for _, weights, found, labels, mark in (one for one in judged if one[0] == left_out):
            scaled = [calibrated(as_row(row), at) for row in found]
            verdicts = [verdict_of(c, x, at) for _, c, x in scaled]
            truth += labels
            said += verdicts
            covered += [c for _, c, _ in scaled]
            scores.append(score(weights, verdicts, Scheme()))
            marks.append(mark)
    report(np.array(truth), np.array(said), np.array(covered), np.array(scores), np.array(marks))


def report(truth: np.ndarray, said: np.ndarray, covered: np.ndarray, scores: np.ndarray, marks: np.ndarray) -> None:
    """Print what the README quotes."""
    for name in ("covered", "contradicted", "missing", "partial"):
        both, either = ((truth == name) & (said == name)).sum(), (truth == name).sum() + (said == name).sum()
        print(f"F1 of {name}: {2 * both / either:.3f}")
    contradicted = truth == "contradicted"
    print(f"contradicted points with credit: {np.isin(said[contradicted], ('covered', 'partial')).mean():.3f}")
    print(f"Pearson: {np.corrcoef(scores, marks)[0, 1]:.3f}")
    print(f"MAE: {np.abs(scores - marks).mean():.2f}")
    sure = truth != "partial"
    print(f"ECE of covered: {calibration_error(covered[sure], truth[sure] == 'covered'):.3f}")


if __name__ == "__main__":
    main()
