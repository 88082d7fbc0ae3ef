"""What a student is handed: their marks and the words that earned them, with nothing in it that could act."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from markdown_it import MarkdownIt

from tests.exchange.graded import grade, typed, write_grades

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


def handed_out(folder: Path, *students: str) -> Path:
    lines = [grade(student, "relu", 50.0, quote=ATTACK, feedback=ATTACK, name=ATTACK) for student in students]
    answers = folder / "answers.jsonl"
    answers.write_text(
        "".join(
            json.dumps({"answer_id": f"{student}/relu", "question_id": "relu", "answer": f"{ATTACK}\n# title"}) + "\n"
            for student in students
        )
    )
    grades = write_grades(folder / "g.jsonl", lines)
    done = typed("export", grades, "--format", "feedback", "--answers", answers, "--output", folder / "out")
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
