"""What no text of ours may hold."""

from collections.abc import Iterable

from sajha.basics.decision import Decision, no, yes
from sajha.terms.aadhaar import holds_aadhaar


def may_be_written(texts: Iterable[str], *, telephone: bool = False) -> Decision:
    """No Aadhaar number is stored, in whatever field it stands (Aadhaar Act 2016, sections 8 and 29; promise 12).

    One in ten telephone numbers that begin with 91 and no + is taken for one: then the + is the way out.
    """
    way_out = "aadhaar.plus" if telephone else "aadhaar.other_document"
    return no("aadhaar.never", way_out) if any(map(holds_aadhaar, texts)) else yes()
