"""What one organisation may ask of another; a referral is one kind."""

from enum import StrEnum


class Kind(StrEnum):
    TRACE_PERSON = "trace_person"
    VERIFY_ADDRESS = "verify_address"
    HOME_STUDY = "home_study"
    RESCUE_ASSISTANCE = "rescue_assistance"
    PRESERVE_EVIDENCE = "preserve_evidence"
    TRANSIT_REMAND = "transit_remand"
    WITNESS_BY_VIDEO = "witness_by_video"
    TRANSFER_PERSON = "transfer_person"
    REPATRIATION = "repatriation"
    DISCLOSE_AFTER_MATCH = "disclose_after_match"
    JOINT_OPERATION = "joint_operation"
    COMPENSATION_FOLLOW_UP = "compensation_follow_up"
    LEAVE = "leave"
    RECALL = "recall"


OFFERED: tuple[Kind, ...] = tuple(kind for kind in Kind if kind not in (Kind.LEAVE, Kind.RECALL))
"""What a person may ask from a case. Leave to pass on begins at a package, a recall at the ledger."""

PEOPLE_MAY: dict[Kind, frozenset[str]] = {
    Kind.LEAVE: frozenset(
        {"acknowledge", "ask_back", "answer_back", "decline", "cancel", "withdraw", "remind", "note", "attach"}
    ),
    Kind.RECALL: frozenset({"remind", "note"}),
}
"""Where a kind is narrower than the table of transitions: the moves that people make in it. All else the node makes itself, with
what belongs to it (the leave that was given, the signed answer)."""

# Which kinds of organisation (of ``directory``) are proposed for a kind of request; any member may be asked all the same.
ASKED_OF: dict[Kind, tuple[str, ...]] = {
    Kind.TRACE_PERSON: ("ahtu", "police_station"),
    Kind.VERIFY_ADDRESS: ("ahtu", "police_station", "child_protection_unit"),
    Kind.HOME_STUDY: ("child_protection_unit", "cwc", "ngo"),
    Kind.RESCUE_ASSISTANCE: ("ahtu", "police_station", "railway_police", "labour_office"),
    Kind.PRESERVE_EVIDENCE: ("ahtu", "police_station"),
    Kind.TRANSIT_REMAND: ("ahtu", "police_station"),
    Kind.WITNESS_BY_VIDEO: ("court", "dlsa", "ahtu"),
    Kind.TRANSFER_PERSON: ("shelter", "cwc", "ngo", "health"),
    Kind.REPATRIATION: ("cwc", "shelter", "ahtu", "embassy"),
    Kind.DISCLOSE_AFTER_MATCH: ("ahtu", "shelter", "cwc"),
    Kind.JOINT_OPERATION: ("ahtu", "railway_police", "border_force"),
    Kind.COMPENSATION_FOLLOW_UP: ("dlsa", "prosecutor", "court"),
}
