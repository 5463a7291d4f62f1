"""Who looked at a person of the case, what was done, and who may open it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from sajha.audit.models import AuditEntry
from sajha.audit.queries import Line, lines
from sajha.basics.actor import Actor
from sajha.cases.models import Case, CaseAccess
from sajha.cases.queries.scope import case_for

REVEALED = "party.revealed"
THINGS_SHOWN = "case.things_shown"
VIEWED = "case.viewed"
_LOOKS, _HISTORY = 100, 50


@dataclass(frozen=True, slots=True)
class Viewer:
    """How often somebody opened the page of a case, and when last."""

    who: str
    times: int
    last: datetime


def viewers(by: Actor, case_id: str) -> list[Viewer]:
    """Who opened the page of the case, whoever did so last first.

    Raises:
        Refused: ``not_found``.
    """
    case = case_for(by, case_id)
    rows = AuditEntry.objects.filter(subject=case.id, action=VIEWED).values_list("actor_label")
    counted = rows.annotate(times=Count("id"), last=Max("at")).order_by("-last")
    return [Viewer(*row) for row in counted[:_LOOKS]]


def who_looked(by: Actor, case_id: str) -> list[Line]:
    """Each time that an identity or a thing of the case was shown: by whom, when, of whom (``subject``), which fields, why. Newest first.

    Raises:
        Refused: ``not_found``.
    """
    return looks_of(case_for(by, case_id))


def looks_of(case: Case) -> list[Line]:
    """The same of a case that the caller may see."""
    subjects = [case.id, *case.parties.values_list("id", flat=True)]
    shown = AuditEntry.objects.filter(subject__in=subjects, action__in=(REVEALED, THINGS_SHOWN))
    return list(lines(shown.order_by("-at", "-id")[:_LOOKS]))


def history_of(by: Actor, case_id: str) -> list[Line]:
    """The newest 50 changes and openings of sealed values, of the case, its people and its way; newest first. Views are told apart.

    Raises:
        Refused: ``not_found``.
    """
    case = case_for(by, case_id)
    subjects = [case.id, *case.parties.values_list("id", flat=True)]
    return list(
        lines(AuditEntry.objects.filter(subject__in=subjects).exclude(action=VIEWED).order_by("-at", "-id")[:_HISTORY])
    )


def who_may_open(by: Actor, case_id: str) -> list[str]:
    """Ids of the people to whom the case was given, in that order. The head of the unit sees it besides.

    Raises:
        Refused: ``not_found``.
    """
    case = case_for(by, case_id)
    return list(CaseAccess.objects.filter(case=case).order_by("given_at", "id").values_list("user", flat=True))
