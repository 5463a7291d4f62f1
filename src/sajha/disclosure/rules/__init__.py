"""What may leave, and why. Plain Python: handed values, gives decisions."""

from sajha.disclosure.rules.documents import LARGEST_DOCUMENT, MEDIA, TYPES, checked_document, kind_of
from sajha.disclosure.rules.fields import GROUPS
from sajha.disclosure.rules.gate import IDENTITY_TO, NEEDED, PURPOSE_OF, group_of, may_release, needed, release, tlp_of
from sajha.disclosure.rules.size import LARGEST_BODY, may_depart

__all__ = [
    "PURPOSE_OF",
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
