"""What may leave, and why. Plain Python: handed values, gives decisions."""

from sajha.disclosure.rules.court import may_name_in_court, may_use_in_court
from sajha.disclosure.rules.documents import LARGEST_DOCUMENT, MEDIA, TYPES, checked_document, kind_of
from sajha.disclosure.rules.fields import GROUPS
from sajha.disclosure.rules.gate import (
    BY_BASIS,
    BY_CONSENT,
    BY_FIR,
    IDENTITY_TO,
    NEEDED,
    PURPOSE_OF,
    group_of,
    marks_for,
    may_release,
    needed,
    needs_leave,
    release,
    tlp_of,
)
from sajha.disclosure.rules.marking import LEAST, labels_from, may_wish, why_marked
from sajha.disclosure.rules.recall import (
    LONGEST_KEPT,
    come_to,
    item_of,
    keeps,
    kept_until,
    may_agree,
    may_keep,
    why_due,
)
from sajha.disclosure.rules.size import LARGEST_BODY, may_depart
from sajha.disclosure.rules.word import NOTHING, Word, spoken, why_not_further, why_not_now, word

__all__ = [
    "BY_BASIS",
    "BY_CONSENT",
    "BY_FIR",
    "PURPOSE_OF",
    "LEAST",
    "LONGEST_KEPT",
    "labels_from",
    "may_name_in_court",
    "may_use_in_court",
    "may_wish",
    "why_marked",
    "come_to",
    "item_of",
    "keeps",
    "kept_until",
    "marks_for",
    "may_agree",
    "may_keep",
    "needs_leave",
    "NOTHING",
    "Word",
    "why_due",
    "why_not_further",
    "why_not_now",
    "spoken",
    "word",
    "GROUPS",
    "IDENTITY_TO",
    "LARGEST_BODY",
    "LARGEST_DOCUMENT",
    "MEDIA",
    "NEEDED",
    "TYPES",
    "checked_document",
    "group_of",
    "kind_of",
    "may_depart",
    "may_release",
    "needed",
    "release",
    "tlp_of",
]
