"""What several graders have finished of one file: a file a chunk, in the folder `parts` of the unfinished work.

`OUT.partial/parts/` holds `plan.json` (how the file is cut), `12.jsonl` (what was graded afresh of chunk 12, put there
whole) and the leases of those at work (see `leases`). A part is never changed, so a kill costs the chunk in hand alone.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.batch.rows import Row, json_text
from interviewer.batch.storage import flush, put_in_place, writing
from interviewer.batch.work import PARTS, Work, changed_since, check_origin
from interviewer.errors import SettingsError, StorageError

PLAN = "plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one run.

    Attributes:
        folder: Where they lie.
        first: The first chunk that needs a part; those before it were finished by a run that was not shared.
        chunk_rows: Rows in a chunk.
        rows: Rows in all.
    """

    folder: Path
    first: int
    chunk_rows: int
    rows: int

    @property
    def kept(self) -> str:
        """What to tell a person whose run fails."""
        return f"What is graded lies in {self.folder.parent}; the same command continues from there."

    def path(self, number: int) -> Path:
        """Where the part of this chunk lies once it is finished."""
        return self.folder / f"{number}.jsonl"

    def is_finished(self, number: int) -> bool:
        """Whether this chunk needs no grading any more."""
        return number < self.first or self.path(number).exists()

    def finished(self) -> set[int]:
        """The chunks that are finished at this moment; none if the folder is gone."""
        try:
            names = [path.name for path in self.folder.iterdir()]
        except FileNotFoundError:
            return set()
        ends = (name.removesuffix(".jsonl") for name in names if name.endswith(".jsonl"))
        return {*range(self.first), *(int(end) for end in ends if end.isdecimal())}

    def rows_in(self, numbers: Iterable[int]) -> int:
        """How many rows these chunks have."""
        return sum(min(self.chunk_rows, self.rows - number * self.chunk_rows) for number in numbers)

    def publish(self, number: int, results: Sequence[Mapping[str, object]]) -> None:
        """Puts the part of a chunk in its place, whole.

        Raises:
            StorageError: If it cannot be written.
        """
        aside = self.folder / f"{number}.{uuid.uuid4().hex}"
        with writing(self.path(number), self.kept):
            try:
                with aside.open("wb") as file:
                    file.writelines(json_text(result).encode() + b"\n" for result in results)
                    flush(file)
                put_in_place(aside, self.path(number))
            finally:
                aside.unlink(missing_ok=True)

    def results(self, number: int, fresh: Sequence[Row]) -> list[dict[str, Any]]:
        """What was graded of a chunk: one record for each of its fresh rows.

        Raises:
            StorageError: If the part is missing or damaged.
        """
        if not fresh:
            return []
        path = self.path(number)
        try:
            results = [json.loads(line) for line in path.read_bytes().splitlines()]
            graded = [one["question_id"] for one in results]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _damaged(path) from error
        if graded != [row.question_id for row in fresh]:
            raise _damaged(path)
        return results

    def find_models(self) -> object:
        """The models that a finished part was graded with; None if there is no part yet."""
        for path in self.folder.glob("*.jsonl"):
            with path.open("rb") as file:
                return json.loads(file.readline())["graded_with"]["models"]
        return None


def open_parts(folder: Path, origin: Mapping[str, str], chunk_rows: int, rows: int) -> Parts:
    """The parts of a run that several graders share, begun if there are none; what one run has left is kept.

    The folder must be held (see `alone_in`).

    Args:
        folder: `OUT.partial`.
        origin: What decides the result, as for `open_work`.
        chunk_rows: Rows in a chunk.
        rows: Rows in all.

    Raises:
        SettingsError: If it holds work of another origin, or cut in another way.
        StorageError: If it cannot be written.
    """
    check_origin(folder, origin)
    if not (folder / PARTS).is_dir():
        with ExitStack() as files:
            kept = Work(folder, files).keep_whole_chunks(chunk_rows, rows)
        _begin(folder, {"first": -(-kept // chunk_rows), "chunk_rows": chunk_rows})
    plan = json.loads((folder / PARTS / PLAN).read_bytes())
    if plan["chunk_rows"] != chunk_rows:
        raise SettingsError(changed_since(folder, ["how many rows are graded together"]))
    return Parts(folder=folder / PARTS, first=plan["first"], chunk_rows=chunk_rows, rows=rows)


def _begin(folder: Path, plan: Mapping[str, int]) -> None:
    aside = folder / f"{PARTS}.new"
    with writing(folder):
        if aside.is_dir():
            shutil.rmtree(aside)
        aside.mkdir()
        (aside / PLAN).write_text(json.dumps(plan), encoding="utf-8")
        put_in_place(aside, folder / PARTS)


def _damaged(path: Path) -> StorageError:
    return StorageError(f"{path} is missing or damaged: delete it if it is there; the same command grades it again")
