"""Key points out of a bare reference answer: short, self-contained statements, each traceable to its span.

The text is laid out into headings, list items and paragraphs, these into sentences, and the sentences into clauses
where a cut is safe. Filler falls away; list items take their heading along; "It" and "They" at the beginning become
the subject before them, and where that is not certain the sentence stays with the one before it.

Weights follow three rules: the first statement, and one that defines or is called essential, weighs 3; an example, an
option, an aside or a member of an enumeration weighs 1; any other weighs 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rubrics.blocks import Block, find_blocks
from rubrics.clauses import begins_with_pronoun, clause_spans, enumerated, find_subject, with_subject
from rubrics.model import KeyPoint
from rubrics.sentences import after_opening, has_letter, is_filler, sentence_spans
from rubrics.words import content_words, plain, stems

ESSENTIAL_WEIGHT, EXPECTED_WEIGHT, BONUS_WEIGHT = 3.0, 2.0, 1.0
ESSENTIAL = re.compile(
    r"\b(?:most important|crucial|essential|key (?:idea|point|difference|advantage)|main|fundamental|core|central"
    r"|is defined as|refers to|is the process of|means)\b",
    re.IGNORECASE,
)
BONUS = re.compile(
    r"^(?:for example|for instance|e\.g\.|incidentally)"
    r"|\b(?:sometimes|occasionally|optionally|may|might|could|can also|historically|in some cases)\b",
    re.IGNORECASE,
)
EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
EMPTY_HEADING = frozenset(
    "answer introduction overview summary conclusion definition definitions notes note background explanation".split()
)
JOINING = re.compile(r"\b(?:are|is|includes?|by|to|as|of)$", re.IGNORECASE)
LONGEST_JOINED = 60
WORDS_IN_ID = 4
DERIVED_SOURCE = "reference answer, characters"


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedPoint:
    """A key point and the span of the reference answer it comes from, `reference_answer[start:end]`."""

    key_point: KeyPoint
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    statement: str
    start: int
    end: int
    member: bool = False


def derive_key_points(reference_answer: str) -> tuple[DerivedPoint, ...]:
    """The statements of a text as key points, in its order, with weight, id and source, but no accepts or rejects.

    A text with a letter in it gives one point at least, if need be the whole text; a text without gives none.
    """
    drafts = _without_repeats(_drafts(reference_answer))
    if not drafts and has_letter(reference_answer):
        start = len(reference_answer) - len(reference_answer.lstrip())
        end = len(reference_answer.rstrip())
        drafts = [_Draft(statement=_tidy(reference_answer), start=start, end=end)]
    return tuple(_point(draft, reference_answer, number, drafts) for number, draft in enumerate(drafts))


def is_derived(point: KeyPoint) -> bool:
    """Whether a key point was cut from a bare reference answer, and not written by a person."""
    return point.source.startswith(DERIVED_SOURCE)


def _drafts(text: str) -> list[_Draft]:
    drafts: list[_Draft] = []
    headings: list[tuple[Block, str]] = []
    subject: str | None = None
    for number, block in enumerate(blocks := find_blocks(text)):
        while headings and _closes(headings[-1][0], block):
            headings.pop()
        if block.kind == "heading" or _leads_in(text, block, blocks[number + 1 : number + 2]):
            lead = _lead_in(text, block)
            before = _Passage(text=text, start=block.start, end=lead[0], context="", subject=None)
            if block.kind != "heading":
                drafts.extend(before.drafts())
            headings.append((block, _heading(text[lead[0] : lead[1]])))
            subject = _heading(text[lead[0] : lead[1]]) if block.kind == "heading" else None
            continue
        named = [name for _, name in headings if name]
        context = ", ".join(named) if block.kind == "item" else ""
        passage = _Passage(text=text, start=block.start, end=block.end, context=context, subject=subject)
        drafts.extend(passage.drafts())
    return drafts


def _closes(heading: Block, block: Block) -> bool:
    """Whether a block ends the reach of a heading or of a lead-in before it."""
    if heading.kind == "heading":
        return block.kind == "heading" and block.depth <= heading.depth
    return block.kind != "item" or (heading.kind == "item" and block.depth <= heading.depth)


def _leads_in(text: str, block: Block, following: Sequence[Block]) -> bool:
    """Whether a paragraph or an item announces the list items that follow it."""
    if block.kind == "heading" or not following or following[0].kind != "item":
        return False
    deeper = block.kind == "item" and following[0].depth > block.depth
    return (text[block.start : block.end].rstrip("*_ ").endswith(":") and block.kind == "paragraph") or deeper


def _lead_in(text: str, block: Block) -> tuple[int, int]:
    """Span of the last sentence of a block."""
    return (
        list(sentence_spans(text, block.start, block.end))[-1]
        if block.kind == "paragraph"
        else (block.start, block.end)
    )


def _heading(raw: str) -> str:
    """A heading's words; empty where they say nothing of the matter."""
    words = re.sub(r"^(?:\d+(?:\.\d+)*[.)]?|[a-zA-Z][.)])\s+", "", _bare(raw)).rstrip(" :.")
    return "" if not content_words(words) or set(content_words(words)) <= EMPTY_HEADING else words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """A paragraph or a list item, `text[start:end]`, under its headings."""

    text: str
    start: int
    end: int
    context: str
    subject: str | None

    def drafts(self) -> list[_Draft]:
        """Its statements; a sentence that leans on the one before it is joined to it."""
        made: list[_Draft] = []
        subject = self.subject
        for start, end in sentence_spans(self.text, self.start, self.end):
            begin = after_opening(self.text, start, end)
            if is_filler(_bare(self.text[begin:end])):
                continue
            for first, last in clause_spans(self.text, begin, end):
                clause = _bare(self.text[first:last])
                leaning = begins_with_pronoun(clause)
                resolved = with_subject(clause, subject) if leaning and subject else None
                if leaning and resolved is None and made and _joinable(made[-1], clause):
                    made[-1] = self._joined(made[-1], last)
                    subject = None
                    continue
                made.extend(self._statements(resolved or clause, first, last))
                subject = find_subject(resolved or clause)
        return made

    def _joined(self, draft: _Draft, end: int) -> _Draft:
        said = self.text[draft.end : end]
        return replace(draft, statement=_bare(draft.statement + said), end=end)

    def _statements(self, clause: str, start: int, end: int) -> Iterator[_Draft]:
        members = enumerated(self.text[start:end]) if clause == _bare(self.text[start:end]) else []
        for statement, (first, last) in members:
            yield _Draft(statement=self._placed(_bare(statement)), start=start + first, end=start + last, member=True)
        if not members:
            yield _Draft(statement=self._placed(clause), start=start, end=end)

    def _placed(self, statement: str) -> str:
        """The statement with its headings before it, as far as it does not hold their words already."""
        if not self.context or stems(self.context) <= stems(statement):
            return statement
        joint = " " if JOINING.search(self.context) else ": "
        return f"{self.context}{joint}{statement}"


def _joinable(draft: _Draft, clause: str) -> bool:
    return not draft.member and len(draft.statement.split()) + len(clause.split()) <= LONGEST_JOINED


def _bare(raw: str) -> str:
    """The text without emphasis marks, on one line."""
    return " ".join(EMPHASIS.sub("", raw).split())


def _tidy(statement: str) -> str:
    """The statement as a sentence: a capital (unless the word is a symbol) and a full stop."""
    bare = _bare(statement).rstrip(" ,;:")
    first = bare.split(" ", 1)[0]
    if first == "a" or (first.isalpha() and first.islower() and len(first) > 1):
        bare = bare[0].upper() + bare[1:]
    return bare if bare.endswith((".", "!", "?", "。")) else f"{bare}."


def _without_repeats(drafts: Sequence[_Draft]) -> list[_Draft]:
    kept: dict[str, _Draft] = {}
    for draft in drafts:
        if content_words(draft.statement):
            kept.setdefault(plain(draft.statement), replace(draft, statement=_tidy(draft.statement)))
    return list(kept.values())


def _point(draft: _Draft, text: str, number: int, drafts: Sequence[_Draft]) -> DerivedPoint:
    source = f"{DERIVED_SOURCE} {draft.start} to {draft.end}"
    point = KeyPoint(
        id=_ids(drafts)[number], statement=draft.statement, weight=_weight(draft, text, number), source=source
    )
    return DerivedPoint(key_point=point, start=draft.start, end=draft.end)


def _weight(draft: _Draft, text: str, number: int) -> float:
    if draft.member:
        return BONUS_WEIGHT
    if number == 0 or ESSENTIAL.search(draft.statement):
        return ESSENTIAL_WEIGHT
    sentence = text[text.rfind(". ", 0, draft.start) + 1 : draft.end].strip()
    return BONUS_WEIGHT if BONUS.search(sentence) else EXPECTED_WEIGHT


def _ids(drafts: Sequence[_Draft]) -> list[str]:
    """Kebab-case, of the first content words; with the place where that would not be unique."""
    words = [
        [word for word in content_words(draft.statement) if re.fullmatch(r"[a-z0-9]{2,}|[0-9]", word)][:WORDS_IN_ID]
        for draft in drafts
    ]
    ids = ["-".join(one) for one in words]
    return [
        name if name and ids.count(name) == 1 else f"{name or 'point'}-{number}"
        for number, name in enumerate(ids, start=1)
    ]
