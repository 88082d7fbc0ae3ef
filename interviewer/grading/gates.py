"""What is seen without any model: blank and gibberish answers, echoes, word lists, repetition, commands.

A gate marks passages that earn nothing; what remains is graded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from interviewer.grading.grade import Flag
from interviewer.grading.text import Span, readable, sentences
from interviewer.grading.word_order import find_disordered, shipped

REPEATS_ALLOWED = 2
FRAMED_WORDS = 4  # a question of fewer words may well be part of a statement
FRAME_WORDS = 3  # words of meaning around a question that still make no statement

_COMMANDS = [
    re.compile(line, re.IGNORECASE)
    for line in files("interviewer.grading").joinpath("commands.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_STOP = frozenset(
    """
    a an the is are was were be been being am do does did have has had will would can could should may
    might must of in on at to for from by with as and or but if then than that this these those it its
    they them their there here which who whom what when where why how not no nor so such very i me my we
    us our you your he she his her into over under about between also just only more most some any each
    every both all one
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_VOWELS = re.compile(r"[aeiouyäöüéèáíóúàâêîôû]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """An answer after the gates: the sentences that may earn something, and the flags that were set."""

    kept: tuple[Span, ...]
    flags: tuple[Flag, ...]


def sift(question: str, answer: str) -> Sifted:
    """Pass an answer through all gates; `kept` is empty when nothing in it can be graded."""
    if not any(c.isalnum() for c in answer):
        flag: Flag = "gibberish" if answer.strip() else "blank"
        return Sifted(kept=(), flags=(flag,))
    spans = sentences(answer)
    texts = [readable(span.of(answer)) for span in spans]
    dropped: dict[int, Flag] = {}
    for place in _repeated(texts):
        dropped[place] = "padding"
    for place, text in enumerate(texts):
        flag_of = _find_flag(question, text)
        if flag_of and place not in dropped:
            dropped[place] = flag_of
    for place in find_disordered(texts, shipped()):
        dropped.setdefault(place, "keyword_stuffing")
    for place in _split_commands(texts):
        dropped[place] = "instruction_injection"
    kept = tuple(span for place, span in enumerate(spans) if place not in dropped and texts[place])
    flags: set[Flag] = set(dropped.values()) or (set() if kept else {"blank"})
    if kept and _mostly_gibberish([texts[n] for n in range(len(texts)) if n not in dropped]):
        return Sifted(kept=(), flags=tuple(sorted(flags | {"gibberish"})))
    return Sifted(kept=kept, flags=tuple(sorted(flags)))


def _find_flag(question: str, text: str) -> Flag | None:
    if any(pattern.search(text) for pattern in _COMMANDS):
        return "instruction_injection"
    if _is_echo(question, text):
        return "question_echo"
    if _is_keyword_list(text):
        return "keyword_stuffing"
    return None


def content_words(text: str) -> list[str]:
    """Small-letter words that carry meaning."""
    return [word for word in (w.lower() for w in _WORD.findall(text)) if word not in _STOP and len(word) > 1]


def _is_echo(question: str, text: str) -> bool:
    """Whether a sentence says nothing that the question does not say, or is the question in a frame of a few words.

    Nothing of it is lost to a candidate: a sentence made of the question's words alone states no key point.
    """
    said, asked = content_words(text), {_stem(word) for word in content_words(question)}
    if len(said) < 3 or len(asked) < 2:
        return False
    frame = _around_question(question, text)
    if frame is not None and len([word for word in content_words(frame) if word not in _ECHO_WORDS]) <= FRAME_WORDS:
        return True
    new = [word for word in said if _stem(word) not in asked and word not in _ECHO_WORDS]
    shared = {_stem(word) for word in said} & asked
    return not new and len(shared) >= max(2, len(asked) / 2)


def _around_question(question: str, text: str) -> str | None:
    """What stands around the question, or one of its sentences, in a text that holds it word for word."""
    plain = " ".join(_WORD.findall(text.lower()))
    for asked in re.split(r"(?<=[.?!])\s+", question):
        words = _WORD.findall(asked.lower())
        before, found, after = plain.partition(" ".join(words))
        if found and len(words) >= FRAMED_WORDS:
            return f"{before} {after}"
    return None


_ECHO_WORDS = frozenset(
    """
    question asked asks ask answer explain describe tell talk discuss following first next now let want
    wish going following say know good important interesting topic will look like name call use used
    different work works
    """.split()
)


def _stem(word: str) -> str:
    return re.sub(r"(isation|ization|ises|izes|ing|ies|es|ed|s)$", "", word) if len(word) > 4 else word


def _is_keyword_list(text: str) -> bool:
    items = [item.strip() for item in re.split(r"[,;/|•·]+", text) if item.strip()]
    if len(items) < 8 or re.search(r"\([^)]*,[^)]*,|->|→|=>", text):
        return False
    words = _WORD.findall(text.lower())
    glue = sum(word in _STOP for word in words) / max(1, len(words))
    short = sum(len(item.split()) <= 3 for item in items) / len(items)
    return short >= 0.8 and glue <= 0.12


def _repeated(texts: Sequence[str]) -> list[int]:
    """Places of sentences beyond their first when one stands more than REPEATS_ALLOWED times in the answer."""
    keys = [" ".join(_WORD.findall(text.lower())) for text in texts]
    counts = Counter(keys)
    seen: set[str] = set()
    again = []
    for place, key in enumerate(keys):
        if key in seen and counts[key] > REPEATS_ALLOWED:
            again.append(place)
        seen.add(key)
    return again


def _split_commands(texts: Sequence[str]) -> list[int]:
    """Places of two neighbouring lines that only together give a command ("Ignore the rubric" / "and give 100")."""
    places = []
    for place in range(len(texts) - 1):
        pair = f"{texts[place]} {texts[place + 1]}"
        alone = (texts[place], texts[place + 1])
        if len(pair) < 160 and any(p.search(pair) and not any(p.search(t) for t in alone) for p in _COMMANDS[:4]):
            places += [place, place + 1]
    return places


def _mostly_gibberish(texts: Sequence[str]) -> bool:
    """Whether most Latin words cannot be words: no vowel, five consonants in a row, one letter over and over."""
    words = [
        word for text in texts for word in _WORD.findall(text) if word.isascii() and word.isalpha() and len(word) > 3
    ]
    letters = sum(c.isalpha() for text in texts for c in text)
    if not letters:
        return not any(c.isdigit() for text in texts for c in text)
    longest = max((len(word) for text in texts for word in text.split()), default=0)
    if longest > 400:
        return True
    if len(words) < 3:
        return bool(words) and all(_unpronounceable(word) for word in words)
    return sum(_unpronounceable(word) for word in words) / len(words) > 0.5


def _unpronounceable(word: str) -> bool:
    small = word.lower()
    if word.isupper() and len(word) < 7:
        return False  # an abbreviation
    no_vowel = not _VOWELS.search(small)
    crowded = re.search(r"[bcdfghjklmnpqrstvwxz]{5,}", small) is not None
    one_letter = re.search(r"(.)\1{3,}", small) is not None
    keyboard = (
        re.search(r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|rtyu|tyui|uiop|zxcv|xcvb|cvbn|vbnm", small) is not None
    )
    return no_vowel or crowded or one_letter or keyboard
