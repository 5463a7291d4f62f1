"""How a case leaves the lists: put away, brought back, or blanked for good. Who decides it, and the record of it, is ``retention``'s."""

from datetime import datetime

from django.db.models import Model

from sajha.cases.counselling.models import CounsellingNote, NoteReader
from sajha.cases.models import Case, CaseAccess, Identifier, Party, ProcessElement, PutAway, RouteLeg
from sajha.cases.values import ERASED_FIELDS

_TABLES: dict[str, tuple[type[Model], str]] = {"case": (Case, "pk"), "party": (Party, "case")}

_DELETED: dict[str, type[Model]] = {
    "identifier": Identifier,
    "element": ProcessElement,
    "leg": RouteLeg,
    "access": CaseAccess,
}


def put_away(case: str, at: datetime) -> None:
    """No list, search, request or match finds the case from now on. Twice is once."""
    PutAway.objects.get_or_create(case_id=case, defaults={"at": at})


def bring_back(case: str) -> None:
    """It is found again."""
    PutAway.objects.filter(case=case).delete()


def blank(case: str, at: datetime) -> dict[str, int]:
    """Empty whatever of a case describes a person or what happened, and put the rest away; how many rows of each table.

    What is sealed is emptied too, although destroying the key has made it unreadable already.
    """
    counts = {}
    for name, (model, column) in _TABLES.items():
        empty = {one.name: one.get_default() for one in model._meta.concrete_fields if one.name in ERASED_FIELDS[name]}
        counts[name] = model._default_manager.filter(**{column: case}).update(**empty)
    for name, rows in _DELETED.items():
        counts[name] = rows._default_manager.filter(case=case).delete()[0]
    counts["note_reader"] = NoteReader.objects.filter(note__case=case).delete()[0]
    counts["note"] = CounsellingNote.objects.filter(case=case).delete()[0]
    put_away(case, at)
    return counts
