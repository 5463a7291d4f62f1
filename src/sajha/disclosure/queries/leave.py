"""Whether we may give leave: the gate asked about the recipient that somebody else wants to pass it to."""

from dataclasses import dataclass
from datetime import datetime

from sajha.basics.decision import Decision, no, yes
from sajha.cases.values import Sensitivity
from sajha.consent.queries import bases_of_case, held_of_case
from sajha.disclosure.models import HeldPackage, Leave, Release
from sajha.disclosure.queries.ledger import newest_recalls
from sajha.disclosure.queries.preview import words_on
from sajha.disclosure.rules import BY_FIR, IDENTITY_TO, PURPOSE_OF
from sajha.disclosure.values import STATES_OUT, EdgeState
from sajha.liaison.values import Kind
from sajha.network.queries import barred, own_node_id


@dataclass(frozen=True, slots=True)
class LeaveAnswer:
    """Whether leave may be given, and until when at most."""

    decision: Decision
    until: datetime | None = None


def leave_answer(row: Leave, at: datetime) -> LeaveAnswer:
    """Ask the gate for each subject of the leave, as if we sent it there ourselves today; the first no decides."""
    if barred(by_source=own_node_id(), recipient=row.recipient):
        return LeaveAnswer(no("gate.removed_member"))
    package = HeldPackage.objects.get(pk=row.package)
    if package.source:
        return LeaveAnswer(no("leave.not_ours"))
    edges = Release.objects.filter(package=row.package, subject__in=row.subjects)
    recalls = newest_recalls({row.package})
    ends = [package.expires_at] if package.expires_at else []
    for edge in edges:
        recall = recalls.get((edge.package, edge.subject))
        if recall is not None and EdgeState(recall.state) not in STATES_OUT:
            return LeaveAnswer(no("leave.called_back"))
        decision, until = _edge(edge, row, at)
        if not decision.allowed:
            return LeaveAnswer(decision)
        ends += [until] if until else []
    if package.expires_at and package.expires_at <= at:
        return LeaveAnswer(no("gate.package_expired"))
    return LeaveAnswer(yes(), min(ends, default=None))


def _edge(edge: Release, row: Leave, at: datetime) -> tuple[Decision, datetime | None]:
    """What the gate says of one subject, and until when."""
    asked = {Sensitivity(one) for one in edge.classes} - (set() if row.identity else {Sensitivity.S3})
    if Sensitivity.S3 in asked and row.recipient_kind not in IDENTITY_TO[Kind(row.purpose)]:
        return no("gate.audience", "gate.ask_another"), None
    held = held_of_case(edge.case, at).get(edge.party)
    if held is None or edge.ground == BY_FIR:
        return yes(), None
    bases = bases_of_case(edge.case).get(edge.party, ())
    words = words_on(held, bases, PURPOSE_OF[Kind(row.purpose)], row.recipient_kind, row.recipient)
    ends: list[datetime] = []
    for sensitivity in sorted(asked):
        said = words.get(sensitivity)
        if said is None:
            continue
        if said.refused:
            return no("gate.refused", "gate.own_word"), None
        if sensitivity == Sensitivity.S3:
            if not (said.agreed or said.basis):
                return no("gate.no_consent", "gate.record_consent", "gate.open_basis"), None
            ends += [end for end in (said.until or said.basis_until,) if end]
    return yes(), min(ends, default=None)
