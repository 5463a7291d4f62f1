"""The files of the wrapping keys: ``vault.key`` for what belongs to no vault, ``vault-police.key`` and its like for each vault.

Each is 32 bytes of mode 0600 in the node's ``keys`` folder. Taking a file away closes that vault and no other.
"""

import os
import re
from pathlib import Path

from sajha.vault.seals import VaultClosed, new_key

_WORD = re.compile(r"[a-z]{1,8}")
_held: dict[Path, tuple[tuple[int, int], bytes]] = {}


def key_path(folder: Path, vault: str) -> Path:
    """Where the key of a vault lies.

    Raises:
        ValueError: the vault's name is no plain word.
    """
    if not vault:
        return folder / "vault.key"
    if not _WORD.fullmatch(vault):
        raise ValueError("vault")
    return folder / f"vault-{vault}.key"


def read_vault_key(folder: Path, vault: str) -> bytes:
    """The key, read again when its file was replaced.

    Raises:
        VaultClosed: the file is not here.
    """
    path = key_path(folder, vault)
    try:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_ino)
        if path not in _held or _held[path][0] != stamp:
            _held[path] = (stamp, path.read_bytes())
    except FileNotFoundError as error:
        raise VaultClosed(vault) from error
    return _held[path][1]


def make_vault_key(folder: Path, vault: str) -> None:
    """Make the file of a vault's key unless it is there."""
    make_key_file(key_path(folder, vault))


def make_key_file(path: Path) -> None:
    """Make a file of 32 random bytes unless it is there: whole or not at all, and on the disk before anything is made with it."""
    folder = path.parent
    part = folder / f".{path.name}.{os.urandom(8).hex()}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(new_key())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)  # not a rename: of two processes that make it at once, the first one's stays
    except FileExistsError:
        pass
    finally:
        part.unlink()
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
