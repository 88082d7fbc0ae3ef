"""The same answer in another voice or in other company: what it says stays the same, and so do its targets."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from interviewer.training.examples import COMMANDS, Example, decapitalised, item_of

FILLERS = ("um,", "uh,", "you know,", "I mean,", "well,", "so,", "like,", "basically,", "okay,", "let me think,")
FIRST_NAMES = ("Anna", "Bilal", "Chidi", "Dana", "Elif", "Felipe", "Grace", "Hiro", "Ines", "Jonas", "Kavya", "Luca")
ABOUT_ME = (
    "I had this in a course two years ago with a teacher called {name}.",
    "{name} once explained this to me over lunch and I still remember it.",
    "We used this in a project at my last job.",
    "I hope I can put it clearly, I am a bit nervous today.",
    "My friend {name} would surely explain it better than I can.",
    "That was one of the topics in our study group with {name} and {other}.",
    "I read about it in a long blog post last week.",
    "Thank you for the question, it is one that I like.",
    "{name}, who leads our team, asks this in every interview.",
    "Stop me if this becomes too long.",
)
Text = Callable[[Sequence[str], random.Random], list[str]]


def in_another_voice(example: Example, elsewhere: Sequence[str], rng: random.Random) -> Example:
    """The example with its answer altered in one or two ways.

    Args:
        example: An answer with its targets, which stay.
        elsewhere: Sentences that have to do with other questions, for padding; not empty.
        rng: Draws what is altered and how.
    """
    said = list(example.item.sentences)
    for alter in rng.sample((_typed, _spoken, _as_learnt, _about_me, _commanded, _reordered, _padded(elsewhere)), 2):
        if rng.random() < 0.6:
            said = alter(said, rng)
    item = item_of(example.item.question, " ".join(said), example.item.statements)
    return Example(item=item, targets=example.targets, weight=example.weight)


def _typed(said: Sequence[str], rng: random.Random) -> list[str]:
    """Slips of the finger; often in small letters, sometimes without full stops."""
    text = " ".join(said)
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 4 and rng.random() < 0.08:
            cut = rng.randrange(1, len(word) - 2)
            words[place] = rng.choice(
                (word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :], word[:cut] + word[cut + 1 :])
            )
    text = " ".join(words)
    if rng.random() < 0.5:
        text = text.lower()
    return [text.replace(". ", " ") if rng.random() < 0.2 else text]


def _spoken(said: Sequence[str], rng: random.Random) -> list[str]:
    """Words that carry nothing, at the beginning of sentences and after commas."""
    spoken = []
    for sentence in said:
        sentence = re.sub(
            r", (?=[a-z])", lambda _: f", {rng.choice(FILLERS)} " if rng.random() < 0.4 else ", ", sentence
        )
        if rng.random() < 0.7:
            sentence = f"{rng.choice(FILLERS).capitalize()} {decapitalised(sentence)}"
        spoken.append(sentence)
    return spoken


def _as_learnt(said: Sequence[str], rng: random.Random) -> list[str]:
    """Articles left out, endings dropped, as many learners of English write."""
    text = re.sub(
        r"\b(?:[Tt]he|[Aa]n?) (?=[A-Za-z])", lambda found: "" if rng.random() < 0.8 else found.group(), " ".join(said)
    )
    return [re.sub(r"\b([a-z]{4,}[^s\W])s\b", lambda found: found[1] if rng.random() < 0.3 else found.group(), text)]


def _about_me(said: Sequence[str], rng: random.Random) -> list[str]:
    """A sentence or two on the person who answers, and on others."""
    name, other = rng.sample(FIRST_NAMES, 2)
    extra = [one.format(name=name, other=other) for one in rng.sample(ABOUT_ME, rng.randint(1, 2))]
    return _inserted(said, extra, rng)


def _commanded(said: Sequence[str], rng: random.Random) -> list[str]:
    return _inserted(said, [rng.choice(COMMANDS)], rng)


def _reordered(said: Sequence[str], rng: random.Random) -> list[str]:
    return rng.sample(said, len(said))


def _padded(elsewhere: Sequence[str]) -> Text:
    """One to six sentences about something else, anywhere."""

    def padded(said: Sequence[str], rng: random.Random) -> list[str]:
        return _inserted(said, rng.sample(elsewhere, min(len(elsewhere), rng.randint(1, 6))), rng)

    return padded


def _inserted(said: Sequence[str], extra: Sequence[str], rng: random.Random) -> list[str]:
    result = list(said)
    for one in extra:
        result.insert(rng.randint(0, len(result)), one)
    return result
