"""Text from a thread: order, ends, errors."""

import threading
from threading import Event

import pytest

from interviewer.models.streaming import SilenceError, stream_pieces

LONG_S = 30.0  # a bound that a passing test never reaches


def test_pieces_come_in_order_and_empty_ones_are_dropped():
    def work(put, left):
        for piece in ("a", "", "b"):
            put(piece)

    assert list(stream_pieces(work, stop=Event())) == ["a", "b"]


def test_an_error_of_the_work_is_raised_after_the_pieces_before_it():
    def work(put, left):
        put("a")
        raise LookupError("broken")

    stream = stream_pieces(work, stop=Event())
    assert next(stream) == "a"
    with pytest.raises(LookupError, match="broken"):
        next(stream)


def test_a_reader_who_leaves_ends_the_work():
    ended = Event()

    def work(put, left):
        put("a")
        assert left.wait(LONG_S)
        ended.set()

    stream = stream_pieces(work, stop=Event(), farewell_s=LONG_S)
    next(stream)
    stream.close()
    assert ended.is_set()


def test_stop_ends_the_stream_while_the_work_is_still_silent():
    stop, began, finish = Event(), Event(), Event()

    def work(put, left):
        began.set()
        finish.wait(LONG_S)

    def stop_soon():
        began.wait(LONG_S)
        stop.set()

    threading.Thread(target=stop_soon).start()
    assert list(stream_pieces(work, stop=stop)) == []
    assert not finish.is_set()
    finish.set()


def test_a_silence_longer_than_allowed_is_an_error():
    finish = Event()
    with pytest.raises(SilenceError):
        list(stream_pieces(lambda put, left: finish.wait(LONG_S), stop=Event(), longest_silence_s=0.01))
    finish.set()
