"""The record, for the auditor: who did what to what, and whether anything was changed or cut since.

Reasons that people gave may name somebody, so they are not shown here; whoever works the case reads them there.
"""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sajha.accounts.rules import may
from sajha.audit.queries import page_of_record
from sajha.basics.clock import now
from sajha.countersign.queries import examined
from sajha.web.audit.words import ACTION_WORDS, AREA_NAMES
from sajha.web.policy import SignedInRequest, page

SIZE = 50
SHOWN = 20  # checkpoints that are in order; those that are not are all shown


class FilterForm(forms.Form):
    """Which part of the record, and from where on."""

    area = forms.ChoiceField(label=_("Area"), required=False, choices=[("", _("All")), *AREA_NAMES.items()])
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@page("audit:read")
def entries(request: SignedInRequest) -> HttpResponse:
    """The newest entries first, by area."""
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    area = given.get("area") or ""
    rows = page_of_record(area=area, before=given.get("before") or 0, size=SIZE + 1)
    lines = [
        (row, ACTION_WORDS.get(row.action, row.action), AREA_NAMES.get(row.area, row.area), _told(row.detail))
        for row in rows[:SIZE]
    ]
    context = {
        "filter": FilterForm(initial={"area": area}),
        "lines": lines,
        "area": area,
        "older": rows[SIZE - 1].number if len(rows) > SIZE else 0,
        "from_start": not given.get("before"),
        "may_check": may(request.actor, "audit:verify").allowed,
    }
    return render(request, "audit/entries.html", context)


@page("audit:verify")
def check(request: SignedInRequest) -> HttpResponse:
    """Recompute every chain from its first entry on, and compare with what members countersigned and with the ledger."""
    found = examined()
    kept = found.check.kept
    context = {
        "reports": [(report, AREA_NAMES.get(report.area, report.area)) for report in found.chains],
        "kept": [line for line in reversed(kept) if not line.lies] + [line for line in kept[::-1] if line.lies][:SHOWN],
        "not_shown": max(0, sum(line.lies for line in kept) - SHOWN),
        "found": found,
        "at": now(),
    }
    return render(request, "audit/check.html", context)


def _told(detail: dict[str, Any]) -> str:
    """The codes and counts of an entry on one line."""
    return "; ".join(
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}" for name, value in detail.items()
    )
