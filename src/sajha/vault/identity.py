"""The node's own keys: one file ``keys/identity.json`` of mode 0600, or ``identity.age`` when a passphrase is set.

Signing keys are Ed25519, sealing keys the hybrid of ``vault.hybrid``. Older sealing keys are kept for a time of grace, so that
messages under way when the key changed still open.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.vault.hybrid import new_private, open_sealed, public_of
from sajha.vault.seals import SealBroken
from sajha.vault.succession import Step, node_id_of, sign, step_to

PLAIN, WRAPPED = "identity.json", "identity.age"
WORDS_FILE = "SAJHA_KEY_PASSPHRASE_FILE"
GRACE = timedelta(days=90)


class IdentityMissing(Exception):  # noqa: N818
    """The node has no keys of its own yet."""


class PassphraseWrong(Exception):  # noqa: N818
    """The keys are wrapped, and the passphrase is missing or another."""


class SealingKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A private sealing key and, once another followed it, until when it still opens."""

    private: bytes
    until: datetime | None = None


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node's private keys. ``first`` is the first public signing key, ``steps`` every change since; ``sealing`` newest first."""

    first: bytes
    signing: bytes
    sealing: tuple[SealingKey, ...]
    made_at: datetime
    steps: tuple[Step, ...] = ()

    @property
    def node_id(self) -> str:
        return node_id_of(self.first)

    @property
    def signing_public(self) -> bytes:
        return self.steps[-1].key if self.steps else self.first

    @property
    def sealing_public(self) -> bytes:
        return public_of(self.sealing[0].private)

    def sign(self, context: bytes, content: bytes) -> bytes:
        return sign(self.signing, context, content)

    def open(self, sealed: bytes, context: bytes, *, at: datetime) -> bytes:
        """Open with the present key, then with each older one whose grace has not passed.

        Raises:
            SealBroken: none opens it.
        """
        for key in self.sealing:
            if key.until is None or at < key.until:
                try:
                    return open_sealed(key.private, sealed, context)
                except SealBroken:
                    continue
        raise SealBroken


def new_identity(at: datetime) -> Identity:
    """Fresh keys, and with them a new node id."""
    signing = Ed25519PrivateKey.generate()
    return Identity(
        first=signing.public_key().public_bytes_raw(),
        signing=signing.private_bytes_raw(),
        sealing=(SealingKey(new_private()),),
        made_at=at,
    )


def rotated(identity: Identity, *, at: datetime) -> Identity:
    """New keys for the same node: the old signing key signs the new one; the old sealing key opens for ``GRACE`` longer."""
    signing = Ed25519PrivateKey.generate()
    step = step_to(signing.public_key().public_bytes_raw(), node_id=identity.node_id, old_private=identity.signing)
    return Identity(
        first=identity.first,
        signing=signing.private_bytes_raw(),
        sealing=_next_sealing(identity, at),
        made_at=at,
        steps=(*identity.steps, step),
    )


def resealed(identity: Identity, *, at: datetime) -> Identity:
    """A new sealing key for the same node, under the same signing key; the old one opens for ``GRACE`` longer."""
    return msgspec.structs.replace(identity, sealing=_next_sealing(identity, at), made_at=at)


def _next_sealing(identity: Identity, at: datetime) -> tuple[SealingKey, ...]:
    newest, *older = identity.sealing
    kept = [SealingKey(newest.private, at + GRACE), *(key for key in older if key.until and at < key.until)]
    return (SealingKey(new_private()), *kept)


_held: dict[Path, tuple[tuple[int, int], Identity]] = {}


def identity() -> Identity:
    """This node's identity, read again when its file was replaced.

    Raises:
        IdentityMissing: there is none yet.
        PassphraseWrong: the file is wrapped and does not open.
    """
    folder = cast(NodeConfig, settings.CONFIG).home / "keys"
    path = folder / WRAPPED if (folder / WRAPPED).exists() else folder / PLAIN
    try:
        state = path.stat()
    except FileNotFoundError as error:
        raise IdentityMissing from error
    stamp = (state.st_mtime_ns, state.st_ino)
    if path not in _held or _held[path][0] != stamp:
        _held[path] = (stamp, read_identity(path))
    return _held[path][1]


def read_identity(path: Path) -> Identity:
    """The identity in a file, unwrapped when its name ends in ``.age``; raises as :func:`identity`."""
    content = path.read_bytes()
    if path.name == WRAPPED:
        try:
            content = pyrage.passphrase.decrypt(content, passphrase() or "")
        except pyrage.DecryptError as error:
            raise PassphraseWrong from error
    return msgspec.json.decode(content, type=Identity)


def store_identity(folder: Path, made: Identity, *, replace: bool) -> None:
    """Write the file whole or not at all, wrapped when a passphrase is set.

    Raises:
        FileExistsError: there is one already and ``replace`` is false.
    """
    content, word = msgspec.json.encode(made), passphrase()
    path = folder / (WRAPPED if word else PLAIN)
    if not replace and any((folder / name).exists() for name in (PLAIN, WRAPPED)):
        raise FileExistsError(path)
    temporary = folder / f".{path.name}.{os.getpid()}"
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pyrage.passphrase.encrypt(content, word) if word else content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    if word and (folder / PLAIN).exists():
        (folder / PLAIN).unlink()
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def passphrase() -> str | None:
    """The words that wrap the identity, from the file that ``SAJHA_KEY_PASSPHRASE_FILE`` names; nothing set, nothing wrapped."""
    path = os.environ.get(WORDS_FILE)
    return Path(path).read_text("utf-8").strip() if path else None
