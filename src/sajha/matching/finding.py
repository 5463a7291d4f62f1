"""What an agreement is made of: whose it is, which signs agree, which do not, and how many would agree by chance."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sajha.disclosure.values.matchable import Matchable
from sajha.matching.items import person_of
from sajha.matching.persons.evidence import explain
from sajha.matching.persons.values import Key
from sajha.matching.values import PERSON, Item


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

    @property
    def told(self) -> dict[str, Any]:
        """What a row of an agreement keeps of it, by the names of its columns."""
        return {
            "sort": self.sort,
            "agreed": list(self.agreed),
            "differed": list(self.differed),
            "share": self.share,
            "by_chance": self.by_chance,
        }


def found_in(row: Matchable, item: Item, agreed: Collection[bytes], entries: int) -> Found:
    """Explain an agreement: ``agreed`` are those values of the item that the partner's set, of ``entries`` entries, holds too."""
    if item.sort != PERSON:
        return Found(row.case, row.party, item.thing, item.sort, (item.sort,), ())
    sent = keys_in(item)
    told = explain(person_of(row), [key for key in sent if key.value in agreed], sent, entries)
    agree, differ = (tuple(kind for kind, state in told.signs if state == word) for word in ("agree", "differ"))
    return Found(row.case, row.party, "", PERSON, agree, differ, told.share, told.chance)


def keys_in(item: Item) -> Sequence[Key]:
    """The keys of a person's item."""
    return [Key(*parts) for parts in zip(item.values, item.signs, item.shares, strict=True)]
