"""Add, change and withdraw organisations; load the shipped register; keep the entries of members. The only writer."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.directory.models import Jurisdiction, Organisation
from sajha.directory.rules import is_entry, may_edit, may_keep_member
from sajha.directory.values import Details, Kind, Origin
from sajha.terms.places import Place, is_place, old_names, parse_place, place_name

_REGISTER_UP = Path(__file__).parent / "data" / "ahtu_up_district_coverage.csv"


@transaction.atomic
def add_organisation(*, details: Details, by: Actor, at: datetime) -> Organisation:
    """Enter an organisation by hand.

    Raises:
        Refused: by somebody without ``directory:edit``, or details that make no entry.
    """
    require(may_edit(by))
    row = _add(details, Origin.ENTERED, at)
    record(area="directory", action="organisation.added", by=by, at=at, subject=row.id, detail={"kind": row.kind})
    return row


@transaction.atomic
def change_organisation(*, organisation: str, details: Details, by: Actor, at: datetime) -> None:
    """Correct an entry. Places that a member's own node stated remain; all others become those given.

    Raises:
        Refused: by somebody without ``directory:edit``, ``not_found``, or details that make no entry.
    """
    require(may_edit(by))
    require(is_entry(details))
    row = _row(organisation)
    kept = _places(row.jurisdictions.filter(stated_by=Origin.MEMBER))
    row.jurisdictions.exclude(stated_by=Origin.MEMBER).delete()
    _state(row, [place for place in details.places if place not in kept], Origin.ENTERED)
    _write(row, replace(details, places=(*details.places, *kept)), at)
    row.save()
    record(area="directory", action="organisation.changed", by=by, at=at, subject=row.id, detail={"kind": row.kind})


@transaction.atomic
def set_listed(*, organisation: str, listed: bool, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw an organisation, so that nobody is sent there any more, or list it again.

    Raises:
        Refused: by somebody without ``directory:edit``, without a reason, or ``not_found``.
    """
    require(may_edit(by))
    if not reason.strip():
        raise Refused(no("reason.missing"))
    row = _row(organisation)
    row.active, row.changed_at = listed, at
    row.save(update_fields=["active", "changed_at"])
    action = "organisation.listed" if listed else "organisation.withdrawn"
    record(area="directory", action=action, by=by, at=at, subject=row.id, reason=reason)


@transaction.atomic
def keep_member(*, node_id: str, name: str, kind: str, places: Iterable[str], by: Actor, at: datetime) -> Organisation:
    """Keep the entry of a paired node as its descriptor states it.

    The entry is the one of this node, else one without a node that has the same kind and name, else a new one. What the node
    states replaces what it stated before, and leaves alone what a register or a person entered. Places that this version of
    the register does not know are left out and counted in the record.

    Raises:
        Refused: by somebody who may not, or a descriptor that makes no entry.
    """
    require(may_keep_member(by, node_id))
    stated = set(places)
    known = tuple(parse_place(text) for text in sorted(stated) if is_place(text))
    details = Details(kind=kind, name=name, places=known)
    require(is_entry(details))
    row = _entry_of(node_id, details)
    if row is None:
        row = _add(details, Origin.MEMBER, at, node=node_id)
    else:
        _join(row, node_id, details, at)
    detail = {"kind": kind, "places": len(known), "unknown_places": len(stated) - len(known)}
    record(area="directory", action="member.kept", by=by, at=at, subject=row.id, detail=detail)
    return row


@transaction.atomic
def load_register(*, by: Actor, at: datetime) -> int:
    """Add what the shipped register has and the directory lacks; the number added. What stands here is never overwritten.

    Raises:
        Refused: by somebody without ``directory:edit``.
    """
    require(may_edit(by))
    present = set(Organisation.objects.exclude(origin_key="").values_list("origin_key", flat=True))
    missing = {key: details for key, details in register_units().items() if key not in present}
    for key, details in missing.items():
        _add(details, Origin.REGISTER_UP, at, origin_key=key)
    if missing:
        record(area="directory", action="register.loaded", by=by, at=at, detail={"added": len(missing)})
    return len(missing)


def register_units() -> dict[str, Details]:
    """The anti-human-trafficking units of Uttar Pradesh by the key of their row."""
    places: dict[tuple[str, str], list[Place]] = {}
    with _REGISTER_UP.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = Place("IN", row["lgd_state_code"], row["lgd_district_code"])
            places.setdefault((row["ahtu_no"], row["ahtu_host_district"]), []).append(place)
    return {
        f"up-ahtu-{number}": Details(kind=Kind.AHTU, name=f"AHTU {host}", places=tuple(covered))
        for (number, host), covered in places.items()
    }


def _row(id: str) -> Organisation:
    row = Organisation.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise Refused(no("not_found"))
    return row


def _add(details: Details, origin: Origin, at: datetime, *, node: str = "", origin_key: str = "") -> Organisation:
    require(is_entry(details))
    row = Organisation(id=new_id("org"), origin=origin, node=node, origin_key=origin_key)
    _write(row, details, at)
    row.save(force_insert=True)
    _state(row, details.places, origin)
    return row


def _write(row: Organisation, details: Details, at: datetime) -> None:
    row.kind, row.name = details.kind, details.name.strip()
    row.phone, row.email = details.phone, details.email
    row.seat, row.changed_at = details.places[0].within()[-2:][0], at
    row.words = _words(row.name, details.places)


def _words(name: str, places: Iterable[Place]) -> str:
    """What a search looks through: the name, and the names of the places, also as they once were."""
    parts = [name]
    for place in places:
        parts += [place_name(place), *old_names(place)]
    return " ".join(parts).casefold()


def _state(row: Organisation, places: Iterable[Place], by_whom: Origin) -> None:
    Jurisdiction.objects.bulk_create(
        Jurisdiction(organisation=row, place=place, stated_by=by_whom) for place in dict.fromkeys(places)
    )


def _places(rows: "QuerySet[Jurisdiction]") -> list[Place]:
    return [place for place in rows.values_list("place", flat=True) if place]


def _entry_of(node_id: str, details: Details) -> Organisation | None:
    rows = Organisation.objects.select_for_update()
    same = rows.filter(node="", kind=details.kind, name=details.name.strip(), active=True).order_by("id")
    return rows.filter(node=node_id).first() or same.first()


def _join(row: Organisation, node_id: str, details: Details, at: datetime) -> None:
    row.jurisdictions.filter(stated_by=Origin.MEMBER).delete()
    _state(row, details.places, Origin.MEMBER)
    others = _places(row.jurisdictions.exclude(stated_by=Origin.MEMBER))
    _write(row, replace(details, places=(*details.places, *others), phone=row.phone, email=row.email), at)
    row.node = node_id
    row.save()
