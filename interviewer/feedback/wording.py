"""Words, stems and sentences: what the plan, the template and the checks share about plain English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from interviewer.feedback.vocabulary import FUNCTION_WORDS, NAMES, NEGATORS, SYNONYMS
from rubrics.model import Question

TOKEN = re.compile(r"n't\b|[^\W_]+(?:[.^_'’][^\W_]+)*|[^\s\w“”\"'’‘,.;:!?()\-–—…]")
CONTRACTED = re.compile(r"(?<=\w)'(?:s|re|ve|ll|d|m)$")
QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(]?[A-Z0-9])")
ENDINGS = (
    "isations",
    "isation",
    "ations",
    "ation",
    "ingly",
    "ings",
    "ing",
    "ies",
    "ied",
    "edly",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)
ABBREVIATION = re.compile(r"(?:\be\.g|\bi\.e|\bvs|\betc|\bcf|\bapprox)\.$", re.IGNORECASE)


def stem(word: str) -> str:
    """A word without its ending, in small letters: `Normalizing` and `normalises` give the same."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = SYNONYMS.get(word, word).replace("iz", "is").replace("our", "or")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def tokens(text: str) -> list[str]:
    """Words, numbers and single symbols of a text in their order, in small letters; punctuation is left out."""
    return [CONTRACTED.sub("", token.lower().replace("’", "'")) for token in TOKEN.findall(text)]


def content_stems(text: str) -> list[str]:
    """Stems of all words and symbols that are neither function words nor negations, in their order."""
    return [stem(token) for token in tokens(text) if token not in FUNCTION_WORDS and not is_negator(token)]


def is_negator(token: str) -> bool:
    """Whether a word turns a statement round: `not`, `never`, `without`, `isn't`."""
    return token in NEGATORS or token.endswith("n't")


def negations(text: str) -> int:
    """How many words of a text turn a statement round."""
    return sum(is_negator(token) for token in tokens(text))


def quotes_in(text: str) -> tuple[str, ...]:
    """What stands between quotation marks, in order."""
    return tuple(first or second for first, second in QUOTED.findall(text))


def without_quotes(text: str) -> str:
    """A text with each quotation left out; the marks stay."""
    return QUOTED.sub("“”", text)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; `e.g.` and its like end none."""
    found: list[str] = []
    for piece in SENTENCE_END.split(" ".join(text.split())):
        if found and ABBREVIATION.search(found[-1]):
            found[-1] += " " + piece
        elif piece:
            found.append(piece)
    return tuple(found)


def rubric_texts(question: Question) -> Iterator[str]:
    """Every text of the rubric: question, reference answer, statements, accepts, rejects, hints and follow-ups."""
    yield question.question
    yield question.reference_answer
    for point in question.key_points:
        yield from (point.statement, *point.accept, *point.reject, point.hint, point.follow_up)


def as_clause(sentence: str, texts: Iterable[str]) -> str:
    """A sentence as it stands after `that`: no full stop, a small first letter unless the first word is a name.

    A word counts as a name if it holds a further capital or a digit, if `texts` spell it with a capital in mid-sentence
    and never without, or if it is a known name.
    """
    sentence = sentence.strip().rstrip(".!").strip()
    first = re.match(r"[^\W_]+(?:-[^\W_]+)*", sentence)
    if first is None or _is_name(first.group(), texts):
        return sentence
    return sentence[0].lower() + sentence[1:]


def _is_name(word: str, texts: Iterable[str]) -> bool:
    if word in ("A", "I"):
        return word == "I"
    if len(word) == 1 or any(sign.isupper() or sign.isdigit() for sign in word[1:]):
        return True
    whole = " ".join(texts)
    if re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", whole):
        return False
    in_mid_sentence = re.search(rf"(?<=[a-z,;)]\s){re.escape(word)}(?![\w-])", whole) is not None
    return in_mid_sentence or word in NAMES
