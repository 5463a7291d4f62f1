"""Word to where a package came from, that it went on: so that its source sees every holder before it has to ask."""

from datetime import datetime

from sajha.basics.actor import Actor
from sajha.basics.ids import new_id
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.models import HeldPackage
from sajha.disclosure.models import Onward as OnwardRow
from sajha.disclosure.queries.preview import Preview
from sajha.disclosure.values import Package
from sajha.disclosure.wire import PassedOn, encode
from sajha.liaison.queries import own_node
from sajha.liaison.values import Kind

WENT_ON = "package_passed"
"""A lane of its own: in the common one the word would wait behind what a suspended member does not take."""


def tell_source(*, package: Package, source: str, view: Preview, by: Actor, at: datetime) -> None:
    """Tell the node from which the package came that we pass a part of it on; part of the transaction that sends it."""
    came, own = HeldPackage.objects.get(pk=source), own_node()
    body = PassedOn(
        package=source,
        subjects=package.subjects,
        by=own.id,
        by_name=own.name,
        to=view.draft.recipient,
        to_name=view.draft.recipient_name,
        purpose=Kind(view.draft.kind),
        at=at,
    )
    depart(recipient=came.other, thread=WENT_ON, kind="package.passed_on", body=encode(body), by=by, at=at)


def note_passed_on(said: PassedOn, *, by: Actor, at: datetime) -> None:
    """A holder of a package of ours says that it went on; if that package was itself passed on by us, its source hears it too."""
    row = HeldPackage.objects.filter(pk=said.package, outward=True, other=by.id).first()
    if row is None:
        return
    OnwardRow.objects.create(
        id=new_id("onward"),
        package=row.id,
        subjects=list(said.subjects),
        by=said.by,
        by_name=said.by_name,
        to=said.to,
        to_name=said.to_name,
        purpose=said.purpose,
        at=said.at,
    )
    came = HeldPackage.objects.filter(pk=row.source).first() if row.source else None
    if came is not None:
        told = PassedOn(came.id, said.subjects, said.by, said.by_name, said.to, said.to_name, said.purpose, said.at)
        depart(recipient=came.other, thread=WENT_ON, kind="package.passed_on", body=encode(told), by=by, at=at)
