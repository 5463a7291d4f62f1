"""The second person, who lets a held search go or stops it."""

from datetime import datetime, timedelta

from sajha.basics.decision import Decision, no, yes
from sajha.matching.rules.grounds import SHORTEST_REASON
from sajha.matching.values import SearchState

HELD_FOR = timedelta(days=7)
"""After this nobody lets it go any more: whoever still needs it asks anew."""


def may_decide_held(
    *, state: str, asker: str, held_since: datetime, second: str, is_person: bool, reason: str, at: datetime
) -> Decision:
    """Somebody else than the asker, a person and not a node's clockwork, with a reason, while it waits and is not too old."""
    if state != SearchState.HELD:
        return no("match.not_held")
    if not is_person:
        return no("match.person")
    if second == asker:
        return no("match.not_alone")
    if at - held_since > HELD_FOR:
        return no("match.held_too_long", "match.ask_anew")
    return yes() if len(reason.strip()) >= SHORTEST_REASON else no("reason.too_short")
