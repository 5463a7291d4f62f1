"""Read counselling notes, always for an Actor to whom they are open. Of all others not even the existence is told."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.cases.counselling.models import CounsellingNote, NoteReader
from sajha.cases.counselling.rules import may_hold_in_confidence, may_write_in
from sajha.cases.counselling.values import NoteLine, NoteSheet
from sajha.cases.models import Case
from sajha.cases.queries import visible as visible_cases

SIZE = 50


def visible(by: Actor) -> "QuerySet[CounsellingNote]":
    """The notes that the actor wrote or was named for; none for somebody who no longer works in care, or who investigates."""
    if not may(by, "counselling:read").allowed or not may_hold_in_confidence(by.roles, by.vaults).allowed:
        return CounsellingNote.objects.none()
    named = NoteReader.objects.filter(note=OuterRef("pk"), user=by.id)
    return CounsellingNote.objects.filter(Q(author=by.id) | Exists(named))


def note_for(by: Actor, note_id: str, *, lock: bool = False) -> CounsellingNote:
    """One note.

    Raises:
        Refused: ``not_found``, the same for one that does not exist.
    """
    rows = CounsellingNote.objects.select_for_update() if lock else CounsellingNote.objects
    row = rows.filter(pk__in=visible(by).filter(pk=note_id).values("pk")).first()
    if row is None:
        raise Refused(no("not_found"))
    return row


def notes(by: Actor, case_id: str = "", *, size: int = SIZE) -> list[NoteLine]:
    """The newest notes open to the actor, of one case or of all."""
    rows = visible(by).filter(case=case_id) if case_id else visible(by)
    found = list(rows.defer("content").order_by("-written_at", "-id")[:size])
    numbers = dict(Case.objects.filter(pk__in={row.case for row in found}).values_list("pk", "number"))
    return [_line(by, row, numbers.get(row.case, "")) for row in found]


def note_sheet(by: Actor, note_id: str) -> NoteSheet:
    """One note without its words.

    Raises:
        Refused: ``not_found``.
    """
    row = note_for(by, note_id)
    number = Case.objects.filter(pk=row.case).values_list("number", flat=True).first() or ""
    named = row.named.order_by("given_at", "id").values_list("user", "given_at") if row.author == by.id else ()
    return NoteSheet(_line(by, row, number), row.revision, tuple(named))


def may_write(by: Actor, case_id: str) -> bool:
    """Whether the actor may write a note in this case."""
    if not may(by, "counselling:write").allowed:
        return False
    vault = visible_cases(by).filter(pk=case_id).values_list("vault", flat=True).first() or ""
    return may_write_in(vault, by.roles, by.vaults).allowed


def keys_of_case(case_id: str) -> list[str]:
    """The records whose keys are to be destroyed with the case: each note has one of its own. For the node's own erasure."""
    return list(CounsellingNote.objects.filter(case=case_id).values_list("pk", flat=True))


def _line(by: Actor, row: CounsellingNote, number: str) -> NoteLine:
    return NoteLine(row.id, row.case, number, row.author, row.written_at, row.changed_at, row.author == by.id)
