"""The catalogues: whole, without a string too many, and read as a person of each language reads."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from interviewer.grading.grade import VerdictName
from interviewer.review.decisions import Side
from interviewer.review.health import Concern
from ui import wording
from ui.messages import FAMILY
from ui.render_panel import FLAGS
from ui.render_report import SPELT, SPOKEN
from ui.review.pages import KEYS
from ui.review.server import TOLD
from ui.wording import ENGLISH, FOLDER, LANGUAGES, Text, Wording, choose, read_texts

ROOM = Path(wording.__file__).parent
CODE = sorted([*ROOM.glob("*.py"), *ROOM.glob("review/*.py")])
OTHERS = [one for one in LANGUAGES if one != "en"]
FAMILIES = {  # keys that are put together while the page is made, and what can stand at their end
    "level": ["beginner", "intermediate", "advanced"],
    "verdict": VerdictName.__args__,  # type: ignore[attr-defined]
    "status": ["skipped", "ungraded", "not reached"],
    "mode": ["practice", "mock", "review"],
    "choice": ["practice", "mock"],
    "comparison": ["point", "then", "now", "change"],
    "change": ["gained", "lost", "before"],
    "way": ["up", "down"],
    "look": ["appeal", "override"],
    "expected": ["same", "more", "less"],
    "study": ["1", "2", "3"],
    "flag": FLAGS,
    "number": [str(number) for number in SPELT],
    "script": SPOKEN,
    "concern": Concern.__args__,  # type: ignore[attr-defined]
    "side": Side.__args__,  # type: ignore[attr-defined]
    "told": TOLD,
    "key": [name for _, name in KEYS],
}
ABOUT = {"name", "locale"}  # of the catalogue itself


def placeholders(text: Text) -> set[str]:
    texts = [text] if isinstance(text, str) else list(text.values())
    return {name for one in texts for _, name, _, _ in Formatter().parse(one) if name is not None}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the page's code that asks for a text, with the file it stands in."""
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _is_wording(node.func):
                yield file.name, node


def _is_wording(called: ast.expr) -> bool:
    asked = called.value if isinstance(called, ast.Attribute) and called.attr == "html" else called
    name = asked.attr if isinstance(asked, ast.Attribute) else getattr(asked, "id", "")
    is_request = isinstance(asked, ast.Call) and getattr(asked.func, "id", "") == "words_of"
    return name == "words" or is_request


def keys_of(key: ast.expr) -> list[str]:
    """Which keys a call can ask for: a literal, either side of a condition, a whole family; none for a variable."""
    if isinstance(key, ast.Constant):
        return [str(key.value)]
    if isinstance(key, ast.IfExp):
        return [*keys_of(key.body), *keys_of(key.orelse)]
    if isinstance(key, ast.JoinedStr):
        family = str(key.values[0].value).rstrip(".") if isinstance(key.values[0], ast.Constant) else ""
        return [f"{family}.{end}" for end in FAMILIES[family]]
    return []


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_has_the_keys_of_the_english_one_and_no_others(language: str) -> None:
    missing, stale = (
        set(read_texts("en")) - set(read_texts(language)),
        set(read_texts(language)) - set(read_texts("en")),
    )
    assert (sorted(missing), sorted(stale)) == ([], [])


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_same_places_for_values_and_depends_on_a_number_alike(language: str) -> None:
    texts = read_texts(language)
    for key, english in read_texts("en").items():
        assert placeholders(texts[key]) == placeholders(english), key
        assert isinstance(texts[key], str) == isinstance(english, str), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_depends_on_a_number_has_the_plural_forms_of_its_language(language: str) -> None:
    forms = wording.wording(language).locale.plural_form
    for key, text in read_texts(language).items():
        if not isinstance(text, str):
            assert set(text) == set(forms.tags) | {"other"}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_written_twice_in_its_file(language: str) -> None:
    lines = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8").splitlines()
    keys = [found.group(1) for line in lines if (found := re.match(r"([a-z_]+(?:\.[a-z0-9_ ]+)?):(?: |$)", line))]
    assert sorted(keys) == sorted(read_texts(language))
    assert all(isinstance(text, dict) or str(text).strip() for text in read_texts(language).values())


def test_every_key_that_the_code_asks_for_is_there_and_gets_its_values() -> None:
    texts = read_texts("en")
    for file, call in calls():
        given = {one.arg for one in call.keywords}
        for key in keys_of(call.args[0]):
            assert key in texts, f"{file} line {call.lineno}: no text {key!r} in en.yaml"
            wanted = placeholders(texts[key]) | (set() if isinstance(texts[key], str) else {"count"})
            assert wanted <= given, f"{file} line {call.lineno}: {key!r} needs {sorted(wanted - given)}"


def test_no_text_is_there_that_nothing_asks_for() -> None:
    literal = {
        node.value
        for file in CODE
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    used = {key for key in read_texts("en") if key.startswith(FAMILY)}  # held against the code in test_messages
    used |= literal | {key for _, call in calls() for key in keys_of(call.args[0])} | ABOUT
    assert sorted(set(read_texts("en")) - used) == []


def test_the_page_s_scripts_say_only_what_the_server_gives_them() -> None:
    scripts = "".join(file.read_text(encoding="utf-8") for file in FOLDER.parent.glob("p[ar]*.js"))
    assert set(re.findall(r'said\("(\w+)"\)', scripts)) == {*SPOKEN, "locale"}
    assert not re.search(r'(textContent = |tell\()["`]\w', scripts)


@pytest.mark.parametrize(
    ("chosen", "accepted", "language", "locale"),
    [
        (None, None, "en", "en_GB"),
        (None, "de-AT,de;q=0.9,en;q=0.8", "de", "de_AT"),
        (None, "fr,en-US;q=0.7,de;q=0.3", "en", "en_US"),
        (None, "fr;q=0.9,de;q=0.8", "de", "de_DE"),
        (None, "en;q=0,de;q=0.1", "de", "de_DE"),
        ("de", "en-US,en", "de", "de_DE"),
        ("en", "de", "en", "en_GB"),
        ("../en", "de", "de", "de_DE"),
        (None, "de-!!,x;q=y,;;;,de-ZZZZZZ", "de", "de_DE"),
    ],
)
def test_a_reader_gets_what_they_chose_or_else_what_their_browser_wants(
    chosen: str | None, accepted: str | None, language: str, locale: str
) -> None:
    found = choose(chosen, accepted)
    assert (found.language, str(found.locale)) == (language, locale)


def test_numbers_and_plurals_are_those_of_the_language() -> None:
    german = choose("de", None)
    assert german("score.points", earned=2.5, total=8.0) == "2,5 von 8 Punkten"
    assert ENGLISH("score.points", earned=2.5, total=8.0) == "2.5 of 8 points"
    assert [german("topics.questions", count=number) for number in (1, 0, 1234)] == [
        "1 Frage",
        "0 Fragen",
        "1.234 Fragen",
    ]


def test_a_value_in_markup_is_escaped_and_a_text_of_the_program_is_marked_as_english() -> None:
    german = choose("de", None)
    assert "<img" not in german.html("score.none", why="<img>")
    assert german.written("<b>") == '<span lang="en">&lt;b&gt;</span>'
    assert ENGLISH.written("<b>") == "&lt;b&gt;"
    assert german.written(german("error.nobody")) == german("error.nobody")


def test_a_further_language_is_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pl.yaml").write_text(
        "name: polski\nlocale: pl_PL\ntopics.questions: {one: '{count} pytanie', few: '{count} pytania', "
        "many: '{count} pytań', other: '{count} pytania'}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    polish: Wording = wording.wording("pl")
    assert [polish("topics.questions", count=number) for number in (1, 3, 5)] == ["1 pytanie", "3 pytania", "5 pytań"]
