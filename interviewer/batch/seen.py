"""A map from texts to numbers that lives on disk, so that memory stays steady however many rows there are."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from interviewer.errors import StorageError


class DiskMap:
    """Texts to whole numbers, kept by the texts' checksum in a temporary database that vanishes when closed."""

    def __init__(self) -> None:
        with _temporary():
            self._database = sqlite3.connect("", isolation_level=None)
            self._database.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, value INTEGER) WITHOUT ROWID")
            self._database.execute("BEGIN")

    def find(self, key: bytes) -> int | None:
        """The number put first under this key (see `key_of`), or None."""
        with _temporary():
            found = self._database.execute("SELECT value FROM seen WHERE key = ?", (key,)).fetchone()
        return None if found is None else int(found[0])

    def put(self, key: bytes, value: int) -> None:
        """Keeps the number, unless the key has one already."""
        with _temporary():
            self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Frees the disk space."""
        self._database.close()


def key_of(*texts: str) -> bytes:
    """16 bytes that stand for these texts in this order."""
    digest = hashlib.blake2b(digest_size=16)
    for text in texts:
        encoded = text.encode()
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.digest()


@contextmanager
def _temporary() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"the folder for temporary files cannot be written: {error}; make room there or set TMPDIR"
        ) from error
