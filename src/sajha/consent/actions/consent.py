"""Write down what a person said. Nothing written before is touched."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.rules import may_be_written
from sajha.consent.models import ConsentEvent
from sajha.consent.notices import notices
from sajha.consent.queries.consent import RECORDED, events, person
from sajha.consent.queries.rows import age_of, digest_of, event_of
from sajha.consent.rules import may_record
from sajha.consent.values import Event, EventKind, Manner, Said, Scope
from sajha.vault.actions import seal, unseal


@transaction.atomic
def give_consent(*, case_id: str, party_id: str, said: Said, by: Actor, at: datetime) -> Event:
    """Write down a consent.

    Raises:
        Refused: without ``consent:record``, ``not_found``, or incomplete (see ``rules.may_record``).
    """
    return _append(EventKind.GIVEN, case_id, party_id, said, by, at)


@transaction.atomic
def refuse_consent(*, case_id: str, party_id: str, said: Said, by: Actor, at: datetime) -> Event:
    """Write down that the person was asked and said no; raises as :func:`give_consent`."""
    return _append(EventKind.REFUSED, case_id, party_id, said, by, at)


@transaction.atomic
def narrow_consent(*, case_id: str, party_id: str, said: Said, by: Actor, at: datetime) -> Event:
    """Take away a part, at once or from ``said.until`` on; raises as :func:`give_consent`."""
    return _append(EventKind.NARROWED, case_id, party_id, said, by, at)


@transaction.atomic
def withdraw_consent(*, case_id: str, party_id: str, said: Said, by: Actor, at: datetime) -> Event:
    """Take away for whole purposes; raises as :func:`give_consent`."""
    return _append(EventKind.WITHDRAWN, case_id, party_id, said, by, at)


@transaction.atomic
def correct_consent(
    *, case_id: str, party_id: str, event_id: str, said: Said, reason: str, by: Actor, at: datetime
) -> Event:
    """Write down that less was agreed than an earlier entry says, and why it was wrong.

    Raises:
        Refused: without a reason, wider than the entry, or as :func:`give_consent`.
    """
    return _append(EventKind.CORRECTED, case_id, party_id, said, by, at, of=event_id, reason=reason)


@transaction.atomic
def expire_consent(*, row: ConsentEvent, by: Actor, at: datetime) -> Event:
    """Write down that a consent's day has come, so that it is seen and followed. It holds no longer even before this is written."""
    said = Said(row.giver, Scope(), at)
    require(
        may_record(event_for(EventKind.EXPIRED, said, of=row.id), history=[event_of(row)], age="", notices=(), now=at)
    )
    return _store(EventKind.EXPIRED, row.case_id, row.party_id, said, by, at, of=row.id)


@transaction.atomic
def read_words(*, case_id: str, party_id: str, event_id: str, by: Actor, at: datetime) -> tuple[str, str]:
    """What was said and who was the witness, opened; recorded.

    Raises:
        Refused: without ``case:reveal``, ``not_found``.
    """
    require(may(by, "case:reveal"))
    person(by, case_id, party_id)
    row = ConsentEvent.objects.filter(pk=event_id, case=case_id, party=party_id).first()
    if row is None:
        raise Refused(no("not_found"))
    record(
        area="consent",
        action="consent.words_read",
        by=by,
        at=at,
        subject=party_id,
        about=case_id,
        detail={"event": event_id},
    )
    return _open(row, "words"), _open(row, "witness")


def _open(row: ConsentEvent, name: str) -> str:
    return unseal(row.case_id, f"{row.id}/{name}", bytes(getattr(row, name)))


def event_for(kind: EventKind, said: Said, *, of: str = "", id: str = "new") -> Event:
    """The event that these words make, before it is written."""
    return Event(id, kind, said.giver, said.scope, said.at, said.until, said.manner, said.notice, of, said.heard)


def _append(
    kind: EventKind, case_id: str, party_id: str, said: Said, by: Actor, at: datetime, of: str = "", reason: str = ""
) -> Event:
    require(may(by, "consent:record"))
    age = age_of(person(by, case_id, party_id).facts.majority)
    require(may_be_written([said.words, said.witness, reason]))
    if kind == EventKind.CORRECTED and not reason.strip():
        raise Refused(no("reason.missing"))
    if kind == EventKind.GIVEN and said.manner == Manner.WITNESS and not said.witness.strip():
        raise Refused(no("consent.witness"))
    event = event_for(kind, said, of=of)
    history = events(by, case_id, party_id)
    require(may_record(event, history=history, age=age, notices=notices(), now=at))
    return _store(kind, case_id, party_id, said, by, at, of=of, reason=reason)


def _store(
    kind: EventKind, case_id: str, party_id: str, said: Said, by: Actor, at: datetime, of: str = "", reason: str = ""
) -> Event:
    row = ConsentEvent(
        id=new_id("consent"),
        case_id=case_id,
        party_id=party_id,
        kind=kind.value,
        giver=str(said.giver),
        purposes=sorted(map(str, said.scope.purposes)),
        audiences=sorted(map(str, said.scope.audiences)),
        classes=sorted(map(str, said.scope.classes)),
        said_at=said.at,
        until=said.until,
        manner=str(said.manner),
        notice_version=said.notice.version,
        notice_language=said.notice.language,
        spoken=said.notice.spoken,
        of=of,
        heard=said.heard,
        recorded_by=by.id,
        recorded_at=at,
    )
    row.words = seal(case_id, f"{row.id}/words", said.words.strip())
    row.witness = seal(case_id, f"{row.id}/witness", said.witness.strip())
    row.digest = digest_of(row)
    row.save()
    record(
        area="consent",
        action=RECORDED,
        by=by,
        at=at,
        subject=party_id,
        about=case_id,
        reason=reason.strip(),
        detail={"event": row.id, "kind": row.kind, "purposes": row.purposes, "digest": row.digest},
    )
    return event_of(row)
