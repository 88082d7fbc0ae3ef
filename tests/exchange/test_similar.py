"""Answers that share their wording: every pair at or above the overlap, none of one person, none by the question."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.exchange import similar as module
from interviewer.exchange.similar import Given, common_passage, find_similar, shingles_of
from tests.exchange.graded import read_csv, read_jsonl, refused, typed

LONG = "dropout switches units off at random while the network is trained so that no unit can rely on another one"


def answer(number: int, text: str, student: str = "", question: str = "q") -> Given:
    return Given(answer_id=str(number), student=student or f"s{number}", question_id=question, answer=text)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=3, max_size=12).map(" ".join), min_size=2, max_size=14),
    st.sampled_from([0.2, 0.5, 0.8, 1.0]),
)
def test_exactly_the_pairs_that_comparing_all_would_find_are_found(texts: list[str], overlap: float) -> None:
    texts = list(dict.fromkeys(texts))
    expected = set()
    for one, other in combinations(range(len(texts)), 2):
        first, second = shingles_of(texts[one]), shingles_of(texts[other])
        if len(first & second) / len(first | second) >= overlap:
            expected.add((str(one), str(other)))
    found = find_similar([answer(n, text) for n, text in enumerate(texts)], overlap=overlap, least_words=1)
    assert {tuple(given.answer_id for given in one.answers) for one in found.findings} == expected


def test_a_changed_word_and_other_punctuation_do_not_hide_a_copy() -> None:
    copy = LONG.replace("rely", "lean").upper() + "!"
    (found,) = find_similar([answer(1, LONG), answer(2, copy), answer(3, "quite another text " * 5)]).findings
    assert [one.student for one in found.answers] == ["s1", "s2"]
    assert 0.5 < found.overlap < 1
    assert found.passage == "dropout switches units off at random while the network is trained so that no unit can"


def test_equal_answers_are_one_finding_of_all_who_gave_them() -> None:
    texts = [LONG, f"{LONG}.", LONG.title(), LONG + " and more of my own words follow here now"]
    first, second = find_similar([answer(n, text) for n, text in enumerate(texts)]).findings
    assert ([one.student for one in first.answers], first.overlap) == (["s0", "s1", "s2"], 1.0)
    assert [one.student for one in second.answers] == ["s0", "s3"]


def test_one_persons_answers_and_answers_to_other_questions_are_not_compared() -> None:
    assert find_similar([answer(1, LONG, "ada"), answer(2, LONG + " too", "ada")]).findings == ()
    assert find_similar([answer(1, LONG), answer(2, LONG, question="other")]).findings == ()


def test_a_person_beside_their_own_equal_answer_does_not_hide_another_one() -> None:
    near = LONG + " as far as I know"
    found = find_similar([answer(1, LONG, "ada"), answer(2, near, "ada"), answer(3, near, "bo")]).findings
    pairs = [tuple(one.student for one in finding.answers) for finding in found]
    assert pairs == [("ada", "bo"), ("ada", "bo")]


def test_what_answers_repeat_of_the_question_does_not_count() -> None:
    texts = [f"{LONG}: {own}" for own in ("mine says this", "yours says rather that")]
    answers = [answer(n, text) for n, text in enumerate(texts)]
    assert len(find_similar(answers).findings) == 1
    assert find_similar(answers, {"q": LONG}).findings == ()


def test_short_answers_are_counted_and_left_out() -> None:
    found = find_similar([answer(1, "I do not know"), answer(2, "I do not know")])
    assert (found.findings, found.answers, found.short) == ((), 0, 2)


def test_chinese_is_compared_by_its_signs() -> None:
    text = "随机失活在训练时随机关闭神经元从而减少过拟合"
    assert len(find_similar([answer(1, text), answer(2, text[:-2])]).findings) == 1


def test_a_passage_that_thousands_share_is_told_and_rarer_ones_are_still_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_SHARING", 5)
    words = [f"w{n}" for n in range(400)]
    rng = random.Random(1)
    answers = [answer(n, LONG + " " + " ".join(rng.sample(words, 6))) for n in range(20)]
    own = answers[7].answer.rsplit(" ", 6)[1]
    found = find_similar([*answers, answer(99, answers[7].answer.replace(own, "other") + " it")])
    assert found.crowded == ("q",)
    assert ("7", "99") in {tuple(one.answer_id for one in finding.answers) for finding in found.findings}


def test_twenty_thousand_answers_are_compared_without_comparing_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(0)
    vocabulary = [f"word{n}" for n in range(3_000)]
    texts = [" ".join(rng.choices(vocabulary, k=24)) for _ in range(20_000)]
    texts[19_999] = texts[3].replace(texts[3].split()[10], "changed")
    compared = []
    measure = module._Compared._overlap_of
    monkeypatch.setattr(
        module._Compared, "_overlap_of", lambda self, one, other: compared.append(1) or measure(self, one, other)
    )
    found = find_similar([answer(n, text) for n, text in enumerate(texts)])
    assert [tuple(one.answer_id for one in finding.answers) for finding in found.findings] == [("3", "19999")]
    assert len(compared) < 20_000


def test_the_common_passage_is_as_the_first_writes_it() -> None:
    assert common_passage("So: The CAT,  sat down.", "the cat sat up") == "The CAT, sat"
    assert common_passage("a b", "c d") == ""


def written(folder: Path) -> Path:
    question = {"id": "q", "question": "What is dropout?", "reference_answer": "It switches units off."}
    (folder / "set.jsonl").write_text(json.dumps(question) + "\n")
    path = folder / "a.jsonl"
    rows = [("ada", LONG), ("bo", LONG + " indeed"), ("=cmd()", LONG + " indeed")]
    path.write_text(
        "".join(
            json.dumps({"answer_id": str(n), "question_id": "q", "answer": text, "student": student}) + "\n"
            for n, (student, text) in enumerate(rows)
        )
        + "nonsense\n"
    )
    return path


def test_the_command_lists_overlap_people_and_passage(tmp_path: Path) -> None:
    done = typed("similar", written(tmp_path), "--rubrics", tmp_path / "set.jsonl")
    first, second = done.stdout.splitlines()
    assert first.startswith("q  100%  bo, =cmd()  “dropout switches units off")
    assert second.startswith("q  95%  ada, bo  “dropout")
    assert done.exit_code == 1 and "1 rows could not be read" in done.stderr
    assert "2 findings among 3 answers" in done.stderr


def test_the_command_writes_json_lines_and_tables_that_compute_nothing(tmp_path: Path) -> None:
    path, rubrics = written(tmp_path), ("--rubrics", tmp_path / "set.jsonl")
    assert typed("similar", path, *rubrics, "--output", tmp_path / "o.jsonl").stdout == f"{tmp_path / 'o.jsonl'}\n"
    first = read_jsonl(tmp_path / "o.jsonl")[0]
    assert (first["students"], first["answer_ids"], first["overlap"]) == (["bo", "=cmd()"], ["1", "2"], 1.0)
    typed("similar", path, *rubrics, "--output", tmp_path / "o.csv")
    assert read_csv(tmp_path / "o.csv")[1][:3] == ["q", "1.0", '["bo", "=cmd()"]']


def test_an_overlap_of_nothing_and_another_ending_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert "--overlap 0.0" in refused("similar", path, "--overlap", "0")
    assert "ending in .jsonl, .csv or .xlsx" in refused("similar", path, "--output", "o.txt")
