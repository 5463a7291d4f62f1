"""Who looked at one person's record, when, in which role and why. Names of workers are not told: see docs/explanation."""

from django.db.models import QuerySet

from sajha.accounts.queries import roles_of
from sajha.audit.models import AuditEntry
from sajha.audit.queries import lines
from sajha.cases.models import Party
from sajha.cases.queries.looks import VIEWED
from sajha.survivor.values import SURVIVOR, Look

OWN_READ, OPENED, HANDED_OVER, CODE_MADE = "own.read", "own.opened", "own.handed_over", "own.code_made"
OF_PERSON = frozenset(
    {
        "party.revealed",
        "party.identity_written",
        "identifier.added",
        "identifier.changed",
        "consent.words_read",
        "basis.read",
        OWN_READ,
        OPENED,
        HANDED_OVER,
        CODE_MADE,
    }
)
EMERGENCY = frozenset({"emergency.confirmed", "emergency.reviewed"})
OF_CASE = frozenset({"case.notes_read", "case.more_read", "case.things_shown", "leg.note_read"}) | EMERGENCY
_MOST = 200


def looks_of(person: Party) -> tuple[Look, ...]:
    """The newest 200 looks, newest first; how often the page of the case was opened, without the name, is told once."""
    own = AuditEntry.objects.filter(subject=person.id, action__in=OF_PERSON)
    case = AuditEntry.objects.filter(subject=person.case_id, action__in=OF_CASE)
    rows = sorted([*_newest(own), *_newest(case)], key=lambda row: (row.at, row.pk), reverse=True)[:_MOST]
    roles = roles_of(row.actor for row in rows)
    looks = [
        Look(
            action=row.action,
            at=row.at,
            roles=roles.get(row.actor, ()),
            own=row.actor_kind == SURVIVOR,
            fields=tuple(line.detail.get("fields") or line.detail.get("written") or ()),
            # a reason given for the whole case may speak of somebody else in it
            reason=line.reason if row.subject == person.id else "",
            emergency="emergency" in line.detail or row.action in EMERGENCY,
        )
        for row, line in zip(rows, lines(rows), strict=True)
    ]
    return (*looks, *_views(person))


def _newest(rows: "QuerySet[AuditEntry]") -> list[AuditEntry]:
    return list(rows.order_by("-at", "-id")[:_MOST])


def _views(person: Party) -> list[Look]:
    rows = AuditEntry.objects.filter(subject=person.case_id, action=VIEWED)
    last = rows.order_by("-at", "-id").values_list("at", flat=True).first()
    return [Look(VIEWED, last, (), times=rows.count())] if last else []
