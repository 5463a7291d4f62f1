"""The secrets of epochs, as files ``matching-7.key`` in the node's ``keys`` folder: the present one, and the one before for a while.

Each is 32 bytes by chance, mode 0600. No backup carries them (``vault.backups``): what somebody withdrew stays in tables of older
epochs that partners hold, and only a secret could try names and numbers against those. A restored node begins a new epoch.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from sajha.matching.blind.oprf import key_for, new_secret, seed_for
from sajha.matching.blind.values import SECRET

_FILE = re.compile(r"matching-([1-9][0-9]{0,8})\.key")
_NAME, _COVER = b"sajha matching epoch 1", b"sajha matching cover 1"


class EpochGone(Exception):  # noqa: N818
    """The secret of that epoch was destroyed, or was never here."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """``number`` counts at this node; ``name`` is public, the same for the same secret only, also when a restored node counts anew."""

    number: int
    name: str
    secret: bytes = field(repr=False)

    def key(self, *, partner: str, set: str) -> bytes:  # noqa: A002
        return key_for(self.secret, partner=partner, set=set)

    def cover_seed(self, *, partner: str, set: str) -> bytes:  # noqa: A002
        """For :func:`sajha.matching.blind.covers.cover`."""
        return seed_for(self.secret, _COVER, partner, set)


def begin(folder: Path) -> Epoch:
    """The present epoch, which begins now if there is none."""
    numbers = _numbers(folder)
    return read(folder, numbers[0]) if numbers else _made(folder, 1)


def standing(folder: Path) -> tuple[Epoch, ...]:
    """The epochs for which this node answers: the present one, then the one before unless it was ended."""
    return tuple(read(folder, number) for number in _numbers(folder))


def named(folder: Path, name: str) -> Epoch:
    """The epoch under whose key a partner's table was made.

    Raises:
        EpochGone: it was ended; the partner takes the present table and asks anew.
    """
    for epoch in standing(folder):
        if epoch.name == name:
            return epoch
    raise EpochGone


def read(folder: Path, number: int) -> Epoch:
    """One epoch.

    Raises:
        EpochGone: it has no file, or what lies there is no secret.
    """
    try:
        secret = (folder / f"matching-{number}.key").read_bytes()
    except FileNotFoundError:
        raise EpochGone from None
    if len(secret) != SECRET:
        raise EpochGone
    return Epoch(number, seed_for(secret, _NAME, "-", "-")[:8].hex(), secret)


def rotate(folder: Path, *, after: int) -> Epoch:
    """Begin the epoch after that one, which is answered until it is ended; what is older still is destroyed.

    Whoever calls it again, or at the same time, gets the same epoch.
    """
    epoch = _made(folder, after + 1)
    for number in _numbers(folder):
        if number < after:
            end(folder, number)
    return epoch


def end(folder: Path, number: int) -> None:
    """Destroy an epoch's secret: every table under its keys is dead, here and wherever it lies. Done already is done."""
    (folder / f"matching-{number}.key").unlink(missing_ok=True)
    _sync(folder)


def _numbers(folder: Path) -> list[int]:
    """Newest first."""
    found = (_FILE.fullmatch(path.name) for path in folder.glob("matching-*.key"))
    return sorted((int(match[1]) for match in found if match), reverse=True)


def _made(folder: Path, number: int) -> Epoch:
    """Make the file unless it is there: whole or not at all, and on the disk before anything is published under it."""
    path = folder / f"matching-{number}.key"
    part = folder / f".{path.name}.{os.urandom(8).hex()}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(new_secret())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)  # not a rename: of two processes that make it at once, the first one's stays
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _sync(folder)
    return read(folder, number)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
