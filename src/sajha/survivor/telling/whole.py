"""The whole of it: parts, copies, yes and no, looks, what is open, who helps outside."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sajha.survivor.outside import Outside, outside
from sajha.survivor.telling.copies import CopyTold, tell_copies
from sajha.survivor.telling.record import tell_grounds, tell_points, tell_said, value_text
from sajha.survivor.values import Group, Look, Near, Pending, Recorded, SurvivorView, Wanted
from sajha.terms.formats import date_text, datetime_text
from sajha.terms.labels.consent import GROUND_LABELS
from sajha.terms.labels.fields import field_label
from sajha.terms.labels.requests import KINDS, word
from sajha.terms.labels.roles import ROLE_NAMES
from sajha.terms.labels.survivor import (
    GROUP_LABELS,
    GROUP_WHYS,
    LOOK_LABELS,
    NEAR_WHYS,
    OUTSIDE_LABELS,
    OUTSIDE_WHYS,
    RUNG_SENTENCES,
    SOURCE_SENTENCES,
    WISH_LABELS,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the record: why it is kept, and its lines as (name, value)."""

    heading: str
    why: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LookTold:
    """Who looked, in which role, when, at what, why. ``fields`` and ``reason`` may be empty."""

    what: str
    who: str
    when: str
    fields: str
    reason: str


@dataclass(frozen=True, slots=True)
class PendingTold:
    """Something open: what, since when, and what was done because it is late."""

    what: str
    since: str
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """An office outside: its name, when it helps, number, address, page; ``unverified`` when nobody of us has tried it."""

    name: str
    why: str
    telephone: str
    address: str
    site: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All words of a person's own page, in one language."""

    written: str
    source: str
    parts: tuple[Part, ...]
    closed_notes: bool
    organisation: str
    copies: tuple[CopyTold, ...]
    yes: tuple[str, ...]
    said: tuple[str, ...]
    grounds: tuple[str, ...]
    looks: tuple[LookTold, ...]
    pending: tuple[PendingTold, ...]
    helpers: tuple[Help, ...]


def tell(view: SurvivorView, names: dict[str, str]) -> Told:
    """The view in the active language; ``names`` of organisations by node."""
    words = {"organisation": view.organisation, "day": date_text(view.since)}
    return Told(
        written=datetime_text(view.at),
        source=str(SOURCE_SENTENCES.get(view.source, SOURCE_SENTENCES["manual"])) % words,
        parts=tuple(_parts(view.record)),
        closed_notes=view.closed_notes,
        organisation=view.organisation,
        copies=tuple(tell_copies(view.holdings)),
        yes=tuple(tell_points(view.points, names)),
        said=tuple(tell_said(view.said)),
        grounds=tuple(tell_grounds(view.grounds)),
        looks=tuple(_look(one, view.organisation) for one in view.looks),
        pending=tuple(map(_pending, view.pending)),
        helpers=(*map(_near, view.near), *map(_help, outside())),
    )


def _parts(record: tuple[Recorded, ...]) -> Iterator[Part]:
    for group in Group:
        rows: dict[str, list[str]] = {}
        for one in record:
            if one.group == group:
                rows.setdefault(field_label(one.name), []).append(value_text(one))
        if rows:
            joined = tuple((name, "; ".join(values)) for name, values in rows.items())
            yield Part(str(GROUP_LABELS[group]), str(GROUP_WHYS[group]), joined)


def _look(one: Look, organisation: str) -> LookTold:
    what = str(LOOK_LABELS.get(one.action, one.action))
    if one.emergency:
        what = _("%(what)s, in an emergency") % {"what": what}
    if one.times > 1:
        what = _("%(what)s (%(times)s times, this is the last)") % {"what": what, "times": one.times}
    fields = ", ".join(field_label(name if "." in name else f"party.{name}") for name in one.fields)
    return LookTold(
        what, _who(one, organisation), datetime_text(one.at), fields, _("Erased") if one.reason is None else one.reason
    )


def _who(one: Look, organisation: str) -> str:
    if one.own:
        return _("You")
    roles = ", ".join(str(ROLE_NAMES.get(role, role)) for role in one.roles)
    return f"{organisation}, {roles}" if roles else organisation


def _pending(one: Pending) -> PendingTold:
    late = [str(RUNG_SENTENCES[one.rung])] if one.rung in RUNG_SENTENCES else []
    if one.told:
        late.append(_("Told: %(names)s") % {"names": ", ".join(one.told)})
    return PendingTold(_open(one), _("Open since %(day)s") % {"day": date_text(one.since)}, tuple(late))


def _open(one: Pending) -> str:
    if one.kind == Wanted.WISH:
        return _("You asked: %(wish)s. Nobody has talked with you yet.") % {"wish": WISH_LABELS[one.code]}
    if one.kind == Wanted.GROUND:
        return _("Two people have to decide: %(ground)s") % {"ground": GROUND_LABELS[one.code]}
    words = {"name": one.other or _("Unknown organisation"), "what": word(KINDS, one.code)}
    if one.kind == Wanted.RECALL:
        return _("%(name)s was asked to destroy its copy and has not answered.") % words
    return _("%(name)s was asked: %(what)s") % words


def _help(one: Outside) -> Help:
    return Help(
        str(OUTSIDE_LABELS[one.id]), str(OUTSIDE_WHYS[one.id]), one.telephone, one.address, one.site, one.unverified
    )


def _near(one: Near) -> Help:
    """An office from the node's own directory, whose entries its administrator keeps."""
    return Help(one.name, str(NEAR_WHYS.get(one.kind, "")), one.telephone, one.mail, "", unverified=False)
