"""Write, change and open a counselling note, name who else may open it, and take that back. Every look is recorded."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.queries import actor_of_id
from sajha.accounts.rules import may
from sajha.accounts.values import Vault
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.actions.held import hold_open
from sajha.cases.counselling.models import CounsellingNote, NoteReader
from sajha.cases.counselling.queries import note_for
from sajha.cases.counselling.rules import may_be_named, may_write_in
from sajha.cases.rules import may_be_written, unchanged_since
from sajha.vault.actions import seal, unseal


@transaction.atomic
def write_note(*, case_id: str, words: str, by: Actor, at: datetime) -> CounsellingNote:
    """Write a note in a case of the care vault. It opens to its author alone until the author names somebody.

    Raises:
        Refused: without ``counselling:write``, ``not_found``, ``case.closed``, ``counselling.only_in_care``,
            ``counselling.investigator``, ``counselling.empty``, ``aadhaar.never``.
    """
    require(may(by, "counselling:write"))
    case = hold_open(by, case_id)
    require(may_write_in(case.vault, by.roles, by.vaults))
    note = CounsellingNote(id=new_id("note"), case=case.id, author=by.id, written_at=at, changed_at=at)
    _seal(note, words)
    note.save(force_insert=True)
    record(area="cases", action="note.written", by=by, at=at, subject=note.id, detail={"case": case.id})
    return note


@transaction.atomic
def change_note(*, note_id: str, words: str, revision: int | None, by: Actor, at: datetime) -> CounsellingNote:
    """Write one's own note anew.

    Raises:
        Refused: ``not_found``, ``counselling.not_author``, ``case.changed_meanwhile``, ``counselling.empty``, ``aadhaar.never``.
    """
    note = _own(note_id, by)
    require(unchanged_since(revision, note.revision))
    _seal(note, words)
    note.changed_at, note.revision = at, note.revision + 1
    note.save(update_fields=["content", "changed_at", "revision"])
    record(area="cases", action="note.changed", by=by, at=at, subject=note.id, detail={"case": note.case})
    return note


def _seal(note: CounsellingNote, words: str) -> None:
    if not words.strip():
        raise Refused(no("counselling.empty"))
    require(may_be_written([words]))
    note.content = seal(note.id, "content", words.strip(), vault=Vault.CARE)


@transaction.atomic
def read_note(*, note_id: str, by: Actor, at: datetime) -> str:
    """What the note says; recorded.

    Raises:
        Refused: ``not_found``.
    """
    note = note_for(by, note_id)
    record(area="cases", action="note.read", by=by, at=at, subject=note.id, detail={"case": note.case})
    return unseal(note.id, "content", bytes(note.content))


@transaction.atomic
def name_reader(*, note_id: str, user_id: str, by: Actor, at: datetime) -> None:
    """Let one more person open one's own note.

    Raises:
        Refused: ``not_found``, ``counselling.not_author``, ``counselling.yourself``, ``counselling.investigator``,
            ``counselling.not_in_care``.
    """
    note = _own(note_id, by)
    other = actor_of_id(user_id)
    require(may_be_named(note.author, other.id, other.roles, other.vaults))
    NoteReader.objects.get_or_create(note=note, user=other.id, defaults={"given_at": at})
    detail = {"case": note.case, "to": other.id}
    record(area="cases", action="note.reader_named", by=by, at=at, subject=note.id, detail=detail)


@transaction.atomic
def take_back(*, note_id: str, user_id: str, by: Actor, at: datetime) -> None:
    """From now on this person cannot open one's own note any more.

    Raises:
        Refused: ``not_found`` (also when the person was not named), ``counselling.not_author``.
    """
    note = _own(note_id, by)
    ended, _ = NoteReader.objects.filter(note=note, user=user_id).delete()
    if not ended:
        raise Refused(no("not_found"))
    detail = {"case": note.case, "from": user_id}
    record(area="cases", action="note.reader_ended", by=by, at=at, subject=note.id, detail=detail)


def _own(note_id: str, by: Actor) -> CounsellingNote:
    note = note_for(by, note_id, lock=True)
    if note.author != by.id:
        raise Refused(no("counselling.not_author"))
    return note
