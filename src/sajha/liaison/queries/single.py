"""One thread: its page, its draft, a document out of it."""

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.basics.ids import is_id
from sajha.liaison.models import Attachment, Move, Thread
from sajha.liaison.queries.lists import COLUMNS
from sajha.liaison.queries.own_cases import is_open_to
from sajha.liaison.queries.scope import find, visible
from sajha.liaison.rules import fold, in_order, moves_open_to, whose_turn
from sajha.liaison.values import (
    AttachmentLine,
    Draft,
    Side,
    State,
    ThreadRow,
    ThreadState,
    ThreadView,
    TimelineEntry,
)
from sajha.vault.actions import unseal_all, unseal_bytes

HIDDEN_MOVES = frozenset({"send", "climb"})
"""Moves that no form offers: sending is the draft's end, climbing the clock's."""


def thread(by: Actor, id: str) -> ThreadView:
    """A thread with its timeline, oldest first in the one order that both sides compute.

    Raises:
        Refused: ``not_found``.
    """
    row = find(by, id)
    moves = {move.id: move for move in Move.objects.filter(thread=row).select_related("attachment")}
    ordered = [moves[value.id] for value in in_order(move.value() for move in moves.values())]
    words = unseal_all(row.id, _sealed(ordered))
    state, side = State(row.state), Side(row.side)
    return ThreadView(
        row=ThreadRow(*(getattr(row, name) for name in COLUMNS)),
        asker=row.asker,
        recipient=row.recipient,
        case=row.case if row.case and is_open_to(by, row.case) else "",
        turn=whose_turn(state),
        since=row.since,
        moves=tuple(kind for kind in moves_open_to(state, side) if kind not in HIDDEN_MOVES),
        timeline=tuple(_entry(move, row, words) for move in ordered),
    )


def _sealed(moves: list[Move]) -> dict[str, bytes]:
    blobs = {move.id: bytes(move.words) for move in moves}
    for move in moves:
        if hasattr(move, "attachment"):
            blobs[f"{move.attachment.id}.name"] = bytes(move.attachment.name)
            blobs[f"{move.attachment.id}.custodian"] = bytes(move.attachment.custodian)
    return blobs


def _entry(move: Move, row: Thread, words: dict[str, str]) -> TimelineEntry:
    return TimelineEntry(
        id=move.id,
        ours=move.side == row.side,
        side=move.side,
        kind=move.kind,
        at=move.at,
        person=move.person,
        role=move.role,
        code=move.code,
        more=move.more,
        words=words[move.id],
        message=move.message,
        superseded=move.superseded,
        attachment=_line(move.attachment, words) if hasattr(move, "attachment") else None,
    )


def _line(row: Attachment, words: dict[str, str]) -> AttachmentLine:
    name, custodian = words[f"{row.id}.name"], words[f"{row.id}.custodian"]
    return AttachmentLine(row.id, name, row.media_type, row.size, row.sha256, custodian)


def state_of(thread: str) -> ThreadState:
    """The fold of what this node holds of a thread, computed anew (checks, reports)."""
    return fold(move.value() for move in Move.objects.filter(thread=thread))


def draft(by: Actor, id: str) -> Draft:
    """A request that is being written.

    Raises:
        Refused: ``not_found``; ``draft.sent`` when it has left already.
    """
    row = find(by, id)
    if row.state != State.DRAFT:
        raise Refused(no("draft.sent"))
    words = unseal_all(row.id, {"question": bytes(row.question), "ground_reason": bytes(row.ground_reason)})
    return Draft(
        id=row.id,
        case=row.case,
        kind=row.kind,
        urgency=row.urgency,
        recipient=row.recipient,
        recipient_name=row.other_name,
        place=row.place,
        question=words["question"],
        parties=tuple(row.choices.get("parties", ())),
        fields=tuple(row.choices.get("fields", ())),
        ground=row.choices.get("ground", ""),
        ground_reason=words["ground_reason"],
        opened_at=row.opened_at,
    )


def may_see(by: Actor, id: str) -> bool:
    """Whether the thread is open to the actor."""
    return is_id(id, "thread") and visible(by).filter(pk=id).exists()


def document(by: Actor, thread: str, attachment: str) -> tuple[AttachmentLine, bytes]:
    """A document of a thread, to be handed out as a download.

    Raises:
        Refused: ``not_found``, also when the document belongs to another thread, or is a picture that stays elsewhere.
    """
    row = find(by, thread)
    rows = Attachment.objects.filter(move__thread=row)
    found = rows.filter(pk=attachment).first() if is_id(attachment, "attachment") else None
    if found is None or not found.content:
        raise Refused(no("not_found"))
    names = {f"{found.id}.name": bytes(found.name), f"{found.id}.custodian": bytes(found.custodian)}
    content = unseal_bytes(row.id, f"{found.id}.content", bytes(found.content))
    return _line(found, unseal_all(row.id, names)), content
