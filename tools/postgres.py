"""A private PostgreSQL cluster in a temporary folder, for one run of the tests. Standard library only."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of the newest PostgreSQL programs that Debian installed, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster on loopback and give its address; end and remove it afterwards.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.
    """
    programs_here = programs()
    if programs_here is None:
        raise FileNotFoundError("postgresql")
    folder = Path(tempfile.mkdtemp(prefix="sajha-postgres-"))
    port = _free_port()
    _own(folder)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c max_connections=200"
    try:
        _as_postgres(
            programs_here / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "sajha",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        _as_postgres(
            programs_here / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start"
        )
        _as_postgres(programs_here / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "sajha", "sajha")
        yield f"postgresql://sajha@127.0.0.1:{port}/sajha"
    finally:
        _as_postgres(programs_here / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _own(folder: Path) -> None:
    """PostgreSQL refuses to run as root: hand the folder to its own user."""
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)


def _as_postgres(*command: object, check: bool = True) -> None:
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd="/", check=False, **user)
    if check and done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout[-1000:]} {done.stderr[-1000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
