"""Tags and filters of our templates; all of them are loaded everywhere."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.terms import coded as codes
from sajha.terms import formats
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.labels.roles import ROLE_NAMES
from sajha.terms.labels.vaults import VAULTS
from sajha.terms.places import Place, parse_place, place_label
from sajha.terms.reasons import reason_text as words_of_reason
from sajha.terms.vocabularies import label
from sajha.web import forms

register = template.Library()


@register.filter
def coded(value: Any) -> str:
    """The label of a coded value, or of the reason why there is none; takes the value or its text form."""
    return label(codes.parse(value) if isinstance(value, str) else value)


@register.filter
def place(value: str | Place) -> str:
    """A place by name, from its text form such as ``IN-36-501``; empty stays empty."""
    return place_label(parse_place(value) if isinstance(value, str) else value) if value else ""


@register.filter
def when(at: datetime | None) -> str:
    """Day and time in the reader's habit."""
    return _time(at, formats.datetime_text(at)) if at else ""


@register.filter
def day(at: date | datetime | None) -> str:
    """A day in the reader's habit."""
    return _time(at, formats.date_text(at)) if at else ""


@register.filter
def ago(at: datetime | None) -> str:
    """How long ago, or how far ahead, seen from now."""
    return _time(at, formats.relative_text(at, now())) if at else ""


@register.filter
def due(at: datetime | None) -> str:
    """A due time seen from now: “Due in 3 hours”, “2 days overdue”."""
    return _time(at, formats.due_text(at, now())) if at else ""


def _time(at: date | datetime, words: str) -> str:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), words)


@register.filter
def number(value: float | None) -> str:
    """A number with the grouping of India."""
    return "" if value is None else formats.number_text(value)


@register.filter
def reason_text(because: str) -> str:
    """The sentence of a reason id."""
    return words_of_reason(because) if because else ""


@register.filter
def role_name(role: str) -> str:
    """A role in words."""
    return str(ROLE_NAMES.get(role, role))


@register.filter
def vault_name(vault: str) -> str:
    """A vault in words."""
    return str(VAULTS.get(vault, vault))


@register.filter
def organisation_kind(kind: str) -> str:
    """A kind of organisation in words."""
    return str(KIND_LABELS.get(kind, kind))


@register.filter
def control(bound: BoundField) -> SafeString:
    """The bare control of a field, for ``forms/field.html``."""
    return forms.control(bound)


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with its label, hint, error and control."""
    return bound.as_field_group()


@register.simple_tag
def masked() -> str:
    """Stands where a value exists that is not shown."""
    return format_html('<span class="masked">{}</span>', _("Hidden"))


@register.inclusion_tag("forms/errors.html", takes_context=True)
def error_summary(context: Context) -> dict[str, object]:
    """All errors of ``form`` and ``forms`` on top of the page, each a link to its field."""
    given = [context.get("form"), *(context.get("forms") or ())]
    faulty = [form for form in given if isinstance(form, BaseForm) and form.is_bound and form.errors]
    return {"errors": [error for form in faulty for error in _errors(form)]}


def _errors(form: BaseForm) -> list[tuple[str, str]]:
    """(id of the control or empty, sentence) of each error."""
    general = [("", str(message)) for message in form.non_field_errors()]
    return general + [
        ("" if bound.is_hidden else forms.first_control(bound), f"{bound.label}: {message}")
        for bound in form
        for message in bound.errors
    ]
