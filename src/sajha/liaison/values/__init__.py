"""The words of a request between organisations: kinds, states, moves, codes, due times."""

from sajha.liaison.values.codes import CODES, OTHER, WORDS_NEEDED, codes_of
from sajha.liaison.values.due import DUE_HOURS, LAW, STEP_HOURS, Urgency
from sajha.liaison.values.kinds import ASKED_OF, OFFERED, PEOPLE_MAY, Kind
from sajha.liaison.values.moves import Attached, Move, MoveKind, Side, ThreadState
from sajha.liaison.values.rows import AttachmentLine, Counts, Draft, Notice, Page, ThreadRow, ThreadView, TimelineEntry
from sajha.liaison.values.states import FHIR, FINAL, OPEN, TRANSITIONS, TURN, Rung, State, Transition

__all__ = [
    "ASKED_OF",
    "AttachmentLine",
    "Counts",
    "Draft",
    "Notice",
    "PEOPLE_MAY",
    "Page",
    "ThreadRow",
    "ThreadView",
    "TimelineEntry",
    "Attached",
    "CODES",
    "DUE_HOURS",
    "FHIR",
    "FINAL",
    "Kind",
    "LAW",
    "Move",
    "MoveKind",
    "OFFERED",
    "OPEN",
    "OTHER",
    "Rung",
    "STEP_HOURS",
    "Side",
    "State",
    "TRANSITIONS",
    "TURN",
    "ThreadState",
    "Transition",
    "Urgency",
    "WORDS_NEEDED",
    "codes_of",
]
