"""A PostgreSQL server for as long as it is needed: from this machine's own programs, in a folder
that is thrown away, on a local socket only.

    python bench/postgres.py COMMAND ...     runs COMMAND with DATABASE_URL set
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
OPTIONS = "-c listen_addresses= -c unix_socket_directories={0} -c max_connections=40"


class NoPostgresError(RuntimeError):
    """There are no PostgreSQL programs here; the text says what to do."""


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`, the newest."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "pg_ctl").exists():
        return Path(found).resolve().parent
    folders = [path.parent for place in PLACES for path in Path(place).glob("*/bin/initdb")]
    if folders:
        return max(folders)
    remedy = "apt install postgresql, or set DATABASE_URL to a server of yours"
    raise NoPostgresError(f"PostgreSQL is not installed. Remedy: {remedy}.")


def _user() -> str | None:
    """Whom the server runs as: it refuses to be root."""
    if os.name != "posix" or os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgres(*, durable: bool = True) -> Generator[str]:
    """A new server with one database; its address for DATABASE_URL."""
    bin_, user = programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="ischia-pg-", dir="/tmp"))
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    options = OPTIONS.format(folder) + ("" if durable else " -c fsync=off")

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            [str(part) for part in command], user=user, cwd=folder, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            raise NoPostgresError(f"{command[0]} failed: {done.stdout[-500:]}")

    data, log = folder / "data", folder / "log"
    try:
        run(bin_ / "initdb", "-D", data, "-U", "ischia", "-A", "trust", "-E", "UTF8",
            "--locale=C")  # fmt: skip
        run(bin_ / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield f"postgresql://ischia@/postgres?host={folder}"
        finally:
            run(bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run a command beside a server of its own."""
    try:
        with postgres(durable=False) as url:
            environ = {**os.environ, "DATABASE_URL": url}
            return subprocess.call(sys.argv[1:], env=environ)
    except NoPostgresError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
