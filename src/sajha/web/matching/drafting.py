"""From an agreement to a request: a draft with its question, which the gate shows field by field before anything leaves."""

from django.db import transaction

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.disclosure.values import GROUNDS
from sajha.liaison.actions import change_draft, start_draft
from sajha.liaison.queries import active_node, own_node
from sajha.liaison.values import Kind, Urgency
from sajha.terms.places import Place, parse_place


@transaction.atomic
def begin(
    *, case: str, recipient: str, party: str, question: str, by: Actor, ground: str = "", ground_reason: str = ""
) -> str:
    """A draft to this node about the case (and this person of it); gives its id. Nothing is enclosed before somebody ticks it.

    ``ground`` is that of the search, where the gate knows it too.

    Raises:
        Refused: without ``request:send``, ``not_found``, or ``recipient.unknown`` for a node that cannot be reached.
    """
    other = active_node(recipient)
    if other is None:
        raise Refused(no("recipient.unknown"))
    place, at = _place(other.places or own_node().places), now()
    row = start_draft(case=case, kind=Kind.DISCLOSE_AFTER_MATCH, urgency=Urgency.URGENT, place=place, by=by, at=at)
    change_draft(
        thread=row.id,
        urgency=Urgency.URGENT,
        place=place,
        recipient=recipient,
        question=question,
        parties=(party,) if party else (),
        fields=(),
        ground=ground if ground in GROUNDS else "",
        ground_reason=ground_reason if ground in GROUNDS else "",
        by=by,
        at=at,
    )
    return row.id


def _place(places: tuple[str, ...]) -> str:
    """The state of the first place."""
    first = parse_place(places[0])
    return str(Place(first.country, first.state))
