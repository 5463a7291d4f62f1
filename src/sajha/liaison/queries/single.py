"""One thread: its page, its draft, a document out of it."""

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.basics.ids import is_id
from sajha.liaison.models import Attachment, Move, Thread
from sajha.liaison.queries.lists import COLUMNS
from sajha.liaison.queries.own_cases import is_open_to
from sajha.liaison.queries.scope import find, visible
from sajha.liaison.queries.sealing import sealed_under, words_of
from sajha.liaison.rules import fold, in_order, may_in, moves_open_to, whose_turn
from sajha.liaison.values import (
    AttachmentLine,
    Draft,
    Kind,
    Side,
    State,
    ThreadRow,
    ThreadState,
    ThreadView,
    TimelineEntry,
)
from sajha.vault.actions import unseal_all, unseal_bytes
from sajha.vault.seals import KeyDestroyed

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
    words = words_of(row, ordered)
    state, side = State(row.state), Side(row.side)
    return ThreadView(
        row=ThreadRow(*(getattr(row, name) for name in COLUMNS)),
        asker=row.asker,
        recipient=row.recipient,
        case=row.case if row.case and is_open_to(by, row.case) else "",
        turn=whose_turn(state),
        since=row.since,
        moves=tuple(
            kind
            for kind in moves_open_to(state, side)
            if kind not in HIDDEN_MOVES and may_in(Kind(row.kind), kind).allowed
        ),
        timeline=tuple(_entry(move, row, words) for move in ordered),
    )


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
        words=words.get(move.id, ""),
        forgotten=bool(move.words) and move.id not in words,
        message=move.message,
        superseded=move.superseded,
        attachment=_line(move.attachment, words) if hasattr(move, "attachment") else None,
    )


def _line(row: Attachment, words: dict[str, str]) -> AttachmentLine:
    name, custodian = words.get(f"{row.id}.name", ""), words.get(f"{row.id}.custodian", "")
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
    sealed = {name: bytes(getattr(row, name)) for name in ("question", "ground_reason", "marks")}
    words = unseal_all(row.id, sealed)
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
        source=row.source,
        marks=words["marks"],
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
    rows = Attachment.objects.filter(move__thread=row).select_related("move")
    found = rows.filter(pk=attachment).first() if is_id(attachment, "attachment") else None
    if found is None or not found.content:
        raise Refused(no("not_found"))
    try:
        content = unseal_bytes(sealed_under(row, found.move), f"{found.id}.content", bytes(found.content))
    except KeyDestroyed as destroyed:
        raise Refused(no("document.called_back")) from destroyed
    return _line(found, words_of(row, [found.move])), content
