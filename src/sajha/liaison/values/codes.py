"""Coded reasons and outcomes: why one declines or takes back, how a request ended."""

from sajha.liaison.values.kinds import Kind

OTHER = "other"

CODES: dict[str, tuple[str, ...]] = {
    "decline": (
        "not_our_place",
        "no_capacity",
        "no_legal_basis",
        "person_unwilling",
        "too_little_information",
        "asked_twice",
        "unsafe",
        OTHER,
    ),
    "fail": ("not_found", "person_unwilling", "no_capacity", "no_order", "evidence_gone", "unsafe", "too_late", OTHER),
    "cancel": ("no_longer_needed", "answered_elsewhere", "asked_twice", OTHER),
    "withdraw": ("sent_by_mistake", "wrong_recipient", "consent_withdrawn", OTHER),
    "climb": ("unit_head", "own_nodal", "their_nodal", "coordinator"),
}
"""Kind of move -> codes; ``complete`` has its own per kind of request."""

COMPLETED: dict[Kind, tuple[str, ...]] = {
    Kind.TRACE_PERSON: ("located", "located_wants_no_contact", "located_elsewhere"),
    Kind.VERIFY_ADDRESS: ("confirmed", "partly_confirmed", "not_confirmed"),
    Kind.HOME_STUDY: ("home_suitable", "home_suitable_with_support", "home_not_suitable"),
    Kind.RESCUE_ASSISTANCE: ("rescued", "already_safe", "nobody_there"),
    Kind.PRESERVE_EVIDENCE: ("preserved", "partly_preserved"),
    Kind.TRANSIT_REMAND: ("produced", "handed_over"),
    Kind.WITNESS_BY_VIDEO: ("testified", "date_fixed"),
    Kind.TRANSFER_PERSON: ("arrived", "service_given", "person_declined"),
    Kind.REPATRIATION: ("arrived", "handed_over", "person_declined"),
    Kind.DISCLOSE_AFTER_MATCH: ("disclosed", "contact_given"),
    Kind.JOINT_OPERATION: ("carried_out", "plan_agreed"),
    Kind.COMPENSATION_FOLLOW_UP: ("applied", "awarded", "paid"),
    Kind.LEAVE: ("granted",),
    Kind.RECALL: ("destroyed", "kept", "never_had"),
}

WORDS_NEEDED = frozenset({"ask_back", "answer_back", "note", "progress"})
"""Moves that are nothing without words; the code ``other`` needs words too."""


def codes_of(kind: Kind, move: str) -> tuple[str, ...]:
    """The codes that a move must choose from; empty when it has none."""
    return COMPLETED[kind] if move == "complete" else CODES.get(move, ())
