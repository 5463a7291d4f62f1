"""The list of cases: mine first, open, newest; and the districts of a state for the forms."""

from datetime import date, tzinfo
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.cases.actions import list_cases
from sajha.cases.queries import sees_all, vaults_of
from sajha.cases.values import CaseLine, is_open
from sajha.terms.coded import Absent, Coded
from sajha.terms.formats import date_text
from sajha.terms.places import Place, place_label
from sajha.terms.vocabularies import label
from sajha.web.cases.fields import district_choices, district_field
from sajha.web.cases.forms import ListForm
from sajha.web.policy import SignedInRequest, page

PLACES = ("identified_in", "home", "start", "end")


@page("case:read")
def cases(request: SignedInRequest) -> HttpResponse:
    """A page of cases, by what was chosen."""
    asked = {name: request.GET.get(name, "") for name in ("status", "role", "region", "whose", "find", "vault")}
    vaults = tuple(vaults_of(request.actor))
    form = ListForm(asked, head=sees_all(request.actor), vaults=vaults)
    wanted = form.wanted(request.GET.get("before", ""), request.GET.get("after", ""))
    found = list_cases(wanted=wanted, by=request.actor, at=now())
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "asked": _drawn(form, asked, vaults),
        "rows": _rows(found.lines),
        "newer": urlencode({**kept, "after": found.newer}) if found.newer else "",
        "older": urlencode({**kept, "before": found.older}) if found.older else "",
        "narrowed": bool(kept),
    }
    return render(request, "cases/list.html", context)


def _drawn(form: ListForm, asked: dict[str, str], vaults: tuple[str, ...]) -> SafeString:
    """The form as it stands on the page. What was typed to find a case is kept nowhere, so that form is drawn each time."""
    if asked["find"] or not form.is_valid():
        return form.render()
    head, language = "whose" in form.fields, get_language() or "en"
    return _drawn_once(tuple(asked.items()), head=head, vaults=vaults, language=language)


@lru_cache(maxsize=256)
def _drawn_once(
    asked: tuple[tuple[str, str], ...], *, head: bool, vaults: tuple[str, ...], language: str
) -> SafeString:
    return ListForm(dict(asked), head=head, vaults=vaults).render()


def _rows(lines: tuple[CaseLine, ...]) -> SafeString:
    """The rows of the table, drawn here and not by the template: fifty rows of it cost more than all else on the page."""
    labels = [_("People"), _("Status"), _("How identified"), _("Where identified"), _("Opened")]
    names, status, how, where, opened = (escape(words) for words in labels)
    row = (
        '<tr><th scope="row"><a href="{}/">{}</a></th>'
        f'<td data-label="{names}">{{}}</td><td data-label="{status}"><strong class="tag{{}}">{{}}</strong></td>'
        f'<td data-label="{how}">{{}}</td><td data-label="{where}">{{}}</td><td data-label="{opened}">{{}}</td></tr>'
    )
    language, zone = get_language() or "en", timezone.get_current_timezone()
    # every cell is escaped in _cells
    return SafeString("\n".join([row.format(*_cells(line, language, zone)) for line in lines]))  # noqa: S308


def _cells(line: CaseLine, language: str, zone: tzinfo) -> tuple[str, ...]:
    tone = " tag-info" if is_open(line.status) else ""
    status, channel = _code(line.status, language), _code(line.channel, language)
    where, opened = _place(line.identified_in, language), _day(line.opened_at.astimezone(zone).date(), language)
    return escape(line.id), escape(line.number), escape(line.people), tone, status, channel, where, opened


# the same words stand in many rows and on many pages; each is looked up and escaped once for each language, the active one


@lru_cache(maxsize=512)
def _code(value: Coded | Absent, language: str) -> str:
    return escape(label(value))


@lru_cache(maxsize=4096)
def _place(value: Place | None, language: str) -> str:
    return escape(place_label(value)) if value else ""


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    return escape(date_text(value))


@page("case:write")
def districts(request: HttpRequest, name: str) -> HttpResponse:
    """The choice of district for a state, to be put into a form of ours."""
    if name not in PLACES:
        raise Http404
    form = Form()
    form.fields[f"{name}_district"] = field = district_field()
    field.choices = district_choices(request.GET.get(f"{name}_region", ""))
    return HttpResponse(form[f"{name}_district"].as_field_group())
