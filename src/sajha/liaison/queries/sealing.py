"""Which key seals the words of a move, and words that were destroyed when what they spoke of was called back."""

from collections.abc import Iterable

from sajha.liaison.models import Move, Thread
from sajha.liaison.values import Move as MoveValue
from sajha.vault.actions import unseal_all
from sajha.vault.seals import KeyDestroyed


def sealed_under(thread: Thread, move: Move | MoveValue) -> str:
    """Our own words lie under the thread; each move of the other side under its own id, so that its words can be destroyed alone."""
    return thread.id if move.side == thread.side else move.id


def words_of(thread: Thread, moves: Iterable[Move]) -> dict[str, str]:
    """The words of these moves and the names of what is attached to them; what was destroyed is left out."""
    own: dict[str, bytes] = {}
    found: dict[str, str] = {}
    for move in moves:
        blobs = {name: blob for name, blob in _sealed(move).items() if blob}
        if sealed_under(thread, move) == thread.id:
            own |= blobs
        elif blobs:
            found |= _opened(move.id, blobs)
    return found | _opened(thread.id, own)


def _opened(record: str, blobs: dict[str, bytes]) -> dict[str, str]:
    try:
        return unseal_all(record, blobs)
    except KeyDestroyed:
        return {}


def _sealed(move: Move) -> dict[str, bytes]:
    blobs = {move.id: bytes(move.words)}
    if hasattr(move, "attachment"):
        blobs[f"{move.attachment.id}.name"] = bytes(move.attachment.name)
        blobs[f"{move.attachment.id}.custodian"] = bytes(move.attachment.custodian)
    return blobs
