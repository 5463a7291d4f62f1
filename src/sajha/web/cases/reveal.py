"""Show an identity: for a reason, once, recorded, and hidden again by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sajha.basics.clock import now
from sajha.cases import actions, queries
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.web.cases import shown
from sajha.web.cases.asked import asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.cases.forms import RevealForm
from sajha.web.cases.people import person_of
from sajha.web.policy import SignedInRequest, page

HIDDEN_AFTER = 120  # seconds


@page("case:reveal", "GET", "POST")
def reveal(request: SignedInRequest, case: str, party: str) -> HttpResponse:
    """Ask for a reason; answer a right one with the values, on a page that no cache keeps and that leaves after two minutes."""
    sheet = sheet_for(request, case)
    person = person_of(sheet, party)
    form = asked(request, RevealForm, sealed=person.sealed)
    values: dict[str, str] = {}

    def act() -> None:
        typed = form.cleaned_data
        found = actions.reveal_identity(
            case_id=case,
            party_id=party,
            fields=typed["fields_asked"],
            reason=typed["reason"],
            by=request.actor,
            at=now(),
        )
        values.update(found)

    is_shown = done(form, act)
    looks = [look for look in queries.who_looked(request.actor, case) if look.subject == party]
    context = {"sheet": sheet, "person": person, "form": form, "looks": shown.steps(looks, sheet)}
    if not is_shown:
        return render(request, "cases/reveal.html", context)
    rows = [(FIELD_LABELS[f"party.{name}"], shown.day_text(text)) for name, text in values.items()]
    response = render(request, "cases/revealed.html", {**context, "form": None, "rows": rows})
    response["Refresh"] = f"{HIDDEN_AFTER}; url={reverse('case', args=[case])}"
    response["Cache-Control"] = "no-store"
    return response
