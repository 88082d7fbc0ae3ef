"""Each student's result as Markdown and as HTML, to be handed out: what students wrote stays text in both."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from interviewer.batch.storage import writing
from interviewer.exchange.gradebook import Gradebook, Marked
from interviewer.exchange.mark_table import quoted
from interviewer.exchange.marks import plain_number
from rubrics.model import Question

VERDICT_WORDS = {"covered": "covered", "partial": "partly", "missing": "not mentioned", "contradicted": "not right"}
MARKED = re.compile(r"([\\`*_{}\[\]<>#+\-!|~&$])")
NOT_IN_FILE_NAMES = re.compile(r"[^\w.@-]+")
LONGEST_NAME = 80
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1d2330; }
h1, h2 { line-height: 1.25; } h2 { margin-top: 2.5rem; } .mark { font-weight: 600; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem;
border-bottom: 1px solid #d5d9e2; } blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid #d5d9e2;
white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def write_feedback(
    book: Gradebook, folder: Path, rubrics: Mapping[str, Question], answers: Mapping[str, str]
) -> list[Path]:
    """Writes a .md and an .html file for each student into the folder, and makes the folder where it is not there.

    Args:
        book: The marks.
        folder: Files of the same names are replaced.
        rubrics: Questions by id, as far as they are known.
        answers: Answers by answer_id, as far as they are known.

    Raises:
        StorageError: If a file cannot be written.
    """
    written = []
    with writing(folder):
        folder.mkdir(exist_ok=True)
    for student, name in file_names(book).items():
        for ending, text in (
            (".md", markdown_of(book, student, rubrics, answers)),
            (".html", html_of(book, student, rubrics, answers)),
        ):
            path = folder / (name + ending)
            with writing(path):
                path.write_text(text, encoding="utf-8")
            written.append(path)
    return written


def file_names(book: Gradebook) -> dict[str, str]:
    """By student, a file's name without its ending: safe on any system, and each once in any case of letters."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in book.students:
        stem = NOT_IN_FILE_NAMES.sub("_", student).strip("._")[:LONGEST_NAME] or "student"
        number, tried = 2, stem
        while tried.casefold() in taken:
            tried, number = f"{stem}-{number}", number + 1
        taken.add(tried.casefold())
        names[student] = tried
    return names


def markdown_of(book: Gradebook, student: str, rubrics: Mapping[str, Question], answers: Mapping[str, str]) -> str:
    """A student's result as Markdown."""
    lines = [f"# Result of {_plain(book.name_of(student))}", "", f"**{total_of(book, student)}**", ""]
    for one in book.of_student(student):
        lines += [f"## {_plain(asked_of(one, rubrics))}", "", f"**{marked_of(one)}**", ""]
        answer = answers.get(one.graded.answer_id)
        if answer is not None:
            lines += ["Your answer:", "", *(f"> {_plain(line)}".rstrip() for line in answer.splitlines() or [""]), ""]
        for word, statement, quote in points_of(one, rubrics):
            said = f" — “{_plain(quote)}”" if quote else ""
            lines.append(f"- {word}: {_plain(statement)}{said}")
        lines += [""] if one.graded.verdicts else []
        lines += [_plain(one.graded.feedback), ""] if one.graded.feedback else []
        lines += [f"Remark: {_plain(remark_of(one))}", ""] if remark_of(one) else []
    return "\n".join(lines).rstrip() + "\n"


def html_of(book: Gradebook, student: str, rubrics: Mapping[str, Question], answers: Mapping[str, str]) -> str:
    """A student's result as a page of its own, without scripts."""
    title = f"Result of {html.escape(book.name_of(student))}"
    parts = [f"<h1>{title}</h1>", f'<p class="mark">{html.escape(total_of(book, student))}</p>']
    for one in book.of_student(student):
        parts.append(f"<h2>{html.escape(asked_of(one, rubrics))}</h2>")
        parts.append(f'<p class="mark">{html.escape(marked_of(one))}</p>')
        answer = answers.get(one.graded.answer_id)
        if answer is not None:
            parts.append(f"<p>Your answer:</p>\n<blockquote>{html.escape(answer)}</blockquote>")
        rows = [
            f"<tr><td>{html.escape(word)}</td><td>{html.escape(statement)}</td><td>{html.escape(quote)}</td></tr>"
            for word, statement, quote in points_of(one, rubrics)
        ]
        if rows:
            head = "<tr><th>verdict</th><th>key point</th><th>in your words</th></tr>"
            parts.append("\n".join(["<table>", head, *rows, "</table>"]))
        if one.graded.feedback:
            parts.append(f"<p>{html.escape(one.graded.feedback)}</p>")
        if remark_of(one):
            parts.append(f"<p>Remark: {html.escape(remark_of(one))}</p>")
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def points_of(one: Marked, rubrics: Mapping[str, Question]) -> Iterator[tuple[str, str, str]]:
    """Of each verdict: its word, the key point's statement (its id where the rubric is not known), and the quote."""
    rubric = rubrics.get(one.graded.question_id)
    statements = {point.id: point.statement for point in rubric.key_points} if rubric else {}
    for verdict in one.graded.verdicts:
        name = str(verdict.get("key_point"))
        word = str(verdict.get("verdict"))
        yield VERDICT_WORDS.get(word, word), statements.get(name, name), quoted(verdict)


def asked_of(one: Marked, rubrics: Mapping[str, Question]) -> str:
    """The question's text, or its id where the rubric is not known."""
    rubric = rubrics.get(one.graded.question_id)
    return " ".join(rubric.question.split()) if rubric else one.graded.question_id


def marked_of(one: Marked) -> str:
    """The mark in words; where a person changed it, the grader's too."""
    if one.mark is None:
        return f"not graded: {one.graded.reason}"
    mark = f"{plain_number(one.mark)} of {plain_number(one.points)}"
    if not one.graded.is_changed:
        return mark
    own = "not graded" if one.by_grader is None else plain_number(one.by_grader)
    return f"{mark} (given by a person; by the grader: {own})"


def remark_of(one: Marked) -> str:
    """What the reviewer wrote, or an empty text."""
    return one.graded.override.comment if one.graded.override else ""


def total_of(book: Gradebook, student: str) -> str:
    """A student's marks together, in words."""
    total = book.total(student)
    most = plain_number(book.most)
    return f"{plain_number(total)} of {most} in all" if total is not None else f"of {most} in all; not all is graded"


def _plain(text: str) -> str:
    """The text on one line, with nothing in it that Markdown would take for a mark or HTML."""
    return MARKED.sub(r"\\\1", " ".join(text.split()))
