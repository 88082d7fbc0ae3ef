"""Words of speech that carry nothing ("um", "you know"): the verifier does not read them, so they sway no verdict."""

from __future__ import annotations

import re

_SOUNDS = re.compile(r"(?<![\w-])(?:u[hm]+|erm+|h[m]{2,}|uhm+)(?![\w-])[,.…]*\s*", re.IGNORECASE)
_PHRASES = r"(?:you know|i mean|okay so|ok so|so yeah|okay|well|so|like|basically|let me think|let me see),\s+"
_OPENING = re.compile(rf"^(?:{_PHRASES}|(?:right|now|alright),\s+)+", re.IGNORECASE)
_AFTER_A_COMMA = re.compile(rf"(?<=[,;:] )(?:{_PHRASES})+", re.IGNORECASE)


def without_fillers(sentence: str) -> str:
    """The sentence without its fillers, a first capital letter kept; as it is where nothing else would be left."""
    bare = _AFTER_A_COMMA.sub("", _OPENING.sub("", _SOUNDS.sub("", sentence)))
    if not any(c.isalnum() for c in bare):
        return sentence
    return bare[:1].upper() + bare[1:] if sentence[:1].isupper() else bare
