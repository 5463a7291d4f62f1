"""What the first page tells an administrator about accounts."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sajha.accounts.queries import people, protected
from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.web.home.sections import Row, Section


def accounts(actor: Actor, at: datetime) -> Section | None:
    """People whose account does not stand on two factors yet."""
    if not may(actor, "user:manage").allowed:
        return None
    safe = protected(actor)
    waiting = [user for user in people(actor) if user.is_active and user.id not in safe]
    rows = tuple(
        Row(reverse("person", args=[user.id]), user.display_name, _("Has not set up a second factor yet."))
        for user in waiting[:10]
    )
    return Section(_("Accounts to look after"), rows, reverse("people"), _("Everybody has set up a second factor."))
