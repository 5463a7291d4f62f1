"""Seal, unseal and destroy. Callers are models' areas and sealed messages; pages never come here."""

import os
import threading
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings

from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.vault.models import RecordKey
from sajha.vault.seals import KeyDestroyed, close, new_key, open_


@lru_cache(maxsize=16)
def _vault_key(path: Path) -> bytes:
    return path.read_bytes()


def vault_key(vault: str = "") -> bytes:
    """A 32-byte key that wraps records' keys, a file of mode 0600 in the node's ``keys`` folder: the node's own, or a vault's.

    A vault's file is made when it is first needed.
    """
    folder = cast(NodeConfig, settings.CONFIG).home / "keys"
    path = folder / (f"vault-{vault}.key" if vault else "vault.key")
    if vault and not path.exists():
        _make_key(path)
    return _vault_key(path)


def _make_key(path: Path) -> None:
    """Write a new key whole or not at all; who comes second keeps the key of the first."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(new_key())
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(part, path)
    part.unlink()


def _key_of(record: str, vault: str = "") -> bytes:
    row = RecordKey.objects.filter(record=record).first()
    if row is None:
        wrapped = close(vault_key(vault), record, new_key())
        defaults = {"vault": vault, "wrapped": wrapped, "made_at": now()}
        row, _ = RecordKey.objects.get_or_create(record=record, defaults=defaults)
    if row.destroyed_at:
        raise KeyDestroyed(record)
    return open_(vault_key(row.vault), record, bytes(row.wrapped))


def seal(record: str, field: str, plain: str, *, vault: str = "") -> bytes:
    """Seal a text under the record's key; empty text stays empty, so that blank is not a secret.

    The key is made at first use, wrapped by the key of the ``vault`` named then; later it does not matter.

    Raises:
        KeyDestroyed: the record was erased.
    """
    return close(_key_of(record, vault), f"{record}/{field}", plain.encode()) if plain else b""


def seal_bytes(record: str, field: str, plain: bytes, *, vault: str = "") -> bytes:
    """The same for bytes (attachments, messages)."""
    return close(_key_of(record, vault), f"{record}/{field}", plain)


def unseal_bytes(record: str, field: str, blob: bytes) -> bytes:
    """The sealed bytes again.

    Raises:
        KeyDestroyed: the record was erased.
        SealBroken: the blob was moved, cut or damaged.
    """
    return open_(_key_of(record), f"{record}/{field}", bytes(blob))


def unseal(record: str, field: str, blob: bytes) -> str:
    """The text that :func:`seal` took; raises as :func:`unseal_bytes`."""
    return unseal_bytes(record, field, blob).decode() if blob else ""


def unseal_all(record: str, blobs: dict[str, bytes]) -> dict[str, str]:
    """Many fields of one record, with one look at its key; empty stays empty. Raises as :func:`unseal_bytes`."""
    key = _key_of(record) if any(blobs.values()) else b""
    return {
        field: open_(key, f"{record}/{field}", bytes(blob)).decode() if blob else "" for field, blob in blobs.items()
    }


def destroy_key(*, record: str, at: datetime) -> None:
    """Make everything sealed under the record unreadable for ever. The caller records it in the audit, in the same transaction."""
    RecordKey.objects.update_or_create(
        record=record,
        defaults={"wrapped": b"", "destroyed_at": at},
        create_defaults={"wrapped": b"", "destroyed_at": at, "made_at": at},
    )


def renew_key(*, record: str, at: datetime) -> None:
    """A new key for a record whose old one is lost with the key that wrapped it. A destroyed one stays destroyed.

    Raises:
        KeyDestroyed: the record was erased.
    """
    row = RecordKey.objects.get(record=record)
    if row.destroyed_at:
        raise KeyDestroyed(record)
    row.wrapped, row.made_at = close(vault_key(row.vault), record, new_key()), at
    row.save(update_fields=["wrapped", "made_at"])


HELD = "held"
"""The vault of what others entrusted to us: its key is in no backup, so what was destroyed does not come back with one."""


class NewRecords:
    """Seals for many records that are made in one transaction: their keys stay in memory until :meth:`store` writes them at once.

    A record gets a key only when something of it is sealed.
    """

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._keys: dict[str, bytes] = {}

    def seal(self, record: str, field: str, plain: str) -> bytes:
        """As :func:`seal`, for a record that has no key yet."""
        if not plain:
            return b""
        key = self._keys.get(record) or self._keys.setdefault(record, new_key())
        return close(key, f"{record}/{field}", plain.encode())

    def store(self) -> None:
        """Write the keys and forget them."""
        vault = vault_key()
        RecordKey.objects.bulk_create(
            RecordKey(record=record, wrapped=close(vault, record, key), made_at=self.at)
            for record, key in self._keys.items()
        )
        self._keys.clear()
