"""Many visitors at once: do they get what is theirs, how long does each wait, and does the server's memory stay flat?

    python -m benchmarks.load [--visitors 40] [--questions 10] [--plain]

Starts `interviewer serve --apart` on a store of its own (with --plain, the server with the plain models of the tests).
One visitor answers alone, then all at once over HTTP, each answer a text of its own; a second round does the same
again. At the end every answer is handed in once more by somebody alone, whose score it must have had. Prints a table;
exit code 1 if there was an error or anybody got what was not theirs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import httpx
import psutil

from rubrics.loading import load_rubrics
from rubrics.model import Question
from tests.practice.kitchen import KITCHEN

ROOT = Path(__file__).parent.parent
PATIENCE_S = 600.0
READY_WITHIN_S = 600.0
LOOK_EVERY_S = 0.5
ROUNDS = 2
MIB = 2**20


@dataclass(slots=True, kw_only=True)
class Visitor:
    """One person at the API, with what they handed in and what came back."""

    number: int
    api: httpx.Client
    questions: Mapping[str, Question]
    seconds: list[float] = field(default_factory=list)
    scores: dict[tuple[str, str], list[float | None]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def practise(self, count: int) -> None:
        """Answer so many questions, each with this visitor's own text; what goes wrong is noted."""
        try:
            answered = 0
            while answered < count:
                answered += self.go_through(lambda question: own_text(question, self.number), count - answered)
        except httpx.HTTPError as error:
            told = error.response.text if isinstance(error, httpx.HTTPStatusError) else repr(error)
            self.errors.append(f"visitor {self.number}: {told}")

    def hand_in(self, text: str, where: str, stands: Mapping[str, Any]) -> None:
        """The answer to the question that is asked; its score is noted, how long it took, and whose it was."""
        begun = time.monotonic()
        graded = self._post(f"{where}/answers", {"answer": text, "spot": stands["spot"]})
        self.seconds.append(time.monotonic() - begun)
        attempt, asked = graded["attempts"][-1], stands["question"]["id"]
        if attempt["answer"] != text or attempt["grade"]["question_id"] != asked:
            self.strange.append(f"visitor {self.number}, {asked}: the grade is that of {attempt['answer'][-40:]!r}")
        self.scores.setdefault((asked, text), []).append(attempt["score"])

    def look_back(self) -> None:
        """What the server keeps of this visitor is what they handed in, with the scores they were told."""
        kept: dict[tuple[str, str], list[float | None]] = {}
        for interview in self.api.get("/data").raise_for_status().json()["interviews"]:
            for question in interview["report"]["questions"]:
                for attempt in question["attempts"]:
                    kept.setdefault((question["question_id"], attempt["answer"]), []).append(attempt["score"])
        if kept != self.scores:
            others = [text[-40:] for _, text in {*kept} ^ {*self.scores}]
            self.strange.append(f"visitor {self.number}: what is kept is not what was handed in and told ({others})")

    def go_through(self, text_for: Callable[[Question], str | None], most: int) -> int:
        """A new interview, its questions in their order, until it ends or so many are answered; how many are.

        Args:
            text_for: The answer to a question; None to pass it over.
            most: Answers, at most.
        """
        stands, answered = self._post("/interviews", {}), 0
        where = f"/interviews/{stands['id']}"
        while not stands["ended"]:
            text = text_for(self.questions[stands["question"]["id"]]) if answered < most else None
            if text is not None:
                self.hand_in(text, where, stands)
                answered += 1
            step = "finish" if answered == most else "skip" if text is None else "next"
            stands = self._post(f"{where}/steps", {"step": step})
        return answered

    def _post(self, path: str, sent: Mapping[str, object]) -> Any:
        return self.api.post(path, json=sent).raise_for_status().json()


def own_text(question: Question, number: int) -> str:
    """An answer that no other visitor gives: some of the key points, by the digits of the number, and its name."""
    points = [point.statement for place, point in enumerate(question.key_points) if number >> place % 6 & 1]
    return " ".join([*(f"{point.rstrip('.')}." for point in points), f"So says visitor {number} of {question.id}."])


@contextmanager
def serving(folder: Path, plain: bool) -> Iterator[tuple[str, psutil.Process]]:
    """Address and process of a server with its records in this folder; it is ended with the block."""
    place = str(folder / "records.sqlite")
    program = ["-m", "tests.ui.plain_server", place, "0"]
    if not plain:
        program = ["-m", "interviewer", "serve", "--apart", "--no-browser", "--port", "0"]
    environment = {**os.environ, "INTERVIEWER_RECORDS": place}
    process = subprocess.Popen(
        [sys.executable, *program],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=environment,
    )
    assert process.stdout is not None
    try:
        port = _find_port(process)
        Thread(target=shutil.copyfileobj, args=(process.stdout, sys.stderr), daemon=True).start()
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _find_port(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"127\.0\.0\.1:(\d+)/|^(\d+)$", line)
        if found:
            return int(found.group(1) or found.group(2))
        sys.stderr.write(line)
    raise SystemExit("the server ended before it answered")


def wait_until_ready(url: str) -> None:
    """Wait until nothing is being loaded any more."""
    end = time.monotonic() + READY_WITHIN_S
    while not httpx.get(f"{url}/healthz", timeout=PATIENCE_S).raise_for_status().json()["ready"]:
        if time.monotonic() > end:
            raise SystemExit(f"the models were not loaded within {READY_WITHIN_S:.0f} s")
        time.sleep(LOOK_EVERY_S)


def memory(server: psutil.Process) -> int:
    """Resident memory of a process and all it has started, in bytes."""
    return sum(one.memory_info().rss for one in (server, *server.children(recursive=True)))


def visitor(url: str, number: int, questions: Mapping[str, Question]) -> Visitor:
    """A new person at the server."""
    api = httpx.Client(base_url=f"{url}/api/v1", timeout=PATIENCE_S)
    token = api.post("/token", json={}).raise_for_status().json()["token"]
    api.headers["authorization"] = f"Bearer {token}"
    return Visitor(number=number, api=api, questions=questions)


def all_at_once(visitors: list[Visitor], count: int) -> None:
    """Every visitor answers so many questions, all beginning at the same moment."""
    start = Barrier(len(visitors))

    def visit(one: Visitor) -> None:
        start.wait()
        one.practise(count)

    with ThreadPoolExecutor(len(visitors)) as threads:
        list(threads.map(visit, visitors))


def check_scores(alone: Visitor, visitors: list[Visitor]) -> list[str]:
    """Answers whose scores, among others, are not what the same answer gets when nobody else is there."""
    told = {key: scores for one in visitors for key, scores in one.scores.items()}
    left: dict[str, list[str]] = {}
    for question, text in told:
        left.setdefault(question, []).append(text)
    while waiting := sum(bool(texts) for texts in left.values()):
        alone.go_through(lambda question: left[question.id].pop() if left.get(question.id) else None, waiting)
    return [
        f"{question}, {text[-40:]!r}: scores {scores} among others, {alone.scores[question, text]} alone"
        for (question, text), scores in told.items()
        if set(scores) != set(alone.scores[question, text])
    ]


def table(usual: Sequence[float], seconds: Sequence[float], sizes: Sequence[int], faults: tuple[int, int]) -> str:
    """What came of it, as Markdown.

    Args:
        usual: Seconds from handing in to the score for one visitor alone.
        seconds: The same for every answer among others.
        sizes: The server's memory in bytes: at the start and after each round.
        faults: How many errors, and how many saw what was not theirs.
    """
    one = statistics.median(usual)
    last = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else one
    grown = (sizes[-1] - sizes[-2]) / sizes[-2]
    rows = [
        ("answers among others", f"{len(seconds)}"),
        ("errors", f"{faults[0]}"),
        ("cross-talk", f"{faults[1]}"),
        ("submit to score, median, as a multiple of one visitor's", f"{statistics.median(seconds) / one:.1f}"),
        ("submit to score, 95th percentile, as a multiple of one visitor's", f"{last / one:.1f}"),
        ("memory at start", f"{sizes[0] / MIB:.0f} MiB"),
        ("memory after the first round", f"{sizes[1] / MIB:.0f} MiB"),
        ("memory after the second round", f"{sizes[2] / MIB:.0f} MiB ({grown:+.1%})"),
    ]
    return "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    questions = {one.id: one for one in (KITCHEN if given.plain else load_rubrics())}
    with (
        tempfile.TemporaryDirectory(prefix="interviewer-") as folder,
        serving(Path(folder), given.plain) as (url, server),
    ):
        wait_until_ready(url)
        alone = visitor(url, 0, questions)
        alone.practise(given.questions)
        usual = list(alone.seconds)
        alone.look_back()
        visitors = [visitor(url, number, questions) for number in range(1, given.visitors + 1)]
        sizes = [memory(server)]
        for _ in range(ROUNDS):
            all_at_once(visitors, given.questions)
            sizes.append(memory(server))
        for one in visitors:
            one.look_back()
        wrong = check_scores(alone, visitors)
    errors = [told for one in (alone, *visitors) for told in one.errors]
    strange = [*(told for one in (alone, *visitors) for told in one.strange), *wrong]
    seconds = [each for one in visitors for each in one.seconds]
    if not usual or not seconds:
        errors.append("nobody got a score")
    else:
        print(f"{given.visitors} visitors at once, {given.questions} questions each, {ROUNDS} rounds\n")
        print(table(usual, seconds, sizes, (len(errors), len(strange))))
    for told in (*errors, *strange):
        print(told, file=sys.stderr)
    return 1 if errors or strange else 0


if __name__ == "__main__":
    sys.exit(main())
