"""Who is practising."""

from __future__ import annotations

from ui.visitors import Visitors


def test_the_visitor_who_has_been_away_longest_is_forgotten_first() -> None:
    visitors = Visitors(capacity=2)
    one, two = visitors.admit(None), visitors.admit(None)
    assert visitors.admit(one) == one
    three = visitors.admit(None)
    assert visitors.find(two) is None
    assert visitors.find(one) is not None
    assert visitors.find(three) is not None
    assert len({one, two, three}) == 3
