import pytest

from interviewer.agreement.marks import Scale, marked_answers
from interviewer.errors import InputError
from tests.agreement.samples import QUESTIONS, row, usual_rows


def read(*rows, scale="0-100", rejected=()):
    return marked_answers(rows, QUESTIONS, Scale.parse(scale), rejected)


def faults_of(*rows, **more) -> str:
    with pytest.raises(InputError) as caught:
        read(*rows, **more)
    return str(caught.value)


def test_marks_are_brought_to_0_to_100():
    file = read(row(1, "birds", "x", mark="3.5"), row(2, "birds", "y", mark=1), scale="1-6")
    assert [answer.mark for answer in file.answers] == [50.0, 0.0]


def test_max_mark_is_the_scale_of_its_row():
    file = read(row(1, "birds", "x", mark=3, max_mark=4), row(2, "birds", "y", mark=30, max_mark=""))
    assert [answer.mark for answer in file.answers] == [75.0, 30.0]


def test_a_mark_that_is_no_number_is_named_with_place_and_value():
    text = faults_of(row(1, "birds", "x", mark=50), row(2, "birds", "y", mark="good"))
    assert text == "marks.csv line 3: mark is 'good', which is no number: write a number such as 62.5"


@pytest.mark.parametrize("value", ["nan", "inf", float("inf"), True, "62,5", 10**400, [1]])
def test_what_only_looks_like_a_number_is_refused(value):
    assert "no number" in faults_of(row(1, "birds", "x", mark=value))


def test_marks_outside_their_scale_are_all_named():
    text = faults_of(
        row(1, "birds", "x", mark=120), row(2, "birds", "y", mark=-1), row(3, "birds", "z", mark=3, max_mark=2)
    )
    assert "line 2: mark is 120, outside the scale 0-100" in text
    assert "line 3: mark is -1" in text
    assert "line 4: mark is 3, outside the scale 0-2" in text


def test_many_faults_are_counted_rather_than_listed():
    lines = faults_of(*(row(n, "birds", "x", mark="?") for n in range(1, 51))).splitlines()
    assert (len(lines), lines[-1]) == (21, "and 30 more faults")


def test_a_file_without_marks_says_which_columns_it_has():
    assert "no column with marks (further columns: comment, grade)" in faults_of(
        row(1, "birds", "x", grade=3, comment="ok")
    )


def test_a_file_of_blank_marks_says_so():
    assert "none of the 2 rows has a mark: fill the column mark" in faults_of(
        row(1, "birds", "x", mark=None), row(2, "birds", "y", mark=" ")
    )


def test_rows_that_could_not_be_read_are_faults():
    assert "marks.csv line 9: broken" in faults_of(row(1, "birds", "x", mark=1), rejected=["marks.csv line 9: broken"])


def test_two_graders_are_averaged_and_a_missing_one_is_noted():
    file = read(
        row(1, "birds", "x", mark_1=40, mark_2=60),
        row(2, "birds", "y", mark_1=70, mark_2=None),
        row(3, "birds", "z", mark_1=None, mark_2=""),
    )
    assert file.graders == ("mark_1", "mark_2")
    assert [answer.mark for answer in file.answers] == [50.0, 70.0]
    assert file.answers[1].marks == (70.0, None)
    assert file.notes == (
        "1 row has no mark and is left out.",
        "1 row has no mark_2; there the other marks count alone.",
    )


def test_a_mark_column_that_is_all_empty_is_no_grader():
    file = read(
        row(1, "birds", "x", mark="", mark_1=40, mark_2=60), row(2, "birds", "y", mark=None, mark_1=1, mark_2=99)
    )
    assert (file.graders, file.notes) == (("mark_1", "mark_2"), ())


def test_graders_are_ordered_by_number():
    names = {f"mark_{n}": n for n in (10, 2, 1)}
    assert read(row(1, "birds", "x", **names)).graders == ("mark_1", "mark_2", "mark_10")


def test_marks_at_the_foot_of_the_scale_raise_a_question():
    file = read(row(1, "birds", "x", mark=1), row(2, "birds", "y", mark=0.5))
    assert file.notes == ("The highest mark is 1 on the scale 0-100: if that is not so, name the scale with --scale.",)


def test_an_unknown_question_is_named():
    assert "question 'cats' is not in the rubrics (birds, bridges, bread)" in faults_of(row(1, "cats", "x", mark=1))


def test_labels_come_as_object_or_as_text():
    file = read(
        row(1, "birds", "x", mark=1, labels={"point-0": "covered", "point-1": None}),
        row(2, "birds", "y", mark=90, labels='{"point-1": "missing"}'),
        row(3, "birds", "z", mark=90, labels=""),
    )
    assert [dict(answer.labels) for answer in file.answers] == [{"point-0": "covered"}, {"point-1": "missing"}, {}]


@pytest.mark.parametrize(
    ("labels", "fault"),
    [
        ('{"point-0": ', "labels is not a JSON object (Expecting value at character 13)"),
        ("[1]", "labels is not a JSON object: write"),
        ({"wings": "covered"}, "labels names 'wings', which is no key point of 'birds' (point-0, point-1)"),
        ({"point-0": "yes"}, "the label of 'point-0' is 'yes': write one of covered, partial, missing, contradicted"),
    ],
)
def test_a_label_that_cannot_be_used_is_named(labels, fault):
    assert fault in faults_of(row(1, "birds", "x", mark=1, labels=labels))


@pytest.mark.parametrize("text", ["", "100", "0:100", "a-b", "100-0", "5-5", "0-inf"])
def test_a_scale_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="scale"):
        Scale.parse(text)


@pytest.mark.parametrize(
    ("text", "ends"), [("0-100", (0, 100)), ("1 - 6", (1, 6)), ("-1.5-2", (-1.5, 2)), ("0–20", (0, 20))]
)
def test_scales_are_read(text, ends):
    scale = Scale.parse(text)
    assert (scale.low, scale.high) == ends


def test_students_are_taken_as_text():
    file = marked_answers(usual_rows(student=[17, "ada", ""]), QUESTIONS, Scale())
    assert [answer.student for answer in file.answers[:3]] == ["17", "ada", None]
