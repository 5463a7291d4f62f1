"""Our moves in a thread, each written here and on its way to the other side in one transaction."""

import hashlib
from datetime import datetime

from django.db import transaction

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.requests import DELIVER_WITHIN
from sajha.disclosure.rules import MEDIA, checked_document
from sajha.disclosure.wire import Cleared, Moved, encode, wire_attachment, wire_move
from sajha.liaison import actions as liaison
from sajha.liaison.actions import Made
from sajha.liaison.values import Attached, MoveKind

LONGEST_NAME = 200


@transaction.atomic
def make_move(*, thread: str, kind: MoveKind, code: str = "", words: str = "", by: Actor, at: datetime) -> Made:
    """Acknowledge, ask back, answer, accept, waitlist, decline, start, report, complete, fail, cancel, withdraw, remind, or add a note.

    Raises:
        Refused: as :func:`liaison.actions.make_move`.
    """
    made = liaison.make_move(thread=thread, kind=kind, code=code, words=words, by=by, at=at)
    send_move(made, words, None, by, at)
    return made


@transaction.atomic
def attach_document(*, thread: str, name: str, content: bytes, words: str = "", by: Actor, at: datetime) -> Made:
    """Send a document: PDF, plain text, DOCX or ODT by content, at most 4 MiB, with nothing active inside.

    Raises:
        Refused: the file is none of these (``document.…``), or as :func:`liaison.actions.make_move`.
    """
    decision, media_type = checked_document(content)
    require(decision)
    attached = Attached(
        id=new_id("attachment"),
        name=tidy_name(name),
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    return _attach(thread, MoveKind.ATTACH, attached, words, by, at)


@transaction.atomic
def record_media(
    *, thread: str, family: str, size: int, sha256: str, custodian: str, words: str = "", by: Actor, at: datetime
) -> Made:
    """Say that a picture, video or recording exists: its hash and who holds it. The file itself never comes here and never leaves.

    Raises:
        Refused: no custodian, a hash that is none, or as :func:`liaison.actions.make_move`.
    """
    if family not in MEDIA or len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise Refused(no("media.no_hash"))
    if not custodian.strip():
        raise Refused(no("media.no_custodian"))
    attached = Attached(
        id=new_id("attachment"),
        name="",
        media_type=family,
        size=size,
        sha256=sha256,
        custodian=custodian.strip()[:LONGEST_NAME],
    )
    return _attach(thread, MoveKind.MEDIA, attached, words, by, at)


def _attach(thread: str, kind: MoveKind, attached: Attached, words: str, by: Actor, at: datetime) -> Made:
    made = liaison.make_move(thread=thread, kind=kind, words=words, attached=attached, by=by, at=at)
    send_move(made, words, attached, by, at)
    return made


def tidy_name(name: str) -> str:
    """A file's name without folders and signs that steer a screen or a shell; at most 200 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*;&$`')
    return kept.strip(" .")[:LONGEST_NAME] or "document"


def send_move(made: Made, words: str, attached: Attached | None, by: Actor, at: datetime) -> None:
    """The departure of a move, and word to the overseers that were told when the thread moved on by it."""
    thread = made.thread.id
    body = Moved(
        thread=thread,
        move=wire_move(made.move, words),
        attached=wire_attachment(attached) if attached else None,
    )
    departure = depart(
        recipient=made.other,
        thread=thread,
        kind="request.moved",
        body=encode(body),
        by=by,
        at=at,
        expires_at=at + DELIVER_WITHIN,
    )
    liaison.note_message(move=made.move.id, message=departure.id)
    if moved_on(made.before.climbed, made.after.climbed):
        clear_overseers(thread, by, at)


def moved_on(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether the rungs that were told are to be told that it is over: the thread's clock began anew or stopped."""
    return len(after) < len(before)


def clear_overseers(thread: str, by: Actor, at: datetime) -> None:
    """Tell each overseer that was told that the thread moved on."""
    for node in liaison.clear_told(thread=thread, at=at):
        depart(recipient=node, thread=thread, kind="oversight.cleared", body=encode(Cleared(thread)), by=by, at=at)
