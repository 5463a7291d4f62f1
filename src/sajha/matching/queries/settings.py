"""This node's settings of matching as they hold now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings as project

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.decision import require
from sajha.matching.models import Setting
from sajha.matching.rules import Usual, usual_of, usual_settings
from sajha.matching.values import Settings
from sajha.vault.actions import unseal

SETS = ("publishes", "asks", "by_itself")
PLAIN = ("contact", "user_a_day", "unit_a_day", "partner_a_day", "held_by", "purpose", "ground")


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings with who changed them last and when, and what is usual for an organisation of this kind."""

    settings: Settings
    usual: Usual
    by: str
    at: datetime | None


def settings_now() -> Settings:
    """What holds now: what the head said last, or what is usual for this kind of organisation."""
    row = _newest()
    return value_of(row) if row else usual_settings(_kind())


def settings_of(by: Actor) -> SettingsView:
    """The same for a person.

    Raises:
        Refused: without ``match:watch``.
    """
    require(may(by, "match:watch"))
    row = _newest()
    return SettingsView(settings_now(), usual_of(_kind()), row.by if row else "", row.at if row else None)


def _kind() -> str:
    return cast(NodeConfig, project.CONFIG).kind


def _newest() -> Setting | None:
    return Setting.objects.order_by("-at", "-id").first()


def value_of(row: Setting) -> Settings:
    """A row as the rules read it. What it does not say is as usual; what this version does not know is left out."""
    said: dict[str, Any] = {name: frozenset(row.content[name]) for name in SETS if name in row.content}
    said |= {name: row.content[name] for name in PLAIN if name in row.content}
    return Settings(**said, ground_reason=unseal(row.id, "ground_reason", bytes(row.ground_reason)))


def content_of(settings: Settings) -> dict[str, Any]:
    """The settings as they are stored, without what is sealed."""
    return {name: sorted(getattr(settings, name)) for name in SETS} | {name: getattr(settings, name) for name in PLAIN}
