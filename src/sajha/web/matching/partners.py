"""What partners publish and ask, and how much they asked of us, day by day."""

from django.http import HttpResponse
from django.shortcuts import render

from sajha.basics.clock import now
from sajha.matching.queries import usage
from sajha.terms.reasons import reason_text
from sajha.web.matching.shown import sorts_text
from sajha.web.policy import SignedInRequest, page


@page("match:watch")
def listed(request: SignedInRequest) -> HttpResponse:
    """All partners by name."""
    rows = [
        (use, sorts_text(use.partner.publishes), sorts_text(use.partner.asks))
        for use in usage.uses(request.actor, now())
    ]
    return render(request, "matching/partners.html", {"rows": rows})


@page("match:watch")
def one(request: SignedInRequest, node_id: str) -> HttpResponse:
    """One partner by day."""
    sheet = usage.partner_sheet(request.actor, node_id, now())
    context = {
        "sheet": sheet,
        "use": sheet.use,
        "publishes": sorts_text(sheet.use.partner.publishes),
        "asks": sorts_text(sheet.use.partner.asks),
        "because": [(reason_text(because), times) for because, times in sheet.because],
    }
    return render(request, "matching/partner.html", context)
