"""How well verdicts match an examiner's: F1 a class, and the share of contradicted points that would earn credit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from transformers import PreTrainedTokenizerBase

from interviewer.models.branches import pack, tokenise
from interviewer.models.verifier_network import VerifierNetwork
from interviewer.training.examples import Example, graded_answers

VERDICTS = ("missing", "covered", "contradicted", "partial")


def probabilities(
    network: VerifierNetwork, tokenizer: PreTrainedTokenizerBase, examples: Sequence[Example]
) -> list[np.ndarray]:
    """For each example, shape (K, 3): missing, covered, contradicted."""
    rows = []
    network.eval()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for example in examples:
            logits = network(pack([tokenise(tokenizer, [example.item])], dtype=torch.bfloat16))
            rows.append(torch.softmax(logits.float(), -1).numpy())
    return rows


def verdict_measures(
    network: VerifierNetwork, tokenizer: PreTrainedTokenizerBase, questions: Sequence[dict]
) -> dict[str, float]:
    """Measures of the most probable verdicts on labelled questions; partial counts as neither covered nor not."""
    examples = graded_answers(questions)
    found = np.concatenate(probabilities(network, tokenizer, examples))
    wanted = np.array([target for example in examples for target in example.targets])
    sure = wanted.max(-1) == 1.0
    truth, guess = wanted[sure].argmax(-1), found[sure].argmax(-1)
    measures: dict[str, float] = {"labels": int(sure.sum())}
    for number, name in enumerate(VERDICTS[:3]):
        hit = ((truth == number) & (guess == number)).sum()
        measures[f"{name}_f1"] = round(float(2 * hit / max(1, (truth == number).sum() + (guess == number).sum())), 4)
    contradicted = truth == 2
    measures["contradicted_credited"] = (
        round(float((guess[contradicted] == 1).mean()), 4) if contradicted.any() else 0.0
    )
    return measures
