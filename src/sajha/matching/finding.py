"""What an agreement is made of: whose it is, which signs agree, which do not, and how many would agree by chance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sajha.disclosure.values.matchable import Matchable
from sajha.matching.items import items_of, person_of
from sajha.matching.persons import explain
from sajha.matching.rules import WIDEST
from sajha.matching.values import PERSON


@dataclass(frozen=True, slots=True)
class Found:
    """An agreement as it is kept: codes and figures, no value. ``share`` and ``by_chance`` are none for an identifier."""

    case: str
    party: str
    thing: str
    sort: str
    agreed: tuple[str, ...]
    differed: tuple[str, ...]
    share: float | None = None
    by_chance: float | None = None


def found_in(
    row: Matchable, subject: str, agreed: Collection[bytes], sent: Sequence[bytes], entries: int, at: datetime
) -> Found:
    """Explain an agreement. ``sent`` are all values asked of the subject, ``agreed`` those that the partner's set holds too."""
    thing = next((one for one in row.things if one.id == subject), None)
    if thing is not None:
        return Found(row.case, row.party, thing.id, str(thing.kind), (str(thing.kind),), ())
    keys = {
        value: (signs, share)
        for item in items_of(row, WIDEST, at.date())
        if item.sort == PERSON
        for value, signs, share in zip(item.values, item.signs, item.shares, strict=True)
    }
    evidence = explain(person_of(row, at.date()), agreed=agreed, sent=sent, keys=keys, entries=entries)
    return Found(
        row.case, row.party, "", PERSON, evidence.agreed, evidence.differed, evidence.share, evidence.by_chance
    )
