"""Clauses of a sentence: where it can be cut without harm, what its subject is, what it enumerates.

No parser is used: a cut is made only where both sides show a subject and a verb that is no noun as well.
"""

from __future__ import annotations

import re

from rubrics.sentences import Span

AUXILIARIES = frozenset(
    """is are was were has have had can cannot could may might must shall should will would does do did isn't aren't
    don't doesn't can't won't wasn't weren't hasn't haven't""".split()
)
VERBS = AUXILIARIES | frozenset(
    """achieves adapts adds adjusts allows applies assigns assumes avoids averages becomes begins behaves belongs brings
    builds captures carries causes chooses combines compares comprises compresses computes consists contains converges
    converts copes corrects covers creates decays decides decreases defines depends describes detects determines differs
    discards distinguishes divides drives drops eliminates enables encodes ensures evaluates exists expects explains
    exploits extracts faces falls feeds finds fits fixes focuses follows forces forgets forms freezes generalises
    generalizes generates gets gives goes grows guarantees handles happens helps holds identifies ignores improves
    includes increases indicates introduces involves iterates keeps knows lacks leads learns lets lies lowers maintains
    makes maps matters maximises maximizes means measures memorises memorizes minimises minimizes multiplies needs
    normalises normalizes occurs offers operates outperforms outputs overfits passes performs picks plays predicts
    prefers prevents processes produces propagates provides punishes pushes reads receives recognises recognizes reduces
    refers regularises regularizes relies remains removes replaces represents requires rescales retains returns reuses
    rises runs saturates saves scales seems selects sends separates serves shares shifts shows shrinks skips solves
    speeds splits squashes stabilises stabilizes starts states stays stops stores subtracts suffers suits summarises
    sums supports switches takes tells tends trains transforms translates treats tries turns uncovers underfits updates
    uses varies works yields""".split()
)
"""Finite forms that are seldom nouns in this field; plural verbs other than auxiliaries are not recognised."""

PRONOUNS = frozenset("it they this these those he she its their them".split())
HALF_PRONOUNS = frozenset("that both such".split())
"""Words that point outside the clause only where a verb follows them: "Both are", but "Both gates are"."""

NO_SUBJECT = frozenset(
    """i we you one there here what how which who where why in on at for with without under over during through within
    against among between unlike like""".split()
)
"""Words that keep what stands before a verb from being a name that could stand for "it"."""

SUBORDINATORS = frozenset(
    """if when whenever although though because since unless while whereas once after before until given as where
    wherever suppose""".split()
)
PREPOSITIONS = frozenset("by to from into than as if when because that which who whose where while so".split())
EXPLETIVE = re.compile(
    r"""it\ (?:is|was|can\ be|may\ be|helps|pays|takes|makes\ sense)\b(?:\ \w+){0,2}?\ ?
    (?:possible|impossible|hard|harder|easy|easier|difficult|important|common|usual|customary|best|better|necessary
    |needless|useful|rare|enough|safe|wise|good|bad|unclear|known|true|false|cheaper|many|more|long|time)
    \b.*\b(?:to|that|whether|until|before)\b""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
HOLDING = re.compile(
    r"\b(?:both|either|neither|not only|whether|if|unless|because|when|so that|such that)\b", re.IGNORECASE
)
JOINT = re.compile(r";\s+|,\s+(?:and|but|yet|while|whereas)\s+|\s+whereas\s+")
COUNTS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
ANNOUNCING = re.compile(r"\b(three|four|five|six|seven|eight|nine|ten|several|many|various|following)\b", re.IGNORECASE)
WORD = re.compile(r"[\w'’/-]+")
LONGEST_SUBJECT = 8
LONGEST_MEMBER = 6
MEMBERS = re.compile(
    r"(?P<lead>.+?\b(?:includes?|comprises?)|(?P<whole>.+?):)\s+(?P<list>[^:;]+,[^:;]+?,?\s+(?:and|or)\s+[^,:;]+?)[.!]?\s*",
    re.DOTALL,
)


def find_subject(clause: str) -> str | None:
    """The words before the first verb, where they are a plain noun phrase; None where that is not certain."""
    words = list(WORD.finditer(clause))
    for number, word in enumerate(words[: LONGEST_SUBJECT + 1]):
        small = word.group().lower()
        if small in VERBS and number:
            subject = clause[: word.start()].strip()
            return subject if re.fullmatch(r"[^,;:()]+", subject) else None
        opening = number == 0 and small in NO_SUBJECT | SUBORDINATORS
        if opening or small in PREPOSITIONS or small in ("i", "we", "you", "there", "one"):
            return None
    return None


def begins_with_pronoun(clause: str) -> bool:
    """Whether the first word points to something outside the clause; "It is hard to …" does not."""
    words = [word.lower() for word in WORD.findall(clause)[:2]]
    if not words or EXPLETIVE.match(clause):
        return False
    return words[0] in PRONOUNS or (words[0] in HALF_PRONOUNS and len(words) > 1 and words[1] in VERBS)


def with_subject(clause: str, subject: str) -> str | None:
    """The clause with "It", "They", "Its" or "Their" at its beginning replaced by `subject`; None where unsafe."""
    match = re.match(r"(it|they|its|their)\s+(?=\S)", clause, re.IGNORECASE)
    if match is None or begins_with_pronoun(subject) or _is_plural(subject) != match[1].lower().startswith("the"):
        return None
    owner = "" if match[1].lower() in ("it", "they") else ("'" if subject.endswith("s") else "'s")
    return f"{subject}{owner} {clause[match.end() :]}"


def clause_spans(text: str, start: int, end: int) -> list[Span]:
    """Spans of the clauses of the sentence `text[start:end]`; the whole sentence where no cut is safe."""
    first = WORD.match(text, start, end)
    if first is None or first.group().lower() in SUBORDINATORS:
        return [(start, end)]
    spans: list[Span] = []
    begin = start
    for joint in JOINT.finditer(text, start, end):
        left, right = text[begin : joint.start()], text[joint.end() : end]
        if _balanced(left) and not HOLDING.search(left) and _stands(left) and _stands(right):
            spans.append((begin, joint.start()))
            begin = joint.end()
    return [*spans, (begin, end)]


def enumerated(clause: str) -> list[tuple[str, Span]]:
    """For "X include A, B and C" or "X has three Y: A, B and C": a statement and a span of `clause` for each member.

    Empty unless there are three members or more, each a few words without a verb; before a colon their number, or a
    word such as "several", must announce them.
    """
    match = MEMBERS.fullmatch(clause)
    if match is None:
        return []
    begin = match.start("list")
    members = [
        (one.start() + begin, one.end() + begin)
        for one in re.finditer(r"(?:(?!,|\s(?:and|or)\s).)+", match["list"], re.DOTALL)
    ]
    members = [_without_joint(clause, span) for span in members]
    members = [span for span in members if clause[span[0] : span[1]].strip()]
    lead = match["lead"] if match["whole"] is None else f"{match['whole']}, one of which is"
    texts = [clause[a:b] for a, b in members]
    if match["whole"] is not None and not _announced(match["whole"], len(members)):
        return []
    if len(members) < 3 or any(len(one.split()) > LONGEST_MEMBER or _verb_in(one) for one in texts):
        return []
    return [(f"{lead} {one}", span) for one, span in zip(texts, members, strict=True)]


def _announced(lead: str, count: int) -> bool:
    word = ANNOUNCING.search(lead)
    return word is not None and COUNTS.get(word[1].lower(), count) == count


def _without_joint(text: str, span: Span) -> Span:
    start, end = span
    start += len(text[start:end]) - len(re.sub(r"^\s*(?:(?:and|or)\s+)?", "", text[start:end]))
    return start, start + len(text[start:end].rstrip())


def _stands(clause: str) -> bool:
    """Whether a clause has a subject of its own and a verb."""
    subject = find_subject(clause)
    return subject is not None and (subject.lower() in ("it", "they") or not begins_with_pronoun(clause))


def _verb_in(text: str) -> bool:
    return any(word.lower() in VERBS for word in WORD.findall(text))


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count('"') % 2 == 0 and text.count("“") == text.count("”")


def _is_plural(subject: str) -> bool:
    words = [word.lower() for word in WORD.findall(subject)]
    if " and " in subject or words[0] in {
        "many",
        "most",
        "some",
        "both",
        "two",
        "three",
        "these",
        "all",
        "several",
        "few",
    }:
        return True
    head = next(
        (words[at - 1] for at, word in enumerate(words) if at and word in {"of", "in", "for", "with", "on"}), words[-1]
    )
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "ias"))
