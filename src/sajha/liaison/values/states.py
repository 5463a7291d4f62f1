"""The states of a thread, the table of its transitions, whose turn it is, and the rungs that an overdue one climbs."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    INFO_REQUESTED = "info_requested"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


FINAL = frozenset({State.DECLINED, State.COMPLETED, State.FAILED, State.CANCELLED, State.WITHDRAWN})
OPEN = (
    State.SENT,
    State.RECEIVED,
    State.INFO_REQUESTED,
    State.ACCEPTED,
    State.WAITLISTED,
    State.IN_PROGRESS,
)
AFTER_DRAFT = (*OPEN, *sorted(FINAL))

Transition = tuple[str, str, str]
"""(state, side, kind of move)"""

_UNDECIDED = (State.RECEIVED, State.INFO_REQUESTED)

# (state, side, move) -> the state it leads to. What is not here may not be done.
TRANSITIONS: dict[Transition, State] = {
    (State.DRAFT, "asker", "send"): State.SENT,
    (State.SENT, "recipient", "acknowledge"): State.RECEIVED,
    (State.RECEIVED, "recipient", "ask_back"): State.INFO_REQUESTED,
    (State.INFO_REQUESTED, "asker", "answer_back"): State.RECEIVED,
    **{(state, "recipient", "accept"): State.ACCEPTED for state in (*_UNDECIDED, State.WAITLISTED)},
    **{(state, "recipient", "waitlist"): State.WAITLISTED for state in _UNDECIDED},
    **{(state, "recipient", "decline"): State.DECLINED for state in (*_UNDECIDED, State.WAITLISTED)},
    **{(state, "recipient", "start"): State.IN_PROGRESS for state in (State.ACCEPTED, State.WAITLISTED)},
    (State.IN_PROGRESS, "recipient", "complete"): State.COMPLETED,
    (State.IN_PROGRESS, "recipient", "fail"): State.FAILED,
    **{(state, "asker", "cancel"): State.CANCELLED for state in OPEN},
    **{(state, "asker", "withdraw"): State.WITHDRAWN for state in OPEN},
    # what changes no state
    **{(state, "recipient", "progress"): state for state in (State.ACCEPTED, State.WAITLISTED, State.IN_PROGRESS)},
    **{(state, "asker", "remind"): state for state in OPEN},
    **{(state, "asker", "climb"): state for state in OPEN},
    **{
        (state, side, kind): state
        for state in AFTER_DRAFT
        for side in ("asker", "recipient")
        for kind in ("note", "attach", "media")
    },
}

TURN: dict[State, str] = {
    State.DRAFT: "asker",
    State.SENT: "recipient",
    State.RECEIVED: "recipient",
    State.INFO_REQUESTED: "asker",
    State.ACCEPTED: "recipient",
    State.WAITLISTED: "recipient",
    State.IN_PROGRESS: "recipient",
}
"""Which side must act; nobody in a final state."""


class Rung(StrEnum):
    """Who is told when nobody acts, from the nearest to the farthest."""

    UNIT_HEAD = "unit_head"
    OWN_NODAL = "own_nodal"
    THEIR_NODAL = "their_nodal"
    COORDINATOR = "coordinator"


# state -> (status of an HL7 FHIR R4 Task, its businessStatus)
FHIR: dict[State, tuple[str, str]] = {
    State.DRAFT: ("draft", "draft"),
    State.SENT: ("requested", "sent"),
    State.RECEIVED: ("received", "received"),
    State.INFO_REQUESTED: ("on-hold", "info_requested"),
    State.ACCEPTED: ("accepted", "accepted"),
    State.WAITLISTED: ("on-hold", "waitlisted"),
    State.DECLINED: ("rejected", "declined"),
    State.IN_PROGRESS: ("in-progress", "in_progress"),
    State.COMPLETED: ("completed", "completed"),
    State.FAILED: ("failed", "failed"),
    State.CANCELLED: ("cancelled", "cancelled"),
    State.WITHDRAWN: ("entered-in-error", "withdrawn"),
}
