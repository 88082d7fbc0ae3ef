"""Open edX' report on open response assessments, as the instructor dashboard makes it."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.graded import SAMPLES, imported, refused

REPORT = SAMPLES / "ora-report.csv"


def test_the_texts_of_a_submission_are_read_out_of_its_json(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, REPORT)
    plain, rich = answers[:2]
    assert plain["answer"] == "Dropout switches units off at random.\n\nIt helps against overfitting; a < b and c > d."
    assert rich["answer"] == "It drops units & weights.\nZoë"
    assert plain["answer_id"] == "0c2ed1f6-1f7c-11f0-8a0e-0242ac120005"
    assert (plain["student"], plain["Username"]) == ("5f4dcc3b5aa765d61d8327deb882cf99", "ada")


def test_the_final_score_goes_along_as_the_mark(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, REPORT)
    assert (answers[0]["mark"], answers[0]["max_mark"]) == (3, 5)
    assert "mark" not in answers[1]


def test_a_problem_of_two_prompts_is_two_questions_and_its_score_belongs_to_neither(tmp_path: Path) -> None:
    answers, _, _ = imported(tmp_path, REPORT)
    parts = [one for one in answers if str(one["question_id"]).startswith("two-prompts")]
    assert [(one["question_id"], one["answer"], "mark" in one) for one in parts] == [
        ("two-prompts-1", "First part.", False),
        ("two-prompts-2", "Second part.", False),
    ]


def test_a_cut_response_is_rejected_with_its_line_and_uploads_are_told(tmp_path: Path) -> None:
    _, rejects, done = imported(tmp_path, REPORT)
    assert done.exit_code == 1
    assert [one["line"] for one in rejects] == [11]
    assert "the Response is not JSON" in str(rejects[0]["reason"])
    assert "a submission has uploaded files: only its text was taken (ora-report.csv line 9)" in done.stderr


def test_the_older_report_without_names_of_problems_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Submission ID,Item ID,Anonymized Student ID,Response\n"
        's1,31,aa,"{""parts"": [{""text"": ""yes""}]}"\ns2,31,bb,"{""file_key"": ""x""}"\n',
        encoding="utf-8",
    )
    answers, rejects, _ = imported(tmp_path, path)
    assert [(one["question_id"], one["answer"]) for one in answers] == [("ora-item-id-31", "yes")]
    assert "no 'parts'" in str(rejects[0]["reason"])


def test_another_table_is_refused_by_the_column_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("student,answer\nada,yes\n", encoding="utf-8")
    said = refused("import", path, "--format", "ora", "--output", tmp_path / "o.jsonl")
    assert "no column 'Submission ID'" in said
