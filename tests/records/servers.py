"""A PostgreSQL server of one's own on a Unix socket, gone without trace at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

USER = "postgres"  # root may not run the server, so that root runs it as this user
PORT = 54321  # only part of the socket's name: nothing listens on the network


class PostgresServer:
    """Made in a new folder and started; `stop` and `start` as often as wanted, `remove` at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._user = USER if os.getuid() == 0 else None
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        """Begin to answer."""
        options = f"-p {PORT} -k {self.folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """End at once, cutting off whoever is connected."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "fast", "stop")

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, database: str) -> str:
        """Where a database is found."""
        return f"postgresql://{USER}@/{database}?host={self.folder}&port={PORT}"

    def new_database(self, name: str) -> str:
        """The URL of a new, empty database."""
        driver = self.url("postgres").replace("postgresql", "postgresql+psycopg", 1)
        engine = create_engine(driver, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} STRATEGY file_copy"))
        return self.url(name)

    def _run(self, program: str, *words: str) -> None:
        command = [_find(program), *words]
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            command, user=self._user, cwd=self.folder, env=environment, check=True, stdout=subprocess.DEVNULL
        )


def _find(program: str) -> str:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = str(debian[-1]) if debian else shutil.which(program)
    assert found is not None, "these tests need a PostgreSQL server: install the package 'postgresql'"
    return found
