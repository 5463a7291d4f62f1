"""What the head of the unit sets: what is published and asked, how much, and who is asked about by nobody alone."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.matching.actions.offering import tell_partners
from sajha.matching.marks import mark_of, spoken
from sajha.matching.models import Protected, Setting
from sajha.matching.queries.settings import PLAIN, SETS, content_of
from sajha.matching.rules import SHORTEST_REASON, may_set
from sajha.matching.values import PERSON, SORTS, Settings
from sajha.network.queries import active_node_ids
from sajha.terms.identifiers import IdentifierKind, normalised
from sajha.vault.actions import destroy_key, seal

TOLD = frozenset((*SETS, *PLAIN)) - {"contact"}


def _reasoned(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))


@transaction.atomic
def change_settings(*, settings: Settings, reason: str, by: Actor, at: datetime) -> Setting:
    """Say anew what this node publishes, asks and allows; the settings before stay on record, and every partner is told.

    Raises:
        Refused: without ``match:set``, without a reason, or settings that do not hold together (see ``rules.may_set``).
    """
    require(may(by, "match:set"))
    _reasoned(reason)
    require(may_set(settings, members=active_node_ids()))
    row = Setting(id=new_id("setting"), content=content_of(settings), by=by.id, at=at)
    row.ground_reason = seal(row.id, "ground_reason", settings.ground_reason.strip())
    row.save(force_insert=True)
    detail = {name: value for name, value in row.content.items() if name in TOLD}
    record(area="matching", action="match.settings", by=by, at=at, subject=row.id, reason=reason.strip(), detail=detail)
    tell_partners(by=by, at=at)
    return row


@transaction.atomic
def protect(*, sort: str, value: str, label: str, by: Actor, at: datetime) -> Protected:
    """Let nobody ask about this value alone any more. Only its mark is kept; ``label`` says, sealed, of whom it is and why.

    Raises:
        Refused: without ``match:set``, a sort or value that is none, no label, or protected already.
    """
    require(may(by, "match:set"))
    _reasoned(label)
    mark = mark_of(sort, _plain(sort, value))
    if Protected.objects.filter(mark=mark).exists():
        raise Refused(no("match.protected_already"))
    row = Protected(id=new_id("protected"), sort=sort, mark=mark, by=by.id, at=at)
    row.label = seal(row.id, "label", label.strip())
    row.save(force_insert=True)
    record(area="matching", action="match.protected", by=by, at=at, subject=row.id, detail={"sort": sort})
    return row


def _plain(sort: str, value: str) -> str:
    if sort not in SORTS:
        raise Refused(no("match.kind_unknown"))
    plain = value.strip() if sort == PERSON else normalised(IdentifierKind(sort), value)
    if not plain or sort == PERSON and not spoken(plain):
        raise Refused(no("match.no_value"))
    return plain


@transaction.atomic
def unprotect(*, protected: str, reason: str, by: Actor, at: datetime) -> None:
    """Let it be asked about like any other again.

    Raises:
        Refused: without ``match:set``, without a reason, ``not_found``.
    """
    require(may(by, "match:set"))
    _reasoned(reason)
    row = Protected.objects.select_for_update().filter(pk=protected).first()
    if row is None:
        raise Refused(no("not_found"))
    detail = {"sort": row.sort}
    record(
        area="matching",
        action="match.unprotected",
        by=by,
        at=at,
        subject=row.id,
        about="audit",
        reason=reason,
        detail=detail,
    )
    row.delete()
    destroy_key(record=protected, at=at)
