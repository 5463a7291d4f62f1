"""Read what left and what came: bodies for ``exchange``, deliveries and packages for pages, the preview of a release."""

from sajha.disclosure.queries.departures import body_of, deliveries, next_number, sealed_under
from sajha.disclosure.queries.packages import Edge, PackageView, ledger_of, packages_of
from sajha.disclosure.queries.preview import Preview, preview
from sajha.disclosure.queries.record import PartyChoice, parties_of, record_fields

__all__ = [
    "Edge",
    "PackageView",
    "PartyChoice",
    "Preview",
    "body_of",
    "deliveries",
    "ledger_of",
    "next_number",
    "packages_of",
    "parties_of",
    "preview",
    "record_fields",
    "sealed_under",
]
