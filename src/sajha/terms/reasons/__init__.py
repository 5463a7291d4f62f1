"""Stable ids of refusals and reasons, in the reader's language; one file per area, each a dict ``REASONS``."""

from importlib import import_module
from pkgutil import iter_modules

from django.utils.translation import gettext as _

REASONS: dict[str, str] = {}
for module in iter_modules(__path__):
    REASONS.update(import_module(f"{__name__}.{module.name}").REASONS)


def reason_text(because: str) -> str:
    """The sentence of a reason id. An unknown id is a programming error and is shown as the general refusal."""
    return str(REASONS.get(because, _("This is not allowed.")))
