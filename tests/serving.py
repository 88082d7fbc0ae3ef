"""A server of this program in a thread of the tests, on a free port of this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

PATIENCE_S = 60


@contextmanager
def answering(build: Callable[[Callable[[], None]], Any]) -> Iterator[str]:
    """The address of the server that `build` makes of what it is to call once it answers; it ends with the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    ready = Event()
    server = build(ready.set)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    if not ready.wait(PATIENCE_S):
        raise TimeoutError(f"the server did not answer within {PATIENCE_S} s")
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
