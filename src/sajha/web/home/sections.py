"""What the first page is made of. Each area names its provider in ``PROVIDERS``; the order is the order on the page.

A provider takes the reader and the time, and answers with one section, or with nothing when it does not concern the
reader's roles. A section shows its ten most pressing rows and leads to the whole list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from django.utils.functional import Promise

from sajha.basics.actor import Actor

Text = str | Promise

# module:function of each area's provider
PROVIDERS: tuple[str, ...] = (
    "sajha.web.emergency.waiting:emergencies",
    "sajha.web.survivor.waiting:wishes",
    "sajha.web.consent.waiting:decisions",
    "sajha.web.matching.held:held",
    "sajha.web.matching.waiting:sightings",
    "sajha.web.matching.waiting:hits",
    "sajha.web.cases.waiting:mine",
    "sajha.web.vaults.waiting:arrived",
    "sajha.web.requests.waiting:answering",
    "sajha.web.requests.waiting:overdue",
    "sajha.web.requests.waiting:news",
    "sajha.web.retention.waiting:looks",
    "sajha.web.retention.waiting:unseen",
    "sajha.web.network.waiting:nodes",
    "sajha.web.people.waiting:accounts",
    "sajha.web.matching.held:turned_away",
    "sajha.web.audit.waiting:records",
    "sajha.web.audit.waiting:locks",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: where it leads, its words, a second line, when it is due, and its state as a tag.

    ``tone`` is one of ``good``, ``warn``, ``bad``, ``info`` or empty. None of the texts holds a personal value.
    """

    address: str
    words: Text
    line: Text = ""
    due: datetime | None = None
    state: Text = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Something that may need the reader: its title, its rows, where the whole list is, and what to say when nothing waits."""

    title: Text
    rows: tuple[Row, ...]
    link: str
    empty: Text


Provider = Callable[[Actor, datetime], Section | None]


def sections_for(actor: Actor, at: datetime) -> list[Section]:
    """The sections that concern the actor's roles, those with something waiting first."""
    found = [section for name in PROVIDERS if (section := _provider(name)(actor, at)) is not None]
    return sorted(found, key=lambda section: not section.rows)


def _provider(name: str) -> Provider:
    module, function = name.split(":")
    provider: Provider = getattr(import_module(module), function)
    return provider
