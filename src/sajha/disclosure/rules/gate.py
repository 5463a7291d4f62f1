"""The gate: for each field of a record whether it goes to this audience for this purpose, and why.

A field that no line of these tables names does not go. Consent that travels with a person comes beside the ground.
"""

from datetime import datetime

from sajha.basics.decision import Decision, no, yes
from sajha.consent.values import Purpose
from sajha.disclosure.rules.fields import GROUPS
from sajha.disclosure.values import (
    CONDITIONS_LENGTH,
    GROUNDS,
    FieldDecision,
    Group,
    Handling,
    Marks,
    Onward,
    Outcome,
    Question,
    RecordField,
    Sensitivity,
)
from sajha.liaison.values import Kind

_PERSON, _PROCESS, _ROUTE = Group.PERSON, Group.PROCESS, Group.ROUTE

# What each kind of request needs, and so may take along.
NEEDED: dict[Kind, tuple[Group, ...]] = {
    Kind.TRACE_PERSON: (_PERSON, _ROUTE, Group.NAME, Group.BIRTH, Group.ADDRESS, Group.CONTACT, Group.IDENTIFIER),
    Kind.VERIFY_ADDRESS: (_PERSON, Group.NAME, Group.BIRTH, Group.ADDRESS, Group.PAPERS),
    Kind.HOME_STUDY: (_PERSON, Group.NAME, Group.ADDRESS),
    Kind.RESCUE_ASSISTANCE: (_PERSON, _PROCESS, _ROUTE, Group.NAME, Group.CONTACT, Group.IDENTIFIER),
    Kind.PRESERVE_EVIDENCE: (_PROCESS, _ROUTE, Group.CONTACT, Group.IDENTIFIER),
    Kind.TRANSIT_REMAND: (_PERSON, Group.NAME, Group.BIRTH, Group.ADDRESS),
    Kind.WITNESS_BY_VIDEO: (_PERSON, Group.NAME, Group.CONTACT),
    Kind.TRANSFER_PERSON: (
        _PERSON,
        _PROCESS,
        Group.IDENTIFICATION,
        Group.NAME,
        Group.BIRTH,
    ),
    Kind.REPATRIATION: (_PERSON, _ROUTE, Group.NAME, Group.BIRTH, Group.ADDRESS, Group.PAPERS),
    Kind.DISCLOSE_AFTER_MATCH: (_PERSON, Group.IDENTIFICATION, Group.NAME, Group.CONTACT, Group.IDENTIFIER),
    Kind.JOINT_OPERATION: (_PERSON, _PROCESS, _ROUTE),
    Kind.COMPENSATION_FOLLOW_UP: (_PERSON, _PROCESS, Group.NAME),
}

BY_CONSENT, BY_BASIS, BY_FIR = GROUNDS

# For which purpose of consent each kind of request uses what it is told.
PURPOSE_OF: dict[Kind, Purpose] = {
    Kind.TRACE_PERSON: Purpose.INVESTIGATION,
    Kind.VERIFY_ADDRESS: Purpose.RETURN_HOME,
    Kind.HOME_STUDY: Purpose.RETURN_HOME,
    Kind.RESCUE_ASSISTANCE: Purpose.CARE,
    Kind.PRESERVE_EVIDENCE: Purpose.INVESTIGATION,
    Kind.TRANSIT_REMAND: Purpose.TRIAL,
    Kind.WITNESS_BY_VIDEO: Purpose.TRIAL,
    Kind.TRANSFER_PERSON: Purpose.CARE,
    Kind.REPATRIATION: Purpose.RETURN_HOME,
    Kind.DISCLOSE_AFTER_MATCH: Purpose.MATCH,
    Kind.JOINT_OPERATION: Purpose.INVESTIGATION,
    Kind.COMPENSATION_FOLLOW_UP: Purpose.COMPENSATION,
}

_POLICE = ("ahtu", "police_station", "railway_police", "border_force")
_CHILD = ("cwc", "child_protection_unit")

# To which kinds of organisation an identity may go for each kind of request. Research and media are in no line.
IDENTITY_TO: dict[Kind, frozenset[str]] = {
    Kind.TRACE_PERSON: frozenset({*_POLICE, *_CHILD}),
    Kind.VERIFY_ADDRESS: frozenset({*_POLICE, *_CHILD, "embassy", "labour_office"}),
    Kind.HOME_STUDY: frozenset({*_CHILD, "ngo"}),
    Kind.RESCUE_ASSISTANCE: frozenset({*_POLICE, *_CHILD, "labour_office"}),
    Kind.PRESERVE_EVIDENCE: frozenset(_POLICE),
    Kind.TRANSIT_REMAND: frozenset({*_POLICE, "court", "prosecutor"}),
    Kind.WITNESS_BY_VIDEO: frozenset({*_POLICE, "court", "prosecutor", "dlsa", "cwc"}),
    Kind.TRANSFER_PERSON: frozenset({*_CHILD, "shelter", "ngo", "health"}),
    Kind.REPATRIATION: frozenset({*_POLICE, *_CHILD, "shelter", "ngo", "embassy"}),
    Kind.DISCLOSE_AFTER_MATCH: frozenset({*_POLICE, *_CHILD, "shelter", "ngo"}),
    Kind.JOINT_OPERATION: frozenset(),
    Kind.COMPENSATION_FOLLOW_UP: frozenset({"dlsa", "court", "prosecutor", *_CHILD}),
}


def group_of(name: str) -> Group | None:
    """What a field tells; none for a field that the table does not know."""
    return GROUPS.get(name)


def needed(kind: Kind, name: str) -> bool:
    """Whether this kind of request needs this field."""
    return GROUPS.get(name) in NEEDED[kind]


def may_release(question: Question) -> Decision:
    """The whole question before its fields: an audience is named, a ground is one of the list and has a reason.

    A ground is needed as soon as one field that tells who somebody is was ticked.
    """
    if not question.audience.node or not question.audience.kind:
        return no("audience.empty")
    if question.onward is not None:
        return _may_pass_on(question.onward)
    ticked = any(field.sensitivity == Sensitivity.S3 and field.name in question.chosen for field in question.fields)
    if question.ground and question.ground not in GROUNDS:
        return no("gate.ground_unknown")
    if ticked and not question.ground:
        return no("gate.no_ground", "gate.name_a_ground")
    if question.ground and not question.ground_reason.strip():
        return no("gate.no_ground_reason")
    return yes()


def release(question: Question) -> list[FieldDecision]:
    """The answer for each field, in the order of the record. An empty audience gets nothing."""
    return [_decide(question, field) for field in question.fields]


def _decide(question: Question, field: RecordField) -> FieldDecision:
    outcome, because, needs = _answer(question, field)
    return FieldDecision(field.subject, field.name, field.sensitivity, outcome, because, needs)


def _answer(question: Question, field: RecordField) -> tuple[Outcome, str, tuple[str, ...]]:
    if not question.audience.node or not question.audience.kind:
        return Outcome.WITHHELD, "audience.empty", ()
    if field.sensitivity == Sensitivity.S4:
        return Outcome.WITHHELD, "gate.never", ()
    if group_of(field.name) is None:
        return Outcome.WITHHELD, "gate.no_rule", ()
    if not needed(question.kind, field.name):
        return Outcome.WITHHELD, "gate.not_needed", ()
    if question.onward is not None:
        return _passed_on(question, question.onward, field)
    if (field.subject, field.sensitivity) in question.refused:
        return Outcome.WITHHELD, "gate.refused", ("gate.own_word",)
    if field.sensitivity != Sensitivity.S3:
        return Outcome.GOES, "gate.needed", ()
    return _identity(question, field)


def needs_leave(onward: Onward) -> bool:
    """H2, and what is for the receiving organisation alone, is passed on only with leave of its source."""
    return Handling.H2 in onward.handling or onward.tlp == "AMBER+STRICT"


def _may_pass_on(onward: Onward) -> Decision:
    if onward.barred:
        return no("gate.removed_member")
    if onward.expired:
        return no("gate.package_expired")
    return no("gate.red") if onward.tlp == "RED" else yes()


def _passed_on(question: Question, onward: Onward, field: RecordField) -> tuple[Outcome, str, tuple[str, ...]]:
    """What came from elsewhere: never against its labels, an identity only with leave of its source and only to who may have it."""
    whole = _may_pass_on(onward)
    if not whole.allowed:
        return Outcome.WITHHELD, whole.because, ()
    if field.subject in onward.called:
        return Outcome.WITHHELD, "leave.called_back", ()
    identity = field.sensitivity == Sensitivity.S3
    leave = onward.named if identity else onward.leave
    if (identity or needs_leave(onward)) and field.subject not in leave:
        return Outcome.WITHHELD, "gate.onward", ("gate.ask_leave",)
    if not identity:
        return Outcome.GOES, "gate.needed", ()
    if question.audience.kind not in IDENTITY_TO[question.kind]:
        return Outcome.WITHHELD, "gate.audience", ("gate.ask_another",)
    if field.name not in question.chosen:
        return Outcome.MASKED, "gate.not_chosen", ("gate.tick_it",)
    return Outcome.GOES, "gate.leave", ()


def _identity(question: Question, field: RecordField) -> tuple[Outcome, str, tuple[str, ...]]:
    """A field that tells who somebody is: right audience, ticked by the sender, on a ground with a reason."""
    if question.audience.kind not in IDENTITY_TO[question.kind]:
        return Outcome.WITHHELD, "gate.audience", ("gate.ask_another",)
    if field.name not in question.chosen:
        return Outcome.MASKED, "gate.not_chosen", ("gate.tick_it",)
    if question.ground not in GROUNDS:
        return Outcome.MASKED, "gate.no_ground", ("gate.name_a_ground",)
    if not question.ground_reason.strip():
        return Outcome.MASKED, "gate.no_ground_reason", ("gate.name_a_ground",)
    if not field.subject:
        return _of_the_case(question)
    point = (field.subject, field.sensitivity)
    if question.ground == BY_CONSENT and point not in question.agreed:
        return Outcome.MASKED, "gate.no_consent", ("gate.record_consent",)
    if question.ground == BY_BASIS and point not in question.based:
        return Outcome.MASKED, "gate.no_basis", ("gate.open_basis",)
    if question.ground == BY_FIR and field.subject not in question.accused:
        return Outcome.MASKED, "gate.not_accused", ("gate.record_consent", "gate.open_basis")
    return Outcome.GOES, f"gate.{question.ground}", ()


def _of_the_case(question: Question) -> tuple[Outcome, str, tuple[str, ...]]:
    """What belongs to nobody in the case has nobody to ask and nobody for whom two could decide: a registered FIR alone lets it go."""
    if question.ground != BY_FIR:
        return Outcome.MASKED, "gate.of_the_case", ("gate.name_fir",)
    return Outcome.GOES, "gate.case_fir", ()


def tlp_of(sensitivities: set[Sensitivity]) -> str:
    """The label of a package: with an identity only the receiving organisation may have it, else those who need to know there."""
    return "AMBER+STRICT" if Sensitivity.S3 in sensitivities else "AMBER"


STRICTER = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")


def marks_for(
    wished: Marks, *, sensitivities: set[Sensitivity], ground: str, ends: datetime | None, source: Marks | None
) -> Marks:
    """What a package is marked with: never less than it must be, whatever was wished.

    An identity that leaves by consent is not passed on without leave (H2): only its source knows what the person says tomorrow. A
    package ends with the consent or basis on which it left (``ends``); what is passed on keeps all that its source marked it with.
    """
    forced = {Handling.H2} if ground == BY_CONSENT and Sensitivity.S3 in sensitivities else set()
    labels = [wished.tlp, tlp_of(sensitivities), *([source.tlp] if source else [])]
    ending = [end for end in (wished.expires_at, ends, source.expires_at if source else None) if end]
    conditions = [words for words in (source.conditions if source else "", wished.conditions) if words.strip()]
    codes = {*wished.handling, *(source.handling if source else ()), *forced, *({Handling.H3} if conditions else ())}
    return Marks(
        tlp=max(labels, key=STRICTER.index),
        handling=tuple(sorted(codes)),
        conditions=" / ".join(dict.fromkeys(conditions))[:CONDITIONS_LENGTH],
        source_grade=source.source_grade if source and source.source_grade else wished.source_grade,
        information_grade=source.information_grade if source and source.information_grade else wished.information_grade,
        expires_at=min(ending, default=None),
    )
