"""Text that a thread produces, read piece by piece, with an end at any moment."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic

GLANCE_S = 0.05  # how often a waiting reader looks whether it is to stop

Work = Callable[[Callable[[str], None], Event], None]


class SilenceError(Exception):
    """No piece came in the time allowed."""


def stream_pieces(
    work: Work, *, stop: Event, longest_silence_s: float = math.inf, farewell_s: float = 0.0
) -> Iterator[str]:
    """Run `work(put, left)` in a thread and yield what it puts; empty pieces are dropped.

    Ends when the work ends, at once when `stop` is set, or when the reader closes the iterator; the work is told by
    `left`. An error of the work is raised here, after the pieces that came before it.

    Args:
        work: Puts pieces until done or until `left` is set.
        stop: Set from outside to end early.
        longest_silence_s: Seconds without a piece that are borne.
        farewell_s: Seconds to wait for the work when the reader closes the iterator.

    Raises:
        SilenceError: If no piece came for `longest_silence_s`.
    """
    pieces: SimpleQueue[str | None] = SimpleQueue()
    left = Event()
    end: Future[None] = Future()

    def run() -> None:
        try:
            work(pieces.put, left)
            end.set_result(None)
        except BaseException as fault:  # not handled but handed on: the reader raises it
            end.set_exception(fault)
        finally:
            pieces.put(None)

    worker = threading.Thread(target=run, name="text-stream", daemon=True)
    worker.start()
    try:
        yield from _until_end(pieces, stop, longest_silence_s)
        if not stop.is_set():
            end.result()
    finally:
        left.set()
        if not stop.is_set():
            worker.join(farewell_s)


def _until_end(pieces: SimpleQueue[str | None], stop: Event, longest_silence_s: float) -> Iterator[str]:
    heard = monotonic()
    while not stop.is_set():
        try:
            piece = pieces.get(timeout=GLANCE_S)
        except Empty:
            if monotonic() - heard > longest_silence_s:
                raise SilenceError from None
            continue
        if piece is None:
            return
        if piece:
            yield piece
            heard = monotonic()
