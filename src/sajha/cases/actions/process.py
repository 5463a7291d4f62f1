"""Say what was done, how and to what end: of the whole case, or of one person."""

from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.basics.ids import new_id
from sajha.cases.actions.held import hold_open, keep
from sajha.cases.models import Case, Party, ProcessElement
from sajha.cases.queries.single import of_case
from sajha.cases.rules import may_say
from sajha.cases.values import Chosen, Part

Said = set[tuple[Part, str]]


@transaction.atomic
def change_process(
    *, case_id: str, chosen: Chosen, by: Actor, at: datetime, party_id: str = "", revision: int | None = None
) -> None:
    """Say exactly this from now on; what is no longer chosen is removed, and the record tells what it was.

    Without ``party_id`` it is said of the whole case. A part that ``chosen`` does not name stays as it is.

    Raises:
        Refused: ``not_found`` (also a person of another case), ``case.closed``, ``case.changed_meanwhile``, ``element.other_part``.
    """
    case = hold_open(by, case_id, seen=revision)
    party = of_case(Party.objects, case, party_id) if party_id else None
    wanted: Said = set()
    for part, values in chosen.items():
        for value in values:
            require(may_say(part, value))
            wanted.add((part, str(value)))
    present = {
        (Part(row.part), str(row.value)): row.id
        for row in ProcessElement.objects.filter(case=case, party=party, part__in=list(chosen))
    }
    added, removed = wanted - set(present), set(present) - wanted
    ProcessElement.objects.filter(id__in=[present[one] for one in removed]).delete()
    ProcessElement.objects.bulk_create(_rows(case, party, added))
    keep(case, at=at)
    subject = party.id if party else case.id
    detail = {"added": _told(added), "removed": _told(removed)}
    record(area="cases", action="process.changed", by=by, at=at, subject=subject, about=case.id, detail=detail)


def _rows(case: Case, party: Party | None, said: Said) -> list[ProcessElement]:
    return [
        ProcessElement(id=new_id("element"), case=case, party=party, part=part, value=value)
        for part, value in sorted(said)
    ]


def _told(said: Said) -> list[str]:
    return sorted(f"{part}={value}" for part, value in said)
