"""From rows to the values that the rules know, and what the digest of a row covers."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from sajha.consent.grounds import grounds
from sajha.consent.models import BasisVote, ConsentEvent, LegalBasis
from sajha.consent.values import Age, Audience, Basis, Event, Notice, Scope, Vote, parse_audience
from sajha.terms.coded import Absent, Coded
from sajha.vault.actions import unseal


def event_of(row: ConsentEvent) -> Event:
    """The event that a row holds."""
    audiences = frozenset(parse_audience(text) for text in row.audiences)
    return Event(
        id=row.id,
        kind=row.kind,
        giver=row.giver,
        scope=Scope(frozenset(row.purposes), audiences, frozenset(row.classes)),
        at=row.said_at,
        until=row.until,
        manner=row.manner,
        notice=Notice(row.notice_version, row.notice_language, row.spoken),
        of=row.of,
        heard=row.heard,
    )


def digest_of(row: ConsentEvent) -> str:
    """SHA-256 over everything that the row says, sealed words included."""
    names = [field.attname for field in row._meta.concrete_fields if field.attname != "digest"]
    text = {name: _text(getattr(row, name)) for name in names}
    return sha256(json.dumps(text, sort_keys=True).encode()).hexdigest()


def _text(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, list | bool | str) else str(value)


def age_of(majority: Coded | Absent) -> Age:
    """Whose word counts: what is not known to be an adult is not treated as one."""
    if isinstance(majority, Absent):
        return Age.UNKNOWN
    return Age.ADULT if majority.code == "Adult" else Age.CHILD


def basis_value(row: LegalBasis) -> Basis:
    """The basis that a row and its votes hold.

    Raises:
        KeyError: a ground that this node's list no longer has; what rests on it must not go on.
    """
    ended = getattr(row, "end", None)
    return Basis(
        id=row.id,
        ground=grounds()[row.ground],
        scope=Scope(frozenset({row.purpose}), frozenset({_audience(row)}), frozenset(row.classes)),
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        until=row.until,
        votes=tuple(_vote(vote, row) for vote in sorted(row.votes.all(), key=lambda vote: vote.id)),
        ended_at=ended.ended_at if ended else None,
    )


def _audience(row: LegalBasis) -> Audience:
    return parse_audience(row.audience)


def _vote(vote: BasisVote, row: LegalBasis) -> Vote:
    return Vote(vote.voter, unseal(row.case_id, f"{vote.id}/opinion", bytes(vote.opinion)))
