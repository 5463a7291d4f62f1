"""Seal, unseal and destroy. Callers are models' areas and sealed messages; pages never come here."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction

from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.vault import tombstones
from sajha.vault.files import key_path, make_vault_key, read_vault_key
from sajha.vault.models import RecordKey
from sajha.vault.seals import KeyDestroyed, close, new_key, open_
from sajha.vault.tombstones import Tombstone

HELD = "held"
"""The vault of what others entrusted to us: its key is in no backup, so what was destroyed does not come back with one."""


def _folder() -> Path:
    return cast(NodeConfig, settings.CONFIG).home / "keys"


def vault_key(vault: str = "") -> bytes:
    """The 32-byte key that wraps the keys of a vault's records; without a vault that of what belongs to none.

    Raises:
        VaultClosed: its file is not here.
    """
    return read_vault_key(_folder(), vault)


def _wrapping_key(vault: str) -> bytes:
    """The same for sealing something new: made when the vault has no record yet, that of ``HELD`` also after a restore.

    Raises:
        VaultClosed: records of it exist, but the file is not here; a new key would leave them closed for ever.
    """
    if vault and not key_path(_folder(), vault).exists() and _may_begin(vault):
        make_vault_key(_folder(), vault)
    return vault_key(vault)


def _may_begin(vault: str) -> bool:
    return vault == HELD or not RecordKey.objects.filter(vault=vault).exists()


def _key_of(record: str, vault: str = "") -> bytes:
    row = RecordKey.objects.filter(record=record).first() or _made(record, vault)
    if row.destroyed_at:
        raise KeyDestroyed(record)
    return open_(vault_key(row.vault), record, bytes(row.wrapped))


def _made(record: str, vault: str) -> RecordKey:
    wrapped = close(_wrapping_key(vault), record, new_key())
    return RecordKey.objects.get_or_create(
        record=record, defaults={"wrapped": wrapped, "vault": vault, "made_at": now()}
    )[0]


def make_key(record: str, *, vault: str) -> None:
    """Make the record's key at once, wrapped for its vault, so that whatever is sealed under the record later lies in that vault.

    Raises:
        VaultClosed: the vault's file is not here.
    """
    _key_of(record, vault)


def seal(record: str, field: str, plain: str, *, vault: str = "") -> bytes:
    """Seal a text under the record's key; empty text stays empty, so that blank is not a secret.

    The key is made at first use, for ``vault``; a key that exists stays in the vault for which it was made.

    Raises:
        KeyDestroyed: the record was erased.
        VaultClosed: the file of the record's vault is not here.
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
    """Make everything sealed under the record unreadable for ever. The caller records it in the audit, in the same transaction.

    After the commit it is written beside the database too, so that a restore of an older backup destroys the key again.
    """
    RecordKey.objects.update_or_create(
        record=record,
        defaults={"wrapped": b"", "destroyed_at": at},
        create_defaults={"wrapped": b"", "destroyed_at": at, "made_at": at},
    )
    transaction.on_commit(lambda: tombstones.append([Tombstone(record, at)]), robust=True)


def erased_among(records: Iterable[str]) -> frozenset[str]:
    """Those of these records whose key was destroyed."""
    rows = RecordKey.objects.filter(record__in=set(records), destroyed_at__isnull=False)
    return frozenset(rows.values_list("record", flat=True))


def renew_key(*, record: str, at: datetime) -> None:
    """A new key for a record whose old one is lost with the key that wrapped it. A destroyed one stays destroyed.

    Raises:
        KeyDestroyed: the record was erased.
    """
    row = RecordKey.objects.get(record=record)
    if row.destroyed_at:
        raise KeyDestroyed(record)
    row.wrapped, row.made_at = close(_wrapping_key(row.vault), record, new_key()), at
    row.save(update_fields=["wrapped", "made_at"])


class NewRecords:
    """Seals for many records that are made in one transaction: their keys stay in memory until :meth:`store` writes them at once.

    A record gets a key when :meth:`make` says so or something of it is sealed. All lie in one vault.
    """

    def __init__(self, at: datetime, vault: str = "") -> None:
        self.at, self.vault = at, vault
        self._keys: dict[str, bytes] = {}

    def make(self, record: str) -> None:
        """As :func:`make_key`."""
        self._keys.setdefault(record, new_key())

    def seal(self, record: str, field: str, plain: str) -> bytes:
        """As :func:`seal`, for a record that has no key yet."""
        if not plain:
            return b""
        key = self._keys.get(record) or self._keys.setdefault(record, new_key())
        return close(key, f"{record}/{field}", plain.encode())

    def store(self) -> None:
        """Write the keys and forget them."""
        wrapping = _wrapping_key(self.vault)
        RecordKey.objects.bulk_create(
            RecordKey(record=record, wrapped=close(wrapping, record, key), vault=self.vault, made_at=self.at)
            for record, key in self._keys.items()
        )
        self._keys.clear()
