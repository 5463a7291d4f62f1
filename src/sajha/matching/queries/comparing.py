"""Of whom does a granted request speak? Its values, in clear, beside our own records that the reader may open."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.disclosure.queries.matchable import matchable_of, visible_cases
from sajha.disclosure.queries.packages import packages_of
from sajha.disclosure.values import PackageField
from sajha.disclosure.values.matchable import Matchable, Thing
from sajha.matching.blind.oprf import tokens_of
from sajha.matching.blind.values import TOKEN
from sajha.matching.items import items_of, person_of
from sajha.matching.keys import index_key, present
from sajha.matching.models import Indexed
from sajha.matching.persons.compare import Compared, compare
from sajha.matching.rules import AT_HOME
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import is_place, parse_place

MOST = 20
AGREEING = frozenset({"same", "heard_alike", "nearly", "initial", "near"})
"""Levels of the clear comparison that speak for one person."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of our records beside somebody of the request: what agrees, sign by sign. An identifier that agrees stands by its kind."""

    case: str
    number: str
    party: str
    pseudonym: str
    alias: str
    things: tuple[str, ...]
    signs: tuple[Compared, ...]

    @property
    def agreeing(self) -> int:
        return len(self.things) + sum(sign.words for sign in self.signs if sign.level in AGREEING)


def candidates(by: Actor, thread: str, at: datetime) -> list[Candidate]:
    """Our records that agree with what the packages of a request say, best first. Nothing of a case that is not open to the reader.

    Raises:
        Refused: without ``match:judge``, or ``not_found``.
    """
    require(may(by, "match:judge"))
    told = [view.package.fields for view in packages_of(by, thread) if not view.outward]
    people = [row for fields in told for row in spoken_of(fields, at)]
    found = [one for row in people for one in _beside(by, row)]
    return sorted(found, key=lambda one: (-one.agreeing, one.number, one.pseudonym))[:MOST]


def spoken_of(fields: Iterable[PackageField], at: datetime) -> list[Matchable]:
    """The people of a package as records to compare with; what the sender masked is not known."""
    by_alias: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for field in fields:
        if field.value != "absent:withheld":
            by_alias[field.subject][field.name] = field.value
    return [_matchable(alias, told, at) for alias, told in by_alias.items()]


def _matchable(alias: str, told: dict[str, str], at: datetime) -> Matchable:
    def code(name: str) -> str:
        return told.get(f"party.{name}", "").rpartition(":")[2] if ":" in told.get(f"party.{name}", "") else ""

    home = told.get("party.home", "")
    names = tuple(told.get(f"party.{name}", "") for name in ("first_name", "middle_name", "last_name", "other_names"))
    return Matchable(
        case="",
        number="",
        vault="",
        case_open=True,
        party=alias,
        role=told.get("party.role", ""),
        pseudonym=told.get("party.pseudonym", ""),
        revision=0,
        names=names,
        father=told.get("party.father_name", ""),
        mother=told.get("party.mother_name", ""),
        birth_date=_day(told.get("party.birth_date", "")),
        age_band=code("age_band"),
        gender=code("gender"),
        citizenship=code("citizenship"),
        home=parse_place(home) if is_place(home) else None,
        things=tuple(_things(told)),
        refused=False,
        agreed=False,
        based=False,
        changed_at=at,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _things(told: dict[str, str]) -> Iterable[Thing]:
    for kind in IdentifierKind:
        if value := told.get(f"identifier.{kind}", ""):
            yield Thing(f"identifier.{kind}", kind, value)
    for name, kind in (("party.phones", IdentifierKind.PHONE), ("party.email", IdentifierKind.EMAIL)):
        if value := told.get(name, ""):
            yield Thing(name, kind, value)


def _beside(by: Actor, row: Matchable) -> Iterable[Candidate]:
    """Only what is open to the reader is looked at, so that not even the time tells of anything else."""
    values = {value: item.sort for item in items_of(row, (AT_HOME,)) for value in item.values}
    epoch = present()
    tokens = dict(zip(tokens_of(index_key(epoch), values), values, strict=True))
    rows = Indexed.objects.filter(epoch=epoch.name, case__in=visible_cases(by)) if tokens else Indexed.objects.none()
    for subject, case, blob in rows.values_list("subject", "case", "tokens").iterator():
        held = bytes(blob)
        agreed = {
            tokens[token] for start in range(0, len(held), TOKEN) if (token := held[start : start + TOKEN]) in tokens
        }
        ours = matchable_of(case, subject) if agreed else None
        if ours is not None:
            things = tuple(sorted({values[value] for value in agreed} - {"person"}))
            signs = compare(person_of(row), person_of(ours)) if ours.party else ()
            yield Candidate(ours.case, ours.number, ours.party, ours.pseudonym, row.party, things, signs)
