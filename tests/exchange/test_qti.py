"""QTI 3 and 2 items and results reports."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

from interviewer.exchange.notes import Notes
from interviewer.exchange.qti import qti_questions
from interviewer.exchange.xml_files import xml_roots
from rubrics.loading import load_rubrics
from tests.exchange.graded import SAMPLES, imported, refused, typed

QTI = SAMPLES / "qti"


def test_extended_text_items_become_questions_with_the_scorers_rubric_as_reference() -> None:
    notes = Notes()
    questions = {one.id: one for one in qti_questions(xml_roots(QTI / "items"), notes)}
    dropout = questions["dropout"]
    assert dropout.text == "Large networks learn their training data by heart.\nWhat does dropout do against it?"
    assert dropout.reference == "Dropout switches units off at random during training.\nIt reduces overfitting."
    assert dropout.points == 4
    assert notes.sentences() == ("choice.xml: the item 'choice' asks for no extended text: it was left out",)


def test_an_item_of_two_interactions_is_two_questions_each_with_its_own_model_answer() -> None:
    questions = {one.id: one for one in qti_questions(xml_roots(QTI / "items" / "two.xml"), Notes())}
    assert {name: (one.text, one.reference, one.points) for name, one in questions.items()} == {
        "two-a": ("What does ReLU do?", "ReLU keeps positive inputs unchanged.", 6),
        "two-b": ("What does sigmoid do?", "", 6),
    }


def test_a_results_report_gives_the_texts_and_scores_of_its_items(tmp_path: Path) -> None:
    answers, rejects, done = imported(tmp_path, QTI / "results", "--questions", QTI / "items")
    assert (done.exit_code, rejects) == (0, [])
    assert [(one["answer_id"], one["answer"]) for one in answers] == [
        ("ada/dropout", "It switches units off & on.\nZoë says so."),
        ("ada/two-a", "Keeps positives."),
        ("ada/two-b", ""),
    ]
    assert (answers[0]["mark"], answers[0]["max_mark"], answers[0]["session_status"]) == (2.5, 4, "final")
    assert "question 'two-b' has no rubric and no reference answer" in done.stderr


def test_a_package_is_read_as_its_folder_is(tmp_path: Path) -> None:
    package = tmp_path / "package.zip"
    with ZipFile(package, "w") as archive:
        for path in sorted(QTI.rglob("*.xml")):
            archive.write(path, path.relative_to(QTI))
    in_folder, _, _ = imported(tmp_path, QTI)
    in_package, _, _ = imported(tmp_path, package)
    assert in_package == in_folder != []


def test_the_rubric_set_holds_the_items_that_can_be_graded(tmp_path: Path) -> None:
    assert typed("import", QTI / "items", "--rubrics-out", tmp_path / "set.jsonl").exit_code == 0
    assert [one.id for one in load_rubrics(tmp_path / "set.jsonl")] == ["dropout", "two-a"]


def test_results_alone_name_their_questions_by_item(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, QTI / "results" / "ada.xml")
    assert [one["question_id"] for one in answers] == ["dropout", "two-a", "two-b"]


def test_other_xml_and_a_damaged_package_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<html/>")
    assert "neither Moodle XML questions nor a QTI item" in refused("import", tmp_path / "a.xml")
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 nothing")
    assert "no ZIP package" in refused("import", tmp_path / "a.zip")
    shutil.copy(SAMPLES / "wide.csv", tmp_path / "wide.csv")
    assert "reads XML" in refused("import", tmp_path / "wide.csv", "--format", "qti")
