"""What a student is handed: their marks and the words that earned them, with nothing in it that could act."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt
from pypdf import PdfReader

from tests.exchange.graded import grade, refused, typed, write_grades

ATTACK = '<script>alert(1)</script> [x](javascript:alert(2)) **bold** <img src=x onerror="a()">'


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def handed_out(folder: Path, *students: str, words: tuple[str, ...] = ()) -> Path:
    lines = [grade(student, "relu", 50.0, quote=ATTACK, feedback=ATTACK, name=ATTACK) for student in students]
    answers = folder / "answers.jsonl"
    answers.write_text(
        "".join(
            json.dumps({"answer_id": f"{student}/relu", "question_id": "relu", "answer": f"{ATTACK}\n# title"}) + "\n"
            for student in students
        )
    )
    grades = write_grades(folder / "g.jsonl", lines)
    done = typed("export", grades, "--format", "feedback", "--answers", answers, "--output", folder / "out", *words)
    assert done.exit_code == 0, done.exception
    return folder / "out"


def test_what_students_wrote_is_text_in_the_page(tmp_path: Path) -> None:
    page = _Tags()
    page.feed((handed_out(tmp_path, "ada") / "ada.html").read_text(encoding="utf-8"))
    assert not page.tags & {"script", "img", "a", "strong", "iframe"}
    assert page.attributes <= {"lang", "charset", "name", "content", "class"}
    assert page.text.count(ATTACK) == 5  # title, heading, answer, quote, feedback


def test_what_students_wrote_is_text_in_the_markdown(tmp_path: Path) -> None:
    text = (handed_out(tmp_path, "ada") / "ada.md").read_text(encoding="utf-8")
    rendered = _Tags()
    rendered.feed(MarkdownIt("commonmark").render(text))
    assert rendered.tags == {"h1", "h2", "p", "strong", "blockquote", "ul", "li"}
    assert rendered.text.count(ATTACK) == 4  # heading, answer, quote, feedback
    assert "# title" in rendered.text


def test_every_student_has_files_of_a_safe_name_of_their_own(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "Ada", "ada", "a/b", "a:b", "...", "x" * 300]
    out = handed_out(tmp_path, *names)
    files = sorted(path.name for path in out.iterdir())
    assert len(files) == 2 * len(names)
    assert len({name.casefold() for name in files}) == len(files)
    assert all(len(name) < 100 and not set(name) & set('/\\:*?"<>|') and not name.startswith(".") for name in files)
    assert not (tmp_path / "etc").exists()


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_pdf_files_lie_beside_the_others_and_say_the_same(tmp_path: Path) -> None:
    out = handed_out(tmp_path, "ada", "bo", words=("--pdf",))
    assert sorted(path.name for path in out.glob("ada.*")) == ["ada.html", "ada.md", "ada.pdf"]
    text = pdf_text(out / "ada.pdf")
    assert text.count(ATTACK) == 4  # heading, answer, quote, feedback
    assert "5 of 10 in all" in text and "covered: first" in text and "not mentioned: second" in text
    assert (out / "bo.pdf").is_file()


def test_a_pdf_of_the_sheets_lies_beside_the_workbook(tmp_path: Path) -> None:
    lines = [grade("ada", "relu", 50.0), grade("bo", "relu", None), grade("ada", "dropout", 100.0)]
    grades = write_grades(tmp_path / "g.jsonl", lines)
    done = typed("export", grades, "--format", "sheets", "--output", tmp_path / "s.xlsx", "--pdf")
    assert done.exit_code == 0, done.exception
    text = pdf_text(tmp_path / "s.pdf")
    assert "ada 5 50 ● ○" in text and "bo – – ● ○ unreadable" in text and "ada 10 100 ● ○" in text


def test_signs_that_the_font_lacks_are_told_with_the_way_out(tmp_path: Path) -> None:
    grades = write_grades(tmp_path / "g.jsonl", [grade("ada", "relu", 50.0, quote="神经网络")])
    done = typed("export", grades, "--format", "feedback", "--output", tmp_path / "out", "--pdf")
    assert "(Cjk)" in done.stderr and "--font" in done.stderr
    assert "□□□□" in pdf_text(tmp_path / "out" / "ada.pdf")
    assert "神经网络" in (tmp_path / "out" / "ada.html").read_text(encoding="utf-8")


def test_pdf_and_font_are_refused_where_they_mean_nothing(tmp_path: Path) -> None:
    grades = write_grades(tmp_path / "g.jsonl", [grade("ada", "relu", 50.0)])
    assert "--pdf goes with" in refused("export", grades, "--output", tmp_path / "m.csv", "--pdf")
    words = ("export", grades, "--format", "feedback", "--output", tmp_path / "out")
    assert "--font is for --pdf" in refused(*words, "--font", grades)
    assert "is no file" in refused(*words, "--pdf", "--font", tmp_path / "none.ttf")
