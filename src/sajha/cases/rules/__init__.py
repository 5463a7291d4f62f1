"""What may be written, changed and shown."""

from sajha.cases.rules.keeping import (
    LEAST_REASON,
    may_be_identified_on,
    may_change,
    may_close_as,
    may_reveal,
    may_reveal_things,
    may_stand_open_as,
    reason_is_given,
    unchanged_since,
)
from sajha.cases.rules.people import age_agrees, may_be_born_on, may_be_called, people_text, search_key
from sajha.cases.rules.process import leg_is_told, may_be_in_month, may_say
from sajha.cases.rules.things import is_thing, owner_among, owners_of
from sajha.cases.rules.vaults import may_open_in, usual_vault
from sajha.cases.rules.writing import may_be_written

__all__ = [
    "LEAST_REASON",
    "age_agrees",
    "is_thing",
    "leg_is_told",
    "may_be_born_on",
    "may_be_called",
    "may_be_identified_on",
    "may_be_in_month",
    "may_be_written",
    "may_change",
    "may_close_as",
    "may_open_in",
    "may_reveal",
    "may_reveal_things",
    "may_say",
    "may_stand_open_as",
    "owner_among",
    "owners_of",
    "people_text",
    "reason_is_given",
    "search_key",
    "unchanged_since",
    "usual_vault",
]
