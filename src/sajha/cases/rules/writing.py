"""What no text of ours may hold."""

from collections.abc import Iterable

from sajha.basics.decision import Decision, no, yes
from sajha.terms.aadhaar import holds_aadhaar


def may_be_written(texts: Iterable[str]) -> Decision:
    """No Aadhaar number is stored, in whatever field it stands (Aadhaar Act 2016, sections 8 and 29; promise 12)."""
    return no("aadhaar.never", "aadhaar.other_document") if any(map(holds_aadhaar, texts)) else yes()
