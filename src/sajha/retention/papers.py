"""The certificate as a sheet of paper in the reader's language: shaped right, readable by a screen reader, nobody's name of the case on it."""

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sajha.retention.certificates import said_in
from sajha.retention.classes import DATA
from sajha.terms.formats import date_text
from sajha.terms.labels.retention import CLASS_LABELS, ERASURE_LABELS

_FONTS = Path(__file__).parent.parent / "consent" / "data" / "fonts"


def sheet(text: str) -> bytes:
    """A PDF/UA-1 (A4) in the active language.

    Raises:
        ValueError: this is no certificate.
    """
    import typst  # tens of megabytes: only a process that prints loads it

    pdf: bytes = typst.compile(
        str(DATA / "certificate.typ"),
        root=str(DATA),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"certificate": json.dumps(words_of(text))},
        pdf_standards=["ua-1"],
    )
    return pdf


def words_of(text: str) -> dict[str, Any]:
    """What the sheet says, in the active language."""
    said = said_in(text)
    return {
        "language": (get_language() or "en")[:2],
        "title": _("Certificate of an erasure"),
        "lead": _(
            "The keys of this record were destroyed. Nothing that was sealed under them can be read at this node any more."
        ),
        "rows": _rows(said),
        "limits": {"title": _("What this does not say"), "sentences": limits_of(said)},
        "proof": {"title": _("How to check it"), "rows": _proof(said, text)},
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


def _rows(said: dict[str, Any]) -> list[tuple[str, str]]:
    subject, named = said["subject"], said["class"]
    return [
        (_("Organisation"), said["organisation"]),
        (_("Record"), subject["number"] or subject["id"]),
        (_("Erased"), _day(said["confirmed"]["at"])),
        (_("Why"), str(ERASURE_LABELS[said["asked"]["because"]])),
        (_("Asked by"), f"{said['asked']['by']['name'] or said['asked']['by']['id']}, {_day(said['asked']['at'])}"),
        (_("Confirmed by"), said["confirmed"]["by"]["name"] or said["confirmed"]["by"]["id"]),
        (_("Class"), str(CLASS_LABELS.get(named["id"], named["id"]))),
        (_("Rule"), named["rule"] or _("No rule found in the reviewed list. The organisation decided.")),
        (_("Keys destroyed"), str(len(said["keys"]))),
    ]


def limits_of(said: dict[str, Any]) -> list[str]:
    """What an erasure cannot reach, said plainly."""
    day = date_text(date.fromisoformat(said["backups_until"]))
    return [
        _("Backups made before still hold it, sealed. They are kept until %(day)s at the latest.") % {"day": day},
        _("What was printed, exported or written down elsewhere is not reached by this."),
        _(
            "What other organisations had was called back before. What one of them keeps on a legal ground stays there; the record of what left tells which."
        ),
        _(
            "The number of the case, its year, state and how it ended stay, for counting, and the record of who did what."
        ),
    ]


def _proof(said: dict[str, Any], text: str) -> list[tuple[str, str]]:
    return [
        (_("Command"), "sajha retention verify"),
        (_("Node"), said["node"]),
        (_("Entry in the record"), f"{said['record']['area']} {said['record']['seq']}"),
        (_("Digest"), said["record"]["digest"]),
        (_("Signature"), _wrapped(json.loads(text)["proof"]["signature"])),
    ]


def _wrapped(digits: str) -> str:
    """In pieces of 32, so that a line can break between them."""
    return " ".join(digits[start : start + 32] for start in range(0, len(digits), 32))


def _day(text: str) -> str:
    return date_text(datetime.fromisoformat(text).date())
