"""Read what left and what came: bodies for ``exchange``, deliveries and packages for pages, the preview of a release."""

from sajha.disclosure.queries.court import CourtThread, court_threads
from sajha.disclosure.queries.crossing import (
    CROSSED_OPENED,
    Crossing,
    Wish,
    crossed,
    crossed_list,
    crossed_looks,
    crossing,
)
from sajha.disclosure.queries.dealings import Dealings, dealings_with
from sajha.disclosure.queries.departures import body_of, deliveries, next_number, sealed_under
from sajha.disclosure.queries.keeping import KeepingView, keepings
from sajha.disclosure.queries.ledger import Edge, Holder, altered_edges, holders_of, ledger_of
from sajha.disclosure.queries.onward import LeaveView, leave_of, onward_of
from sajha.disclosure.queries.packages import PackageView, fields_in, package, packages_of
from sajha.disclosure.queries.preview import Preview, preview
from sajha.disclosure.queries.recalls import RecallView, recall_of
from sajha.disclosure.queries.record import PartyChoice, parties_of, record_fields

__all__ = [
    "Dealings",
    "CourtThread",
    "CROSSED_OPENED",
    "Crossing",
    "Wish",
    "crossed",
    "crossed_list",
    "crossed_looks",
    "crossing",
    "Edge",
    "Holder",
    "KeepingView",
    "LeaveView",
    "PackageView",
    "PartyChoice",
    "Preview",
    "RecallView",
    "altered_edges",
    "body_of",
    "dealings_with",
    "court_threads",
    "deliveries",
    "fields_in",
    "holders_of",
    "keepings",
    "leave_of",
    "ledger_of",
    "next_number",
    "onward_of",
    "package",
    "packages_of",
    "parties_of",
    "preview",
    "recall_of",
    "record_fields",
    "sealed_under",
]
