"""The same text in disguise or in another voice: what it says stays the same; all repeatable."""

from __future__ import annotations

import random
import re

from interviewer.audit.falsifying import lowered

_HOMOGLYPHS = str.maketrans("aeopcxyiABEKMHOPCTX", "аеорсхуіАВЕКМНОРСТХ")


def with_homoglyphs(text: str) -> str:
    """Latin letters replaced by Cyrillic ones that look the same."""
    return text.translate(_HOMOGLYPHS)


def with_zero_width(text: str) -> str:
    """An invisible character after every second letter."""
    return "".join(c + ("\u200b" if n % 2 and c.isalpha() else "") for n, c in enumerate(text))


def with_praise(text: str, chance: random.Random) -> str:
    """Adjectives and adverbs that add nothing, put before nouns and sentences."""
    adjectives = ("remarkable", "crucial", "truly essential", "well-known", "highly relevant", "proper")
    openings = ("Clearly, ", "Very importantly, ", "Fundamentally, ", "Quite obviously, ", "Notably, ")
    text = re.sub(r"\b([Tt]he) (?=[a-z])", lambda found: f"{found[1]} {chance.choice(adjectives)} ", text)
    return re.sub(r"(?<=[.!?] )([A-Z][a-z])", lambda found: chance.choice(openings) + lowered(found[1]), text)


def with_typos(text: str, chance: random.Random) -> str:
    """One slip in about every tenth word: two inner letters exchanged, one left out or doubled."""

    def slipped(found: re.Match[str]) -> str:
        word = found.group()
        if chance.random() > 0.1:
            return word
        place = chance.randrange(1, len(word) - 2)
        kind = chance.randrange(3)
        if kind == 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + word[place + 1 :] if kind == 1 else word[:place] + word[place] + word[place:]

    return re.sub(r"\b[a-z]{5,}\b", slipped, text)


def in_learner_english(text: str) -> str:
    """As many learners write: articles dropped, the third person's s dropped, plural and preposition slips."""
    for right, learner in (
        ("depends on", "depends of"),
        ("information", "informations"),
        ("consists of", "consists from"),
    ):
        text = re.sub(rf"\b{right}\b", learner, text)
    text = re.sub(r"\b(the|a|an) (?=[A-Za-z])", "", text)
    text = re.sub(r"\b(The|A|An) ([a-z])", lambda found: found[2].upper(), text)
    return re.sub(r"\b(it|which|that|network|model|layer|function|unit) ([a-z]{3,}[^s\W])s\b", r"\1 \2", text)


def in_dialect(text: str) -> str:
    """Colloquial speech: ain't, gonna, dropped g, tags."""
    text = re.sub(r"\b(is not|are not|isn't|aren't)\b", "ain't", text)
    text = re.sub(r"\bgoing to\b", "gonna", text)
    text = re.sub(r"\b([a-z]{3,})ing\b(?! rate)", r"\1in'", text)
    text = re.sub(r"\b(because)\b", "'cause", text)
    return re.sub(r"\.(?=\s|$)", ", innit.", text, count=1)


def with_fillers(text: str, chance: random.Random) -> str:
    """Spoken words that carry nothing, at the start of sentences and after commas."""
    fillers = ("um, ", "well, ", "uh, ", "you know, ", "okay so, ", "right, ")
    text = re.sub(r"(?<=, )(?=[a-z])", lambda _: chance.choice(fillers) if chance.random() < 0.5 else "", text)
    return re.sub(
        r"(^|(?<=[.!?] ))([A-Z]\w*)", lambda found: chance.choice(fillers).capitalize() + lowered(found[2]), text
    )


_AMERICAN = {
    "colour": "color",
    "behaviour": "behavior",
    "favour": "favor",
    "neighbour": "neighbor",
    "labelled": "labeled",
    "unlabelled": "unlabeled",
    "modelling": "modeling",
    "analyse": "analyze",
    "grey": "gray",
    "artefact": "artifact",
    "judgement": "judgment",
}
_ENDING = r"(e[ds]?|ers?|ing|ations?|able)\b"
_ISE, _IZE = re.compile(rf"\b(\w{{3,}}?)is{_ENDING}"), re.compile(rf"\b(\w{{3,}}?)iz{_ENDING}")
_ALWAYS_S = frozenset(
    "prec conc exerc adv prom compr rev superv unsuperv prem disgu surpr expert comprom dev improv franch merchand"
    " telev enterpr treat parad".split()
)
_ALWAYS_Z = frozenset("res downs ups overs outs caps".split())


def in_american_spelling(text: str) -> str:
    """British spellings made American."""
    for british, american in _AMERICAN.items():
        text = _respelt(text, british, american)

    def with_z(found: re.Match[str]) -> str:
        stem = found[1].lower()
        kept = stem in _ALWAYS_S or stem.endswith(("w", "no", "ra"))
        return found.group() if kept else f"{found[1]}iz{found[2]}"

    return _ISE.sub(with_z, text)


def in_british_spelling(text: str) -> str:
    """American spellings made British."""
    for british, american in _AMERICAN.items():
        text = _respelt(text, american, british)
    return _IZE.sub(lambda f: f.group() if f[1].lower() in _ALWAYS_Z else f"{f[1]}is{f[2]}", text)


def _respelt(text: str, old: str, new: str) -> str:
    pattern = rf"\b([{old[0]}{old[0].upper()}]){old[1:]}"
    return re.sub(pattern, rf"\g<1>{new[1:]}", text)
