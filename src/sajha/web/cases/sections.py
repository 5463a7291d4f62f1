"""What other areas show on the page of a case. Each names its provider in ``PROVIDERS``; the order is that on the page."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from sajha.basics.actor import Actor
from sajha.web.home.sections import Section

# module:function of each area's provider
PROVIDERS: tuple[str, ...] = (
    "sajha.web.requests.waiting:about_case",
    "sajha.web.matching.waiting:about_case",
    "sajha.web.counselling.waiting:about_case",
    "sajha.web.retention.waiting:about_case",
)

Provider = Callable[[Actor, str, datetime], Section | None]


def sections_of(actor: Actor, case: str, at: datetime) -> list[Section]:
    """What concerns this case (its id) and the actor."""
    return [section for name in PROVIDERS if (section := _provider(name)(actor, case, at)) is not None]


def _provider(name: str) -> Provider:
    module, function = name.split(":")
    provider: Provider = getattr(import_module(module), function)
    return provider
