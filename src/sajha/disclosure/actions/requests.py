"""Send a request: what the gate lets go, packed, hashed, written into the ledger, and on its way."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.models import HeldPackage, Release
from sajha.disclosure.queries.preview import Preview, preview
from sajha.disclosure.rules import tlp_of
from sajha.disclosure.values import Outcome, Package, PackageField
from sajha.disclosure.wire import Opening, encode, wire_move
from sajha.liaison.actions import note_message, send_draft
from sajha.liaison.values import Kind, Move, Urgency
from sajha.terms.coded import Absent
from sajha.vault.actions import seal, seal_bytes

DELIVER_WITHIN = timedelta(days=30)
"""After this a message that never reached the other node is given up, and the thread says so."""

MASKED = str(Absent("withheld"))


@transaction.atomic
def send_request(*, thread: str, shown: str, by: Actor, at: datetime) -> str:
    """Send a draft. ``shown`` is the mark of the preview that the sender confirmed; answers with the id of the message.

    Raises:
        Refused: ``preview.changed`` when the record, the recipient or the rules changed since; else as the gate and the draft say.
    """
    view = preview(by, thread)
    require(view.decision)
    if mark_of(view) != shown:
        raise Refused(no("preview.changed"))
    package = pack(view, at)
    made = send_draft(thread=thread, by=by, at=at)
    opening = Opening(
        thread=thread,
        kind=Kind(view.draft.kind),
        urgency=Urgency(view.draft.urgency),
        place=view.draft.place,
        move=wire_move(made.move, view.draft.question),
        package=package,
    )
    _write_ledger(view, package, by, at)
    return _depart(made.other, thread, made.move, encode(opening), by, at)


def _depart(recipient: str, thread: str, move: Move, body: bytes, by: Actor, at: datetime) -> str:
    departure = depart(
        recipient=recipient,
        thread=thread,
        kind="request.opened",
        body=body,
        by=by,
        at=at,
        expires_at=at + DELIVER_WITHIN,
    )
    note_message(move=move.id, message=departure.id)
    return departure.id


def mark_of(view: Preview) -> str:
    """A digest of all that the preview shows; the confirmation brings it back, so that nothing else is sent than was seen."""
    draft, package = view.draft, _pack(view, "package_" + "0" * 32, view.draft.opened_at)
    shown = [package.digest(), draft.recipient, draft.kind, draft.urgency, draft.place, draft.question]
    return hashlib.sha256("\0".join(shown).encode()).hexdigest()


def pack(view: Preview, at: datetime) -> Package:
    """The package of what goes: values that go, and for those masked the word that there is one."""
    return _pack(view, new_id("package"), at)


def _pack(view: Preview, id: str, at: datetime) -> Package:
    going = [
        PackageField(
            field.subject, field.name, field.sensitivity, field.text if answer.outcome == Outcome.GOES else MASKED
        )
        for field, answer in view.fields
        if answer.outcome != Outcome.WITHHELD
    ]
    named = {field.sensitivity for field in going if field.value != MASKED}
    return Package(id=id, made_at=at, tlp=tlp_of(named), ground=view.draft.ground, fields=tuple(going))


def _write_ledger(view: Preview, package: Package, by: Actor, at: datetime) -> None:
    draft, thread = view.draft, view.draft.id
    keep_package(thread=thread, package=package, outward=True, other=draft.recipient, at=at)
    edge = Release(
        id=new_id("release"),
        case=draft.case,
        thread=thread,
        package=package.id,
        recipient=draft.recipient,
        recipient_name=draft.recipient_name,
        purpose=draft.kind,
        ground=draft.ground,
        fields=sorted({field.name for field in package.fields if field.value != MASKED}),
        digest=package.digest(),
        by=by.id,
        at=at,
    )
    edge.ground_reason = seal(thread, edge.id, draft.ground_reason)
    edge.save(force_insert=True)
    detail = {"to": edge.recipient, "purpose": edge.purpose, "ground": edge.ground, "fields": edge.fields}
    record(
        area="disclosure",
        action="package.released",
        by=by,
        at=at,
        subject=draft.case,
        reason=draft.ground_reason,
        detail={**detail, "digest": edge.digest},
    )


def keep_package(*, thread: str, package: Package, outward: bool, other: str, at: datetime) -> None:
    """Keep a package as it was, sealed under its thread; part of the transaction that sends or receives it."""
    HeldPackage.objects.create(
        id=package.id,
        thread=thread,
        outward=outward,
        other=other,
        tlp=package.tlp,
        ground=package.ground,
        digest=package.digest(),
        content=seal_bytes(thread, package.id, package.content()),
        at=at,
    )
