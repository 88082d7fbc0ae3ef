"""The agreement card: kept beside the weights, read by `doctor`."""

import pytest

from interviewer.agreement.bootstrap import Figure
from interviewer.agreement.card import FILE_NAME, AgreementCard, read_card
from interviewer.errors import InputError

CARD = AgreementCard(
    verifier="interviewer-verifier@0123456789ab",
    answers=120,
    questions=10,
    figures={
        "Pearson": Figure(value=0.95, low=0.94, high=0.96),
        "macro-F1": Figure(value=0.5),
        "kappa": Figure(value=None, why="a constant follows nothing"),
    },
)


def test_a_card_is_read_as_it_was_written(tmp_path):
    (tmp_path / FILE_NAME).write_text(CARD.as_text(), encoding="utf-8")
    assert read_card(tmp_path) == CARD


def test_the_summary_gives_figures_with_intervals_and_leaves_out_what_has_no_value():
    told = CARD.summary(CARD.verifier)
    assert told == (
        "agreement on 120 answers to 10 questions that a person marked: Pearson 0.95 (0.94 to 0.96), macro-F1 0.50"
    )


def test_the_summary_says_when_another_verifier_is_in_use():
    assert "measured with interviewer-verifier@0123456789ab; in use is mine@ff" in CARD.summary("mine@ff")


@pytest.mark.parametrize(
    "held", ["", "{}", '{"verifier": "v", "answers": 1, "questions": 1, "figures": {"a": {"x": 1}}}']
)
def test_a_damaged_card_says_where_and_what_to_do(tmp_path, held):
    (tmp_path / FILE_NAME).write_text(held, encoding="utf-8")
    with pytest.raises(InputError, match=r"agreement\.json.*interviewer evaluate"):
        read_card(tmp_path)
