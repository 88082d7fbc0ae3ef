"""Sentences that deny the claim they hold: "it is not true that …"."""

from __future__ import annotations

import re

FRAME = re.compile(
    r"^\W*(?:(?:and|but|also|so|in fact|actually),?\s+)?(?:"
    r"it(?:'s| is| would be) (?:simply |just )?(?:not (?:true|the case|correct|right)|false|untrue|wrong|incorrect"
    r"|a (?:mistake|myth|misconception|fallacy))(?: to (?:believe|say|think|claim|assume))? that"
    r"|(?:nobody|no one|no-one) (?:should|can|could) (?:believe|say|think|claim) that"
    r"|i (?:do not|don't) (?:believe|think|agree) that"
    r")\s+",
    re.IGNORECASE,
)


def find_denied_claim(sentence: str) -> str | None:
    """The claim that a sentence denies as a whole, without the words that deny it; None if it denies none."""
    framed = FRAME.match(sentence)
    if framed is None:
        return None
    claim = sentence[framed.end() :]
    return claim[:1].upper() + claim[1:]
