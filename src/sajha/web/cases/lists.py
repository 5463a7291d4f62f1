"""The list of cases: mine first, open, newest; and the districts of a state for the forms."""

from urllib.parse import urlencode

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sajha.basics.clock import now
from sajha.cases.actions import list_cases
from sajha.cases.queries import sees_all
from sajha.cases.values import CaseLine, is_open
from sajha.terms.coded import Coded
from sajha.terms.formats import date_text
from sajha.terms.places import place_label
from sajha.terms.vocabularies import label
from sajha.web.cases.fields import district_choices, district_field
from sajha.web.cases.forms import ListForm
from sajha.web.policy import SignedInRequest, page

PLACES = ("identified_in", "home", "start", "end")


@page("case:read")
def cases(request: SignedInRequest) -> HttpResponse:
    """A page of cases, by what was chosen."""
    asked = {name: request.GET.get(name, "") for name in ("status", "role", "region", "whose", "find")}
    form = ListForm(asked, head=sees_all(request.actor))
    wanted = form.wanted(request.GET.get("before", ""), request.GET.get("after", ""))
    found = list_cases(wanted=wanted, by=request.actor, at=now())
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "asked": form,
        "lines": [_line(line) for line in found.lines],
        "newer": urlencode({**kept, "after": found.newer}) if found.newer else "",
        "older": urlencode({**kept, "before": found.older}) if found.older else "",
        "narrowed": bool(kept),
    }
    return render(request, "cases/list.html", context)


def _line(line: CaseLine) -> tuple[str, str, str, str, bool, str, str, str]:
    """What a row shows, in the order of its cells."""
    where = place_label(line.identified_in) if line.identified_in else ""
    channel = label(line.channel) if isinstance(line.channel, Coded) else ""
    return (
        line.id,
        line.number,
        line.people,
        label(line.status),
        is_open(line.status),
        channel,
        where,
        date_text(line.opened_at),
    )


@page("case:write")
def districts(request: HttpRequest, name: str) -> HttpResponse:
    """The choice of district for a state, to be put into a form of ours."""
    if name not in PLACES:
        raise Http404
    form = Form()
    form.fields[f"{name}_district"] = field = district_field()
    field.choices = district_choices(request.GET.get(f"{name}_region", ""))
    return HttpResponse(form[f"{name}_district"].as_field_group())
