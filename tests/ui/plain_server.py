"""A server in a process of its own, with models that can be followed by hand, to be killed.

Arguments: the store's file, the port, and `stuck` for a grader that never comes.
"""

from __future__ import annotations

import socket
import sys
from threading import Event

from interviewer.grading.grader import Grader
from tests.practice.kitchen import plain_grader
from tests.ui.desks import desk
from ui.server import Server


def stuck() -> Grader:
    """Never a grader."""
    Event().wait()
    return plain_grader()


def main(place: str, port: str, *how: str) -> None:
    """Serve until killed; prints a line once it answers."""
    made = desk(build_grader=stuck if how else plain_grader, place=place)
    made.models.start()
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(port)))
    Server(made, lambda: print(listener.getsockname()[1], flush=True)).run(sockets=[listener])


if __name__ == "__main__":
    main(*sys.argv[1:])
