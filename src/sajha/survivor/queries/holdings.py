"""Who outside this organisation got what of one person, from the ledger."""

import msgspec

from sajha.cases.models import Party
from sajha.disclosure.models import HeldPackage, Release
from sajha.disclosure.queries.record import aliases
from sajha.disclosure.values import Package
from sajha.liaison.models import Thread
from sajha.survivor.values import Holding
from sajha.terms.coded import Absent
from sajha.vault.actions import unseal_bytes

_MASKED = str(Absent("withheld"))


def holdings_of(person: Party) -> tuple[Holding, ...]:
    """Every copy that left and speaks of this person or of the whole case, newest first."""
    edges = list(Release.objects.filter(case=person.case_id).order_by("-at", "-id"))
    chosen = parties_of_threads([edge.thread for edge in edges])
    found = []
    for edge in edges:
        parties = chosen.get(edge.thread, ())
        if parties and person.id not in parties:
            continue
        fields = _fields(edge, aliases(parties).get(person.id, ""))
        if fields:
            found.append(Holding(edge.recipient_name, edge.purpose, edge.ground, fields, edge.at))
    return tuple(found)


def parties_of_threads(threads: list[str]) -> dict[str, tuple[str, ...]]:
    """Of which persons each request speaks; none: of the case alone."""
    rows = Thread.objects.filter(pk__in=threads).values_list("id", "choices")
    return {thread: tuple(choices.get("parties", ())) for thread, choices in rows}


def _fields(edge: Release, alias: str) -> tuple[str, ...]:
    """Names of the fields of the case and of this person that went in clear."""
    row = HeldPackage.objects.filter(pk=edge.package).first()
    if row is None:
        return tuple(edge.fields)
    package = msgspec.json.decode(unseal_bytes(row.thread, row.id, bytes(row.content)), type=Package)
    return tuple(sorted({one.name for one in package.fields if one.subject in ("", alias) and one.value != _MASKED}))
