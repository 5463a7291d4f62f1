"""Searches, agreements and sightings in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.basics.actor import Actor
from sajha.cases.values import CaseSheet
from sajha.directory.queries import by_node
from sajha.matching.persons.reach import share_found
from sajha.matching.queries.askable import Askable, Plan, Planned
from sajha.matching.queries.found import AskedView, HitView, Judged, SearchView, SightingView
from sajha.matching.queries.lists import SearchLine
from sajha.matching.queries.partners import Partner
from sajha.matching.rules import asks_known, tau
from sajha.matching.values import KINDS, PERSON, AskedState, Reach
from sajha.terms.formats import number_text
from sajha.terms.labels.elsewhere import (
    ASKED_STATES,
    ASKED_TONES,
    GROUNDS,
    PURPOSES,
    SEARCH_STATES,
    SEARCH_TONES,
    SIGNS,
    SORTS,
    VERDICT_TONES,
    VERDICTS,
)
from sajha.terms.labels.requests import word
from sajha.terms.reasons import reason_text
from sajha.web.cases.words import ROLES


def item_words(item: Askable, people: Mapping[str, str]) -> str:
    """What is asked about, without its value: “V1 Jasmine”, “Phone number 2 of A1”, “Vehicle number 1 of the case”."""
    whose = people.get(item.party, "")
    if item.sort == PERSON:
        return whose
    told = {"sort": word(SORTS, item.sort), "number": number_text(item.number), "whose": whose}
    return (_("%(sort)s %(number)s of %(whose)s") if whose else _("%(sort)s %(number)s of the case")) % told


def people_of(sheet: CaseSheet) -> dict[str, str]:
    """The persons of a case by the names under which they are shown."""
    return {party.id: party.name for party in sheet.parties}


def subjects_of(items: Iterable[Askable], sheet: CaseSheet) -> dict[str, str]:
    """The words of all that can be asked about, by its id."""
    people = people_of(sheet)
    return {item.subject: item_words(item, people) for item in items}


def choices_of(items: Iterable[Askable], sheet: CaseSheet) -> list[tuple[str, str]]:
    """The same for boxes to tick; of a person with the part in the case."""
    people, roles = people_of(sheet), {party.id: str(ROLES[party.role]) for party in sheet.parties}
    return [
        (
            item.subject,
            f"{item_words(item, people)} ({roles[item.party]})" if item.party in roles else item_words(item, people),
        )
        for item in items
    ]


def sorts_text(sorts: Iterable[str]) -> str:
    """Kinds of data as a list; all of them in one word."""
    if frozenset(KINDS) <= frozenset(sorts):
        return _("every kind of data")
    return ", ".join(word(SORTS, sort) for sort in SORTS if sort in frozenset(sorts))


def partner_hint(one: Partner) -> str:
    """A partner as a box to tick: what it publishes, whom to turn to."""
    publishes = sorts_text(one.publishes)
    told = _("publishes: %(what)s") % {"what": publishes} if publishes else _("publishes nothing")
    asks = sorts_text(one.asks)
    told += "; " + (_("asks: %(what)s") % {"what": asks} if asks else _("asks nothing"))
    told += "; " + _("contact: %(who)s") % {"who": one.contact} if one.contact else ""
    return f"{one.name} ({told})"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the preview: ``of`` names who is asked at once; ``sought``: those who care for people compare by themselves."""

    words: str
    of: str
    sought: bool
    allowed: bool
    because: str


def plan_lines(plan: Plan, sheet: CaseSheet) -> list[PlanLine]:
    """What will be asked first, then what cannot be."""
    people = people_of(sheet)
    return [_plan_line(line, people) for line in sorted(plan.lines, key=lambda line: not line.decision.allowed)]


def _plan_line(line: Planned, people: Mapping[str, str]) -> PlanLine:
    decision = line.decision
    because = "" if decision.allowed else " ".join(map(reason_text, (decision.because, *decision.needs)))
    of = ", ".join(one.name for one in line.of)
    return PlanLine(item_words(line.item, people), of, line.sought, decision.allowed, because)


def custodians(plan: Plan) -> str:
    """The names of those who look for themselves, when somebody of the plan is sought."""
    return ", ".join(one.name for one in plan.custodians) if any(line.sought for line in plan.lines) else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one partner said. ``none`` explains why no hit is not “not known”."""

    name: str
    state: str
    tone: str
    because: str
    contact: str
    hits: tuple[tuple[HitView, str, str, str], ...]
    answered_at: datetime | None
    no_hit: bool


def answers(by: Actor, view: SearchView, words: Mapping[str, str], offers: Iterable[Partner]) -> list[Answer]:
    """The partners' answers, those with an agreement first."""
    known = {one.node: one for one in offers}
    return [_answer(by, one, words, known.get(one.partner)) for one in view.asked]


def contact(by: Actor, node: str, offer: Partner | None) -> str:
    """Whom to turn to there: whom it named itself, or else the office as the directory has it."""
    if offer and offer.contact:
        return offer.contact
    listing = by_node(by, node)
    return ", ".join(filter(None, (listing.phone, listing.email))) if listing else ""


def _answer(by: Actor, one: AskedView, words: Mapping[str, str], offer: Partner | None) -> Answer:
    state = _state(one, offer)
    return Answer(
        name=one.partner_name,
        state=word(ASKED_STATES, state),
        tone=ASKED_TONES.get(state, ""),
        because=reason_text(one.because) if one.because else "",
        contact=contact(by, one.partner, offer) if one.hits else "",
        hits=tuple((hit, hit_words(hit, words), *newest(hit.judged)) for hit in one.hits),
        answered_at=one.answered_at,
        no_hit=state == "no_hit",
    )


def _state(one: AskedView, offer: Partner | None) -> str:
    if one.state == AskedState.ANSWERED:
        return "hit" if one.hits else "no_hit"
    return "set_missing" if one.state == AskedState.NO_TABLE and offer and offer.publishes else one.state


def hit_words(hit: HitView | SightingView, words: Mapping[str, str]) -> str:
    """Of what of ours it is; only the sort, when that is not in the case any more."""
    return words.get(hit.subject) or word(SORTS, hit.sort)


def newest(judged: tuple[Judged, ...]) -> tuple[str, str]:
    """The last judgement in words, and its tone; empty when there is none."""
    return (word(VERDICTS, judged[0].verdict), VERDICT_TONES[judged[0].verdict]) if judged else ("", "")


def search_words(view: SearchView) -> dict[str, str]:
    """The head of a search in words."""
    return {
        "state": word(SEARCH_STATES, view.state),
        "tone": SEARCH_TONES.get(view.state, ""),
        "purpose": word(PURPOSES, view.purpose),
        "ground": word(GROUNDS, view.ground),
    }


def found_words(reach: str, sorts: Iterable[str]) -> dict[str, object]:
    """How many of 100 people such a search finds; what “no hit” must not be read without. Who is sought is compared with few at a time."""
    kinds = frozenset(sorts)
    found, found_sought = (round(100 * share_found(tau(Reach(one)))) for one in (reach, Reach.ONE))
    return {
        "persons": PERSON in kinds,
        "identifiers": bool(kinds - {PERSON}),
        "found": found,
        "found_sought": found_sought,
    }


def signs(names: Iterable[str]) -> list[str]:
    return [word(SIGNS, name) for name in names]


def rarity(view: HitView | SightingView, records: int = 0) -> dict[str, str]:
    """How rare such an agreement is: one in how many people, and how many of the partner's records would agree by chance."""
    if not view.share:
        return {}
    told = {"one_in": number_text(_rounded(1 / view.share)), "records": number_text(records) if records else ""}
    if view.by_chance is not None:
        told["expected"] = number_text(round(view.by_chance, 1)) if view.by_chance >= 0.1 else ""  # noqa: PLR2004
        told["below"] = number_text(_rounded(1 / view.by_chance)) if 0 < view.by_chance < 0.1 else ""  # noqa: PLR2004
    return told


def _rounded(number: float) -> int:
    """To two digits: a rarity is known no better."""
    whole = max(1, round(number))
    step: int = 10 ** max(0, len(str(whole)) - 2)
    return whole // step * step


def history(by: Actor, judged: tuple[Judged, ...]) -> list[dict[str, Any]]:
    """Who made what of it, newest first."""
    names = names_of(by, [one.by for one in judged])
    return [
        {
            "who": names.get(one.by, ""),
            "verdict": word(VERDICTS, one.verdict),
            "tone": VERDICT_TONES[one.verdict],
            "reason": one.reason,
            "at": one.at,
        }
        for one in judged
    ]


def about(view: SearchView, words: Mapping[str, str]) -> list[str]:
    """What was asked about; of what is not in the case any more the sort alone."""
    return [words.get(subject) or word(SORTS, sort) for subject, sort in view.items]


def sought(view: SearchView, items: Iterable[Askable]) -> bool:
    """Whether somebody is among what was asked about whose custodians learn first."""
    named = {subject for subject, _sort in view.items}
    return any(item.subject in named and not asks_known(item.role) for item in items)


def asker(by: Actor, view: SearchView) -> str:
    """Who asked; empty when the node asked by itself."""
    return "" if view.by_itself else names_of(by, [view.by]).get(view.by, "")


def line_state(line: SearchLine) -> tuple[str, str]:
    """Where a search in a list stands, and its tone: what was found comes before all else."""
    if line.hits:
        return _("Known elsewhere"), "good"
    if line.waiting:
        return word(ASKED_STATES, AskedState.WAITING), "info"
    return word(SEARCH_STATES, line.state), SEARCH_TONES.get(line.state, "")


def lines_shown(lines: Iterable[SearchLine]) -> list[dict[str, Any]]:
    """The searches of a case for its page."""
    return [
        {
            "line": one,
            "sorts": sorts_text(one.sorts),
            "purpose": word(PURPOSES, one.purpose),
            "state": state,
            "tone": tone,
        }
        for one in lines
        for state, tone in (line_state(one),)
    ]
