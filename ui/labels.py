"""What stands on the parts of the page that do not change with what a person does, in the reader's language."""

from __future__ import annotations

from typing import Any

from interviewer.practice.choose import levels_of, topics_of
from rubrics.model import Question
from ui import render_report
from ui.wording import Wording

MOCK_COUNT = 10
SHORT_COUNT = 5
COUNTS = (0, 5, 10)  # 0 for all
MODES = ("practice", "mock")
GUESSES = (-1, 0, 25, 50, 75, 100)  # -1 for none

Labels = dict[str, dict[str, Any]]


def labels(words: Wording, questions: tuple[Question, ...]) -> Labels:
    """Properties by name of part, to build it with and to change it by."""
    return {**_texts(words, len(questions)), **_buttons(words, len(questions)), **_fields(words, questions)}


def chosen_label(words: Wording, number: int) -> str:
    """What the button says that starts so many questions."""
    return words("start.chosen", count=number) if number else words("start.none_fits")


def _texts(words: Wording, total: int) -> Labels:
    card = render_report.card
    shown = {
        "brand": render_report.masthead(),
        "switches": render_report.switches(words),
        "welcome": render_report.welcome(words, total),
        "practice_card": card(words("mode.practice"), words("start.practice")),
        "mock_card": card(words("mode.mock"), words("start.mock")),
        "review_card": card(words("start.review_heading"), words("start.review")),
        "choice_card": card(words("start.choice_heading"), words("start.choice")),
        "keys": f'<span class="keys" id="draft-state"></span><span class="keys">{words.html("keys.submit")}</span>',
        "own": render_report.own_data(words),
        "account": f'<p class="account"><a href="account">{words.html("account.link")}</a></p>',
        "sure": f'<p role="alert">{words.html("own.sure")}</p>',
    }
    return {name: {"value": text} for name, text in shown.items()}


def _buttons(words: Wording, total: int) -> Labels:
    said = {
        "to_start": words("nav.practice"),
        "to_today": words("nav.today"),
        "to_history": words("nav.history"),
        "again": words("button.again"),
        "start_review": words("button.start_review"),
        "go_on": words("button.go_on"),
        "all": words("start.all", count=total),
        "five": words("start.five"),
        "mock": words("start.timed", count=min(MOCK_COUNT, total)),
        "due_today": words("start.see_due"),
        "chosen": chosen_label(words, total),
        "pause": words("button.pause"),
        "finish": words("button.finish"),
        "hint": words("button.hint"),
        "skip": words("button.skip"),
        "submit": words("button.answer"),
        "grade_now": words("button.grade_now"),
        "leave": words("button.next_question"),
        "unpause": words("button.resume"),
        "stop": words("button.stop_writing"),
        "follow_submit": words("button.follow_up"),
        "retry": words("button.retry"),
        "reveal": words("button.reveal"),
        "next": words("button.next"),
        "delete": words("button.delete"),
        "delete_now": words("button.delete_now"),
        "keep": words("button.keep"),
    }
    return {name: {"value": text} for name, text in said.items()}


def _fields(words: Wording, questions: tuple[Question, ...]) -> Labels:
    levels = [(words(f"level.{level}"), level) for level in levels_of(questions)]
    counts = [(words("count.some", count=number) if number else words("count.all"), number) for number in COUNTS]
    guesses = [(str(guess) if guess >= 0 else words("guess.none"), guess) for guess in GUESSES]
    return {
        "levels": {"label": words("field.level"), "choices": levels},
        "topics": {"label": words("field.topic"), "choices": list(topics_of(questions))},
        "count": {"label": words("field.count"), "choices": counts},
        "mode": {"label": words("field.mode"), "choices": [(words(f"choice.{mode}"), mode) for mode in MODES]},
        "guess": {"label": words("field.guess"), "choices": guesses},
        "box": {"label": words("answer.yours")},
        "follow_box": {"label": words("field.follow_up")},
    }
