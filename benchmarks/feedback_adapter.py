"""Trains the packaged language model on feedbacks with their verdicts, to see whether it then writes better ones.

    python -m benchmarks.feedback_adapter FEEDBACK.jsonl AUTHORED.jsonl FOLDER [--passes N]

Each row of FEEDBACK.jsonl holds the sentences on one answer of AUTHORED.jsonl. The model sees what the model as it is
sees in `benchmarks/feedback.py`, and learns the reply alone, by a low-rank update (LoRA, Hu et al. 2021) of the upper
layers. One question in eight is kept apart for the loss that is printed. FOLDER receives a whole model:
`INTERVIEWER_GENERATOR=FOLDER python -m benchmarks.feedback …` measures it, with `--unbound` free in its words.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks.feedback import UNCHECKED, whole_prompt
from interviewer.models.chat_prompt import prompt_ids
from interviewer.models.conversion import packaged_folder
from interviewer.settings import default_cache
from interviewer.training.examples import read_lines

SEED, RANK, FROZEN_LAYERS, LEARNING_RATE, TOGETHER, LONGEST = 0, 16, 10, 3e-4, 8, 1024
APART = 8
IGNORED = -100  # what torch's cross entropy leaves out

Example = tuple[list[int], list[int]]


def main() -> None:
    """Train, print the loss before and after, write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("feedback", "authored", "folder"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--passes", type=int, default=2)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    base = packaged_folder(default_cache())
    tokenizer = AutoTokenizer.from_pretrained(str(base), local_files_only=True)
    learnt, apart = read_examples(given.feedback, given.authored, tokenizer)
    model: Any = AutoModelForCausalLM.from_pretrained(str(base), dtype=torch.float32, local_files_only=True)
    upper = "|".join(str(layer) for layer in range(FROZEN_LAYERS, model.config.num_hidden_layers))
    layers = rf".*layers\.({upper})\..*_proj"
    model = get_peft_model(model, LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules=layers))
    print(f"examples: {len(learnt)}, kept apart: {len(apart)}; loss before: {mean_loss(model, apart):.3f}", flush=True)
    for number in range(given.passes):
        train_once(model, learnt, number, given.passes)
        print(f"loss after pass {number + 1}: {mean_loss(model, apart):.3f}", flush=True)
    model.merge_and_unload().to(torch.bfloat16).save_pretrained(given.folder)
    tokenizer.save_pretrained(given.folder)


def read_examples(feedback: Path, authored: Path, tokenizer: Any) -> tuple[list[Example], list[Example]]:
    """Examples to learn from and those of questions kept apart, each as token ids of the chat and of the reply."""
    questions = {row["question_id"]: row for row in read_lines(authored)}
    kept = set(sorted(questions)[::APART])
    learnt: list[Example] = []
    apart: list[Example] = []
    for row in read_lines(feedback):
        question = questions[row["question_id"]]
        answer = next(one for one in question["answers"] if one["id"] == row["answer_id"])
        verdicts = [(answer["labels"][point["id"]], point["text"]) for point in question["key_points"]]
        chat = prompt_ids(tokenizer, whole_prompt(question["question"], answer["text"], verdicts, UNCHECKED[0]))
        reply = " ".join(sentence["text"] for sentence in row["sentences"]) + tokenizer.eos_token
        example = chat, list(tokenizer(reply, add_special_tokens=False)["input_ids"])
        if len(example[0]) + len(example[1]) <= LONGEST:
            (apart if row["question_id"] in kept else learnt).append(example)
    return learnt, apart


def train_once(model: Any, examples: Sequence[Example], number: int, passes: int) -> None:
    """One pass over the examples in an order by lot; the rate falls from pass to pass."""
    rate = LEARNING_RATE * (1 - number / passes)
    optimizer = torch.optim.AdamW((one for one in model.parameters() if one.requires_grad), lr=rate)
    model.train()
    order = random.Random(SEED + number).sample(list(examples), len(examples))
    for start in range(0, len(order), TOGETHER):
        group = order[start : start + TOGETHER]
        for loss in losses(model, group):
            (loss / len(group)).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()


def mean_loss(model: Any, examples: Sequence[Example]) -> float:
    """Mean cross entropy of the replies, in nats a token."""
    model.eval()
    with torch.no_grad():
        return sum(float(loss) for loss in losses(model, examples)) / len(examples)


def losses(model: Any, examples: Sequence[Example]) -> Iterator[torch.Tensor]:
    """The loss on the reply of one example after another."""
    for chat, reply in examples:
        labels = torch.tensor([[IGNORED] * len(chat) + reply])
        yield model(input_ids=torch.tensor([chat + reply]), labels=labels).loss


if __name__ == "__main__":
    main()
