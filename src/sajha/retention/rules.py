"""What follows for a record from its facts and from what persons decided, and what may be decided next. No clock, no database.

Nothing here ends a record because a day has come: a date asks for a person.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sajha.basics.decision import Decision, no, yes
from sajha.retention.values import (
    LONGEST_LOOK,
    Entry,
    EntryKind,
    ErasureGround,
    Hold,
    HoldGround,
    Matter,
    MatterKind,
    RetentionClass,
    Standing,
)

Classes = Mapping[str, RetentionClass]
LEAST_REASON = 10  # characters, as for a look at an identity


def months_after(at: datetime, months: int) -> datetime:
    """The same day so many months later; the last day of the month where it has no such day."""
    year, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + year, month + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))


def default_class(matter: Matter, classes: Classes) -> RetentionClass:
    """The first class of the list that fits the matter as it stands.

    Raises:
        LookupError: the list has none, which its test excludes.
    """
    state = "open" if matter.is_open else "closed"
    for one in classes.values():
        if (one.kind, one.when) == (matter.kind, state) and (one.who == "any" or matter.child):
            return one
    raise LookupError(matter.kind)


def standing(matter: Matter, entries: Iterable[Entry], classes: Classes) -> Standing:
    """The fold of what persons decided over the facts, in the order of time."""
    said = sorted(entries, key=lambda entry: (entry.at, entry.id))
    erased = next((entry for entry in said if entry.kind == EntryKind.ERASED), None)
    choice = _last(said, EntryKind.CLASS)
    found = classes.get(choice.code) if choice else None
    named = found or default_class(matter, classes)
    started = _start(matter, named)
    sealing = _last(said, EntryKind.SEALED, EntryKind.OPENED)
    wish = _last(said, EntryKind.ASKED, EntryKind.DROPPED)
    return Standing(
        retention_class=named,
        chosen=found is not None,
        started_on=started,
        review_on=None if erased else _review_on(started, named, said),
        holds=_holds(said),
        sealed_at=sealing.at if sealing and sealing.kind == EntryKind.SEALED else None,
        asked=wish if wish and wish.kind == EntryKind.ASKED and not erased else None,
        erased_at=erased.at if erased else None,
    )


def _last(said: list[Entry], *kinds: EntryKind) -> Entry | None:
    return next((entry for entry in reversed(said) if entry.kind in kinds), None)


def _start(matter: Matter, named: RetentionClass) -> datetime:
    return matter.closed_at or matter.opened_at if named.starts == "closed" else matter.opened_at


def _review_on(started: datetime, named: RetentionClass, said: list[Entry]) -> datetime:
    """By the class, unless a person who looked since the clock started, or since the class was chosen, gave another day."""
    last = _last(said, EntryKind.KEPT, EntryKind.SEALED, EntryKind.CLASS)
    if last and last.until and last.kind != EntryKind.CLASS and last.at >= started:
        return last.until
    months = min(filter(None, (named.review_months, named.period_months)))
    return months_after(started, months)


def _holds(said: list[Entry]) -> tuple[Hold, ...]:
    """Every hold that was set and not lifted, with its newest date."""
    standing: dict[str, Hold] = {}
    for entry in said:
        if entry.kind == EntryKind.HOLD and entry.until:
            standing[entry.id] = Hold(entry.id, entry.code, entry.by, entry.at, entry.until)
        elif entry.kind == EntryKind.HOLD_KEPT and entry.of in standing and entry.until:
            held = standing[entry.of]
            standing[entry.of] = Hold(held.id, held.ground, held.set_by, held.set_at, entry.until)
        elif entry.kind == EntryKind.LIFTED:
            standing.pop(entry.of, None)
    return tuple(standing.values())


def may_decide(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    """Whether this entry may be added to what stands. Who may at all is the permission map's."""
    if now.erased_at:
        return no("retention.erased")
    return RULES[entry.kind](now, matter, entry, classes)


def reason_is_given(reason: str) -> Decision:
    """Every decision says why, in at least ten characters."""
    return yes() if len(reason.strip()) >= LEAST_REASON else no("reason.too_short")


def _date(entry: Entry) -> Decision:
    """A day ahead, and not too far: nobody keeps anything for ever by one word."""
    if entry.until is None or not entry.at < entry.until <= months_after(entry.at, LONGEST_LOOK):
        return no("retention.date", "retention.within")
    return yes()


def _all(*decisions: Decision) -> Decision:
    return next((decision for decision in decisions if not decision.allowed), yes())


def _class(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    named = classes.get(entry.code)
    if named is None or named.kind != matter.kind:
        return no("retention.class_unknown")
    return no("retention.class_same") if named == now.retention_class and now.chosen else yes()


def _kept(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    return _date(entry)


def _hold(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    return _date(entry) if entry.code in set(HoldGround) else no("retention.ground_unknown")


def _held(now: Standing, hold: str) -> Hold | None:
    return next((one for one in now.holds if one.id == hold), None)


def _hold_kept(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    return _date(entry) if _held(now, entry.of) else no("retention.no_hold")


def _lifted(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    hold = _held(now, entry.of)
    if hold is None:
        return no("retention.no_hold")
    return no("retention.own_hold", "retention.second_person") if hold.set_by == entry.by else yes()


def may_end(now: Standing, matter: Matter) -> Decision:
    """What hinders sealing and erasing alike: a hold, a legal ground on which something that came in is kept, a case that is open, requests that are open, messages on their way, an
    emergency that nobody has judged."""
    if now.holds or matter.kept_grounds:
        return no("retention.held", "retention.lift_first")
    if matter.is_open:
        return no("retention.open", "retention.close_first")
    if matter.requests_open:
        return no("retention.requests_open", "retention.end_requests")
    if matter.emergencies:
        return no("retention.emergency", "retention.judge_it")
    return no("retention.on_the_way", "retention.wait") if matter.on_the_way else yes()


def _sealed(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    if matter.kind != MatterKind.CASE:
        return no("retention.not_a_case")
    if now.sealed_at:
        return no("retention.sealed")
    return _all(may_end(now, matter), _date(entry))


def _opened(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    return yes() if now.sealed_at else no("retention.not_sealed")


def may_erase(now: Standing, matter: Matter) -> Decision:
    """Besides what hinders sealing: copies with others that nobody has asked back."""
    elsewhere = no("retention.held_elsewhere", "retention.recall_first") if matter.held_elsewhere else yes()
    return _all(may_end(now, matter), elsewhere)


def _called(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    if now.holds:
        return no("retention.held", "retention.lift_first")
    return yes() if matter.not_called else no("retention.nothing_out")


def _asked(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    if entry.code not in set(ErasureGround):
        return no("retention.ground_unknown")
    return no("retention.asked", "retention.second_person") if now.asked else may_erase(now, matter)


def _dropped(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    return yes() if now.asked and now.asked.id == entry.of else no("retention.not_asked")


def _erased(now: Standing, matter: Matter, entry: Entry, classes: Classes) -> Decision:
    if now.asked is None or now.asked.id != entry.of:
        return no("retention.not_asked", "retention.ask_first")
    if now.asked.by == entry.by:
        return no("retention.own_wish", "retention.second_person")
    return may_erase(now, matter)


Rule = Callable[[Standing, Matter, Entry, Classes], Decision]
RULES: dict[EntryKind, Rule] = {
    EntryKind.CLASS: _class,
    EntryKind.KEPT: _kept,
    EntryKind.HOLD: _hold,
    EntryKind.HOLD_KEPT: _hold_kept,
    EntryKind.LIFTED: _lifted,
    EntryKind.SEALED: _sealed,
    EntryKind.OPENED: _opened,
    EntryKind.CALLED: _called,
    EntryKind.ASKED: _asked,
    EntryKind.DROPPED: _dropped,
    EntryKind.ERASED: _erased,
}
