"""Reading threads, always for an Actor."""

from sajha.liaison.queries.climbing import Climb, Whom, due_to_climb, overseer_for, to_climb
from sajha.liaison.queries.lists import closed, counts, drafts, inbox, needing, newly_arrived, of_case, sent
from sajha.liaison.queries.nodes import (
    NodeOf,
    active_node,
    members,
    name_of,
    open_with,
    own_node,
    standing_of,
)
from sajha.liaison.queries.overdue import notice, notices, overdue_here
from sajha.liaison.queries.own_cases import is_open_to
from sajha.liaison.queries.scope import find, kind_of_thread, of_party, opened_at, side_of, visible
from sajha.liaison.queries.single import HIDDEN_MOVES, document, draft, may_see, state_of, thread

__all__ = [
    "HIDDEN_MOVES",
    "Climb",
    "Whom",
    "due_to_climb",
    "overseer_for",
    "to_climb",
    "side_of",
    "NodeOf",
    "active_node",
    "closed",
    "counts",
    "document",
    "draft",
    "drafts",
    "find",
    "inbox",
    "is_open_to",
    "kind_of_thread",
    "opened_at",
    "may_see",
    "members",
    "name_of",
    "needing",
    "newly_arrived",
    "notice",
    "notices",
    "of_case",
    "of_party",
    "overdue_here",
    "open_with",
    "own_node",
    "standing_of",
    "sent",
    "state_of",
    "thread",
    "visible",
]
