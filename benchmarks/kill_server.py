"""Kills the server again and again at random moments while somebody practises, and looks for what was handed in.

    python -m benchmarks.kill_server [--kills 20] [--seed 0]

The server is that of `interviewer serve` with the plain models of the tests. An answer counts as handed in once the
server has said so. Exit code 1 if one is missing after a restart, if an interview stands before its place, or if none
was handed in.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

import httpx

from tests.ui.test_browser_killed import running

LONGEST_LIFE_S = 1.5


@dataclass(slots=True)
class Candidate:
    """One person at the API, with what the server has told them it has taken."""

    token: str | None = None
    interview: str = ""
    place: int = 1
    handed_in: list[str] = field(default_factory=list)
    number: int = 0

    def client(self, port: int) -> httpx.Client:
        """A client of the API with this person's token, which is asked for once."""
        base = f"http://127.0.0.1:{port}/api/v1"
        if self.token is None:
            self.token = httpx.post(f"{base}/token", json={}, timeout=60).raise_for_status().json()["token"]
        return httpx.Client(base_url=base, timeout=60, headers={"authorization": f"Bearer {self.token}"})

    def practise(self, api: httpx.Client) -> None:
        """Answer one question after another, until the server is gone."""
        while True:
            if not self.interview:
                self.interview = api.post("/interviews", json={}).raise_for_status().json()["id"]
                self.place = 1
            state = api.get(f"/interviews/{self.interview}").raise_for_status().json()
            if state["ended"]:
                self.interview = ""
                continue
            if state["stage"] == "asked":
                self.number += 1
                text = f"Answer number {self.number}: you boil fresh water."
                given = api.post(f"/interviews/{self.interview}/answers", json={"answer": text})
                given.raise_for_status()
                self.handed_in.append(text)
            elif state["stage"] == "answered":
                api.post(f"/interviews/{self.interview}/grade", json={}).raise_for_status()
            told = api.post(f"/interviews/{self.interview}/steps", json={"step": "next"}).raise_for_status().json()
            self.place = told["place"]

    def find_losses(self, api: httpx.Client) -> list[str]:
        """What was handed in and is not there, and a place that has been gone back from."""
        kept = api.get("/data").raise_for_status().text
        lost = [text for text in self.handed_in if text not in kept]
        if self.interview:
            state = api.get(f"/interviews/{self.interview}").raise_for_status().json()
            if not state["ended"] and state["place"] < self.place:
                lost.append(f"place {self.place}, back at {state['place']}")
        return lost


def main() -> int:
    """Practise, kill, look, and so on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance, candidate = random.Random(given.seed), Candidate()
    with tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        lost = list(losses(Path(folder) / "records.sqlite", candidate, given.kills, chance))
    print(f"{given.kills} kills, {len(candidate.handed_in)} answers handed in, {len(lost)} losses")
    for one in lost:
        print(f"lost: {one}")
    return 1 if lost or not candidate.handed_in else 0


def losses(place: Path, candidate: Candidate, kills: int, chance: random.Random) -> Iterator[str]:
    """What is missing after each of so many kills."""
    for _ in range(kills):
        with running(place) as port:
            with candidate.client(port) as api:
                yield from candidate.find_losses(api)
            live_until_killed(candidate, port, chance.uniform(0, LONGEST_LIFE_S))
    with running(place) as port, candidate.client(port) as api:
        yield from candidate.find_losses(api)


def live_until_killed(candidate: Candidate, port: int, life_s: float) -> None:
    """Practise for so long; then the server is killed in the midst of what it does."""
    import psutil

    (server,) = [
        one.pid
        for one in psutil.net_connections("tcp")
        if one.laddr and one.laddr.port == port and one.status == "LISTEN"
    ]
    timer = Timer(life_s, psutil.Process(server).kill)
    timer.start()
    begun = time.monotonic()
    try:
        with candidate.client(port) as api:
            candidate.practise(api)
    except httpx.TransportError:
        if time.monotonic() - begun < life_s / 2:
            raise
    finally:
        timer.join()


if __name__ == "__main__":
    sys.exit(main())
