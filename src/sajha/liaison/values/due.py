"""Due times as data: hours by kind, urgency and state.

These are service goals of this software, agreed among those who use it. They are not law, except where :data:`LAW`
names a rule of the reviewed list of legal time limits.
"""

from enum import StrEnum

from sajha.liaison.values.kinds import Kind
from sajha.liaison.values.states import State


class Urgency(StrEnum):
    """``immediate``: a life or a child's first day is at stake; ``urgent``: this week; ``routine``: all else."""

    IMMEDIATE = "immediate"
    URGENT = "urgent"
    ROUTINE = "routine"


_COLUMNS = (State.SENT, State.RECEIVED, State.INFO_REQUESTED, State.ACCEPTED, State.WAITLISTED, State.IN_PROGRESS)

# hours until:                 ack  answer  info  start  place  report or end
_ROWS: dict[tuple[Kind, Urgency], tuple[int, ...]] = {
    (Kind.TRACE_PERSON, Urgency.IMMEDIATE): (1, 4, 4, 4, 24, 24),
    (Kind.TRACE_PERSON, Urgency.URGENT): (12, 24, 24, 24, 72, 72),
    (Kind.TRACE_PERSON, Urgency.ROUTINE): (48, 120, 120, 120, 336, 336),
    (Kind.VERIFY_ADDRESS, Urgency.IMMEDIATE): (2, 8, 8, 8, 24, 48),
    (Kind.VERIFY_ADDRESS, Urgency.URGENT): (24, 48, 48, 48, 96, 120),
    (Kind.VERIFY_ADDRESS, Urgency.ROUTINE): (48, 120, 120, 120, 336, 504),
    (Kind.HOME_STUDY, Urgency.IMMEDIATE): (4, 24, 24, 24, 48, 96),
    (Kind.HOME_STUDY, Urgency.URGENT): (24, 72, 72, 72, 168, 240),
    (Kind.HOME_STUDY, Urgency.ROUTINE): (48, 120, 120, 168, 336, 360),
    (Kind.RESCUE_ASSISTANCE, Urgency.IMMEDIATE): (1, 2, 2, 2, 6, 12),
    (Kind.RESCUE_ASSISTANCE, Urgency.URGENT): (4, 12, 12, 12, 24, 48),
    (Kind.RESCUE_ASSISTANCE, Urgency.ROUTINE): (24, 72, 72, 72, 168, 336),
    (Kind.PRESERVE_EVIDENCE, Urgency.IMMEDIATE): (1, 2, 2, 2, 6, 12),
    (Kind.PRESERVE_EVIDENCE, Urgency.URGENT): (12, 24, 24, 24, 48, 96),
    (Kind.PRESERVE_EVIDENCE, Urgency.ROUTINE): (48, 96, 96, 96, 240, 336),
    (Kind.TRANSIT_REMAND, Urgency.IMMEDIATE): (1, 3, 3, 3, 6, 12),
    (Kind.TRANSIT_REMAND, Urgency.URGENT): (6, 12, 12, 12, 24, 48),
    (Kind.TRANSIT_REMAND, Urgency.ROUTINE): (24, 48, 48, 48, 96, 168),
    (Kind.WITNESS_BY_VIDEO, Urgency.IMMEDIATE): (4, 12, 12, 12, 24, 48),
    (Kind.WITNESS_BY_VIDEO, Urgency.URGENT): (24, 72, 72, 72, 120, 168),
    (Kind.WITNESS_BY_VIDEO, Urgency.ROUTINE): (48, 168, 168, 168, 336, 504),
    (Kind.TRANSFER_PERSON, Urgency.IMMEDIATE): (1, 4, 4, 4, 12, 24),
    (Kind.TRANSFER_PERSON, Urgency.URGENT): (12, 24, 24, 48, 96, 120),
    (Kind.TRANSFER_PERSON, Urgency.ROUTINE): (48, 120, 120, 168, 336, 504),
    (Kind.REPATRIATION, Urgency.IMMEDIATE): (4, 24, 24, 48, 72, 120),
    (Kind.REPATRIATION, Urgency.URGENT): (24, 72, 72, 120, 240, 336),
    (Kind.REPATRIATION, Urgency.ROUTINE): (72, 240, 240, 336, 720, 1440),
    (Kind.DISCLOSE_AFTER_MATCH, Urgency.IMMEDIATE): (2, 6, 6, 6, 24, 24),
    (Kind.DISCLOSE_AFTER_MATCH, Urgency.URGENT): (24, 72, 72, 48, 120, 120),
    (Kind.DISCLOSE_AFTER_MATCH, Urgency.ROUTINE): (48, 168, 168, 120, 336, 336),
    (Kind.JOINT_OPERATION, Urgency.IMMEDIATE): (1, 3, 3, 3, 12, 24),
    (Kind.JOINT_OPERATION, Urgency.URGENT): (12, 48, 48, 48, 96, 168),
    (Kind.JOINT_OPERATION, Urgency.ROUTINE): (48, 168, 168, 168, 336, 720),
    (Kind.COMPENSATION_FOLLOW_UP, Urgency.IMMEDIATE): (24, 72, 72, 72, 168, 168),
    (Kind.COMPENSATION_FOLLOW_UP, Urgency.URGENT): (48, 120, 120, 120, 240, 336),
    (Kind.COMPENSATION_FOLLOW_UP, Urgency.ROUTINE): (72, 240, 240, 240, 480, 720),
    (Kind.LEAVE, Urgency.IMMEDIATE): (1, 4, 4, 4, 12, 12),
    (Kind.LEAVE, Urgency.URGENT): (12, 48, 48, 24, 72, 72),
    (Kind.LEAVE, Urgency.ROUTINE): (48, 120, 120, 72, 168, 168),
    (Kind.RECALL, Urgency.IMMEDIATE): (1, 4, 4, 4, 12, 24),
    (Kind.RECALL, Urgency.URGENT): (24, 24, 24, 24, 72, 72),
    (Kind.RECALL, Urgency.ROUTINE): (48, 48, 48, 48, 120, 120),
}

DRAFT_HOURS = 72

DUE_HOURS: dict[tuple[str, str, str], int] = {
    **{
        (kind, urgency, state): hours
        for (kind, urgency), row in _ROWS.items()
        for state, hours in zip(_COLUMNS, row, strict=True)
    },
    **{(kind, urgency, State.DRAFT): DRAFT_HOURS for kind, urgency in _ROWS},
}
"""(kind, urgency, state) -> hours from the start of the state until somebody must have acted."""

STEP_HOURS: dict[str, int] = {Urgency.IMMEDIATE: 1, Urgency.URGENT: 12, Urgency.ROUTINE: 48}
"""Hours between one rung and the next, once overdue."""

LAW: dict[tuple[str, str, str], str] = {
    (Kind.TRANSFER_PERSON, Urgency.IMMEDIATE, State.IN_PROGRESS): "CWC-24",
}
"""Where the hours are taken from a legal limit: the id of the rule. CWC-24: a child before the committee within 24 hours of being
found, journey excluded (JJ Act 31(1)). The rule's own clock runs from the finding, not from here."""
