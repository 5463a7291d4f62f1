"""A node in one file, sealed with age: database, keys, configuration. Any age program and tar open it without Sajha.

The file is a tar of ``content.age`` (a tar sealed to an age key) and, when a passphrase was given, ``key.age`` (that key, sealed with the
passphrase): so a large database is sealed piece by piece and not held in memory.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import dj_database_url
import msgspec
import pyrage

from sajha.basics.config import NodeConfig

FORMAT = 1
SQLITE, DUMP = "node.sqlite3", "node.dump"
PLAIN_FILES = ("node.toml", "secret.key")
NEVER_COPIED = ("vault-held.key", "matching-*.key")
MANIFEST, CONTENT, KEY = "manifest.json", "content.age", "key.age"


class BackupFailed(Exception):  # noqa: N818
    """What went wrong, as a stable id such as ``backup.damaged``."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds: whose, of when, which kind of database."""

    node: str
    organisation: str
    made_at: datetime
    database: str
    format: int = FORMAT


def write_backup(
    target: Path, *, config: NodeConfig, node: str, at: datetime, recipients: Sequence[str], passphrase: str
) -> Manifest:
    """Write a backup of a running node. The database is copied as of one moment; the file appears whole or not at all.

    Raises:
        BackupFailed: neither recipient nor passphrase, a recipient that is none, or no program for the database.
        FileExistsError: the file exists.
    """
    keys = _recipients(recipients, passphrase)
    if target.exists():
        raise FileExistsError(target)
    kind = "postgresql" if config.database else "sqlite"
    manifest = Manifest(node=node, organisation=config.organisation, made_at=at, database=kind)
    with TemporaryDirectory(prefix=".backup-", dir=config.home) as folder:
        here = Path(folder)
        _copy_database(config, here)
        (here / MANIFEST).write_bytes(msgspec.json.encode(manifest))
        _pack(here / "content.tar", [*sorted(here.iterdir()), *_files_of(config.home)], home=config.home)
        sealed = [here / CONTENT]
        if passphrase:
            one_time = pyrage.x25519.Identity.generate()
            keys.append(one_time.to_public())
            (here / KEY).write_bytes(pyrage.passphrase.encrypt(str(one_time).encode(), passphrase))
            sealed.insert(0, here / KEY)
        pyrage.encrypt_file(str(here / "content.tar"), str(here / CONTENT), keys)
        _pack(here / "backup", sealed, home=here)
        _move(here / "backup", target)
    return manifest


def _recipients(recipients: Sequence[str], passphrase: str) -> list[pyrage.x25519.Recipient]:
    if not (recipients or passphrase):
        raise BackupFailed("backup.no_key")
    try:
        return [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    except pyrage.RecipientError as error:
        raise BackupFailed("backup.no_recipient") from error


def _files_of(home: Path) -> list[Path]:
    """All keys but two kinds.

    The one for what others entrusted to us: a backup brings none of that back, its sender is asked for it again. And the secrets
    of published sets: a copy would let whoever opens it try numbers against old sets for as long as it is kept. A restored node
    begins a new epoch instead.
    """
    keys = sorted((home / "keys").glob("[!.]*"))
    copied = (path for path in keys if not any(path.match(pattern) for pattern in NEVER_COPIED))
    return [*(home / name for name in PLAIN_FILES), *copied]


def _pack(target: Path, files: Sequence[Path], *, home: Path) -> None:
    with tarfile.open(target, "w") as tar:
        for path in files:
            tar.add(path, f"keys/{path.name}" if path.parent == home / "keys" else path.name, recursive=False)


def _move(made: Path, target: Path) -> None:
    """To its place, also on another disk, with mode 0600 and on the disk before its name is."""
    part = target.with_name(target.name + ".part")
    with (
        made.open("rb") as source,
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
    ):
        shutil.copyfileobj(source, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, target)


def _copy_database(config: NodeConfig, folder: Path) -> None:
    if config.database:
        _run_postgres("pg_dump", config.database, "--format=custom", f"--file={folder / DUMP}")
        return
    with (
        closing(sqlite3.connect(config.home / SQLITE)) as source,
        closing(sqlite3.connect(folder / SQLITE)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _run_postgres(program: str, address: str, *words: str) -> None:
    """Run one of PostgreSQL's programs; the address goes through the environment, where other users cannot read it."""
    found = shutil.which(program) or next(
        iter(sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{program}")), reverse=True)), None
    )
    if not found:
        raise BackupFailed("backup.no_postgres")
    parts = dj_database_url.parse(address)
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(parts[key]) for name, key in names.items() if parts.get(key)}  # type: ignore[literal-required]
    done = subprocess.run([found, *words], env={**os.environ, **given}, capture_output=True, check=False)
    if done.returncode:
        raise BackupFailed("backup.database_refused")


def read_backup(source: Path, home: Path, *, identity: str, passphrase: str) -> Manifest:
    """Bring a node back into an empty folder: keys, configuration and, for SQLite, the database. Nothing stays if it fails.

    A PostgreSQL dump is left as ``node.dump`` for :func:`load_dump`.

    Raises:
        BackupFailed: the folder is not empty, the key is another, or the file is damaged or no backup.
    """
    if home.exists() and any(home.iterdir()):
        raise BackupFailed("backup.not_empty")
    home.mkdir(parents=True, mode=0o700, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=".restore-", dir=home) as folder:
            here = Path(folder)
            _unpack(source, here, {CONTENT, KEY})
            _open_content(here, identity=identity, passphrase=passphrase)
            _unpack(here / "content.tar", here / "node", None)
            manifest = msgspec.json.decode((here / "node" / MANIFEST).read_bytes(), type=Manifest)
            if manifest.format != FORMAT:
                raise BackupFailed("backup.newer")
            for path in (here / "node").iterdir():
                if path.name != MANIFEST:
                    path.rename(home / path.name)
        return manifest
    except (tarfile.TarError, msgspec.DecodeError, OSError) as error:
        raise BackupFailed("backup.damaged") from error


def _open_content(here: Path, *, identity: str, passphrase: str) -> None:
    try:
        if (here / KEY).exists() and not identity:
            identity = pyrage.passphrase.decrypt((here / KEY).read_bytes(), passphrase).decode()
        key = pyrage.x25519.Identity.from_str(identity.strip())
        pyrage.decrypt_file(str(here / CONTENT), str(here / "content.tar"), [key])
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise BackupFailed("backup.other_key") from error


def _unpack(source: Path, folder: Path, names: set[str] | None) -> None:
    """Take out plain files of known names only, each with mode 0600; nothing in the archive decides where it goes.

    ``names`` is ``None`` for the content of a node.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    with tarfile.open(source, "r:") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isreg() else None
            if stream is None or not _is_known(member.name, names):
                raise BackupFailed("backup.damaged")
            place = folder / member.name
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                shutil.copyfileobj(stream, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())


def _is_known(name: str, names: set[str] | None) -> bool:
    if names is not None:
        return name in names
    first, _, rest = name.partition("/")
    if first == "keys":
        return bool(rest) and "/" not in rest and not rest.startswith(".")
    return name in {*PLAIN_FILES, MANIFEST, SQLITE, DUMP}


def load_dump(config: NodeConfig) -> None:
    """Load the PostgreSQL dump that a backup held into the configured, empty database, whole or not at all.

    Raises:
        BackupFailed: no program for it, or the database is not empty or not reachable.
    """
    dump = config.home / DUMP
    words = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(dump))
    parts = dj_database_url.parse(config.database)
    _run_postgres("pg_restore", config.database, f"--dbname={parts['NAME']}", *words)
    dump.unlink()
