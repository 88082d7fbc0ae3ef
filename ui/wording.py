"""What the page says, in the reader's language: one catalogue file a language in `languages/`.

Questions, rubrics and feedback stay in the language they are written in, and are marked so. A message of the program is
found again in the English catalogue and said in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from ui.messages import Messages

COOKIE = "interviewer_language"
FOLDER = Path(__file__).with_name("languages")
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))
WRITTEN = "en"  # what questions, rubrics, feedback and the program's own messages are written in

Text = str | Mapping[str, str]
Value = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wording:
    """The catalogue of one language, and how its readers write numbers and dates.

    Attributes:
        language: As the catalogue's file is called.
        locale: Of the reader; its region decides on the form of numbers and dates.
        texts: By key; a text that depends on a number is a mapping from the language's plural forms.
    """

    language: str
    locale: Locale
    texts: Mapping[str, Text]

    def __call__(self, key: str, **values: Value) -> str:
        """The text for a key, with the values in their places; `count` chooses the plural form.

        Raises:
            KeyError: If the catalogue has no such key, or a value is missing.
        """
        return self._find(key, values).format(**self._formed(values))

    def html(self, key: str, **values: Value) -> Markup:
        """The text for a key as markup, which it may contain; values are escaped unless they are markup themselves.

        Raises:
            KeyError: If the catalogue has no such key, or a value is missing.
        """
        return Markup(self._find(key, values)).format(**self._formed(values))

    def number(self, value: float) -> str:
        """A number as its readers write it."""
        return format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share, 0 to 1, in whole per cent."""
        return format_percent(share, "#,##0 %", locale=self.locale)

    def day(self, at: datetime) -> Markup:
        """A date; the page reads it in the reader's time zone."""
        return Markup('<time datetime="{}">{}</time>').format(
            at.isoformat(), format_date(at, "long", locale=self.locale)
        )

    @property
    def foreign(self) -> Markup:
        """The attribute of an element whose text is of a rubric, an answer or the program; empty if it is no other."""
        return Markup("") if self.language == WRITTEN else Markup(f' lang="{WRITTEN}"')

    def written(self, text: str) -> Markup:
        """A text of a rubric, an answer or the program, escaped, marked as of its language where it is another.

        A message that is one of the catalogue's own is not marked; one of the program's is said in this language.
        """
        if not self.foreign or text in self.texts.values():
            return escape(text)
        said = self._said(text)
        return Markup("<span{}>{}</span>").format(self.foreign, text) if said is None else said

    def told(self, text: str) -> str:
        """A message of the program as plain text, in this language where the catalogue has it."""
        return self.written(text).striptags() if self.foreign else text

    def _said(self, text: str) -> Markup | None:
        """A message of the program, or one that begins with another; None if it is none."""
        for end in ("", "."):
            found = messages().find(text.removesuffix(end)) if text.endswith(end) else None
            if found is not None:
                key, values = found
                return self.html(key, **{name: self._value(value) for name, value in values.items()}) + end
        for between, end in ((": ", ""), (" (", ")")):
            head, _, rest = text.partition(between)
            said = self._said(head) if rest and rest.endswith(end) else None
            if said is not None:
                return said + between + self.written(rest.removesuffix(end)) + end
        return None

    def _value(self, text: str) -> Markup:
        return self.written(text) if re.search(r"[^\W\d_]{2}", text) else escape(text)

    def _find(self, key: str, values: Mapping[str, Value]) -> str:
        text = self.texts[key]
        return text if isinstance(text, str) else text[self.locale.plural_form(float(values["count"]))]

    def _formed(self, values: Mapping[str, Value]) -> dict[str, str]:
        return {name: value if isinstance(value, str) else self.number(value) for name, value in values.items()}


def choose(chosen: str | None, accepted: str | None) -> Wording:
    """The wording for a reader.

    Args:
        chosen: The language they chose on the page; None if they chose none.
        accepted: The Accept-Language header of their browser.
    """
    wanted = _preferred(accepted or "")
    language = chosen if chosen in LANGUAGES else negotiate_locale(wanted, LANGUAGES, sep="-")
    return wording(
        language or WRITTEN, next((one for one in wanted if one.split("-")[0] == language and "-" in one), "")
    )


@cache
def read_texts(language: str) -> Mapping[str, Text]:
    """The catalogue of a language, by key."""
    found: Mapping[str, Text] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return found


def wording(language: str, region: str = "") -> Wording:
    """The wording of a language, for readers of a region as `de-AT`, or of the catalogue's own."""
    texts = read_texts(language)
    return Wording(language=language, locale=_find_locale(region) or Locale.parse(str(texts["locale"])), texts=texts)


@cache
def messages() -> Messages:
    """The messages of the program, by their English texts."""
    return Messages(read_texts(WRITTEN))


def _find_locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-") if tag else None
    except (UnknownLocaleError, ValueError):
        return None


def _preferred(accepted: str) -> list[str]:
    """Language tags of an Accept-Language header, the most wanted first; what cannot be read is left out."""
    found: list[tuple[float, str]] = []
    for one in accepted[:1000].split(","):
        tag, _, weight = one.strip().partition(";q=")
        try:
            found.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(found, key=lambda pair: -pair[0]) if tag and weight > 0]


ENGLISH = wording("en")
