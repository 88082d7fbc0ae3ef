"""Sheets for reading feedback, and what the readers found.

    python -m benchmarks.reading_sheets make RUBRICS.jsonl ANSWERS.jsonl SENTENCES.jsonl FOLDER
        [--shown 200] [--as-is 60] [--feedbacks 40]
    python -m benchmarks.reading_sheets count FOLDER

`make` takes what `benchmarks/feedback.py --sentences` wrote. `FOLDER/sentences.md` holds numbered sentences, those
shown and those of the model as it is in one order by lot, each under its answer with rubric and verdicts; `key.json`
says who wrote which. `FOLDER/answers.md` holds feedbacks, each with three answers to its question of which one is its
own. Readers write `sentences_READER.json` and `answers_READER.json`, objects of number to finding (`RULES.md` says
which) or to letter.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from interviewer.training.examples import read_lines
from rubrics.loading import load_rubrics
from rubrics.model import KeyPoint, Question

SEED, LETTERS = 0, "ABC"
AS_IS = "as is"


def main() -> None:
    """Make the sheets, or count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    for name in ("rubrics", "answers", "sentences", "folder"):
        make.add_argument(name, type=Path)
    make.add_argument("--shown", type=int, default=200)
    make.add_argument("--as-is", type=int, default=60)
    make.add_argument("--feedbacks", type=int, default=40)
    commands.add_parser("count").add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.command == "count":
        count(given.folder)
        return
    questions = {question.id: question for question in load_rubrics(given.rubrics)}
    rows, chance = list(read_lines(given.sentences)), random.Random(SEED)
    given.folder.mkdir(parents=True, exist_ok=True)
    shown = [row for row in rows if row["who"] in ("model", "template")]
    verdicts = {row["answer_id"]: row["verdicts"] for row in shown}
    answers = {
        row["answer_id"]: {**row, "verdicts": verdicts.get(row["answer_id"], {})} for row in read_lines(given.answers)
    }
    as_is = [row for row in rows if row["who"] == AS_IS]
    chosen = _drawn(shown, given.shown, chance) + _drawn(as_is, given.as_is, chance)
    text, who = sentence_sheet(chosen, answers, questions, chance)
    (given.folder / "sentences.md").write_text(text, encoding="utf-8")
    told, right = feedback_sheet(shown, answers, given.feedbacks, chance)
    (given.folder / "answers.md").write_text(told, encoding="utf-8")
    key = {"sentences": who, "answers": right}
    (given.folder / "key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")


def sentence_sheet(
    rows: Sequence[dict], answers: dict[str, dict], questions: dict[str, Question], chance: random.Random
) -> tuple[str, dict[str, str]]:
    """The sheet, and who wrote each numbered sentence."""
    by_answer: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        by_answer[row["answer_id"]].append(row)
    parts: list[str] = []
    who: dict[str, str] = {}
    for answer_id, of_one in sorted(by_answer.items()):
        answer = answers[answer_id]
        question = questions[answer["question_id"]]
        parts.append(f"## {question.question}\n\nAnswer: {answer['answer']}\n")
        for point in question.key_points:
            verdict, quote = answer["verdicts"].get(point.id, ("?", ""))
            parts.append(f"- {verdict}: {point.statement}" + (f" [evidence: {quote}]" if quote else ""))
            parts += [f"  - {name}: {' | '.join(texts)}" for name, texts in _examples(point) if texts]
        for row in chance.sample(of_one, len(of_one)):
            who[str(len(who) + 1)] = row["who"]
            parts.append(f"\n**{len(who)}.** {row['text']}")
        parts.append("")
    return "\n".join(parts), who


def feedback_sheet(
    rows: Sequence[dict], answers: dict[str, dict], most: int, chance: random.Random
) -> tuple[str, dict[str, str]]:
    """Feedbacks with three answers each, and the letter of the right one."""
    feedback: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        feedback[row["answer_id"]].append(row["text"])
    by_question: dict[str, list[str]] = defaultdict(list)
    for answer_id in feedback:
        by_question[answers[answer_id]["question_id"]].append(answer_id)
    asked = sorted(one for one in feedback if len(by_question[answers[one]["question_id"]]) >= len(LETTERS))
    parts, right = [], {}
    for number, answer_id in enumerate(_drawn(asked, most, chance), start=1):
        others = [one for one in by_question[answers[answer_id]["question_id"]] if one != answer_id]
        three = [answer_id, *chance.sample(others, len(LETTERS) - 1)]
        chance.shuffle(three)
        right[str(number)] = LETTERS[three.index(answer_id)]
        parts.append(f"## {number}\n\nFeedback: {' '.join(feedback[answer_id])}\n")
        parts += [f"{letter}. {answers[one]['answer']}\n" for letter, one in zip(LETTERS, three, strict=True)]
    return "\n".join(parts), right


def count(folder: Path) -> None:
    """Print each reader's findings by who wrote the sentences, and how many feedbacks were given to their answers."""
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("sentences_*.json")):
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for number, finding in json.loads(path.read_text(encoding="utf-8")).items():
            found[key["sentences"][number]][finding] += 1
        for who, findings in sorted(found.items()):
            print(f"{path.stem}, {who}: {dict(findings)}")
    for path in sorted(folder.glob("answers_*.json")):
        picked = json.loads(path.read_text(encoding="utf-8"))
        hits = sum(picked.get(number) == letter for number, letter in key["answers"].items())
        print(f"{path.stem}: {hits} of {len(key['answers'])} feedbacks given to their own answer")


def _examples(point: KeyPoint) -> tuple[tuple[str, Sequence[str]], ...]:
    return (("accept", point.accept), ("reject", point.reject), ("note", (point.note,) if point.note else ()))


def _drawn(things: Sequence, most: int, chance: random.Random) -> list:
    return chance.sample(list(things), min(most, len(things)))


if __name__ == "__main__":
    main()
