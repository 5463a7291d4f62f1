"""The pack for the court in words and on paper: what came and what left, who sent it, when, sealed by which digest.

Made of plain words, so that its digest stands in the ledger and on each of its sheets.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sajha.cases.values import Sensitivity
from sajha.consent.sheets import FONTS
from sajha.disclosure.queries.court import CourtThread
from sajha.disclosure.texts import marks_text, value_words
from sajha.disclosure.values import PackageField, PackagePart
from sajha.liaison.queries import name_of, own_node
from sajha.liaison.values import TimelineEntry
from sajha.terms.formats import datetime_text
from sajha.terms.labels.requests import CODES, DONE, FIELDS, GROUNDS, KINDS, STATES, word
from sajha.terms.places import parse_place, place_label
from sajha.terms.reasons import reason_text

_DATA = Path(__file__).parent / "data"
Content = dict[str, Any]
Line = tuple[str, str]


def content_of(threads: list[CourtThread], *, named: bool, by: str, at: datetime, id: str) -> Content:
    """All words of the pack, in the reader's language. ``named``: what tells who somebody is was opened for a reason."""
    shown = [marks_text(one.marks).line for thread in threads for one in thread.packages]
    return {
        "id": id,
        "language": get_language() or "en",
        "title": _("Pack for the court"),
        "head": [
            (_("Made by"), f"{own_node().name}, {by}"),
            (_("Made at"), datetime_text(at)),
            (_("Number"), id),
        ],
        "codes": list(dict.fromkeys(shown)),
        "note": _("The codes say how each part is to be handled. What is hidden or held is named, and its content is not here."),
        "words": {"timeline": _("Timeline"), "enclosed": _("What was enclosed"), "page": _("Page")},
        "threads": [_thread(one, named=named) for one in threads],
    }  # fmt: skip


def digest_of(content: Content) -> str:
    """SHA-256 of the words of a pack, hexadecimal."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def sheet(content: Content) -> bytes:
    """The pack as a PDF/UA-1 (A4), the codes on top and at the foot of every sheet.

    Letters for which there is no face here (Bengali, say) cannot be printed: then the first sheet says so, and it is a plain PDF.
    """
    import typst  # tens of megabytes: only a process that prints loads it

    try:
        return _compiled(content, "", "ua-1")
    except typst.TypstError:
        warning = _("Some letters of a script that this node cannot print are missing. Look at the request itself.")
        return _compiled(content, warning, None)


def _compiled(content: Content, warning: str, standard: Literal["ua-1"] | None) -> bytes:
    import typst

    words = json.dumps({**content, "digest": digest_of(content), "warning": warning})
    pdf: bytes = typst.compile(
        str(_DATA / "court.typ"),
        root=str(_DATA),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"pack": words},
        pdf_standards=standard,
    )
    return pdf


def _thread(thread: CourtThread, *, named: bool) -> Content:
    view = thread.view
    open_ = named and thread.complete
    return {
        "title": word(KINDS, view.row.kind),
        "rows": [
            (_("Asked by"), _name(view.asker)),
            (_("Asked of"), _name(view.recipient)),
            (_("Place"), place_label(parse_place(view.row.place)) if view.row.place else ""),
            (_("State"), word(STATES, view.row.state)),
            (_("Request"), view.row.id),
        ],
        "packages": [_package(one, named=named) for one in thread.packages],
        "steps": [_step(entry, view.asker if entry.side == "asker" else view.recipient, open_) for entry in view.timeline],
    }  # fmt: skip


def _name(node: str) -> str:
    own = own_node()
    return own.name if node == own.id else name_of(node)


def _package(one: PackagePart, *, named: bool) -> Content:
    return {
        "title": _("What you sent") if one.outward else _("What they sent"),
        "marks": list(marks_text(one.marks).lines),
        "rows": _provenance(one),
        "held": bool(one.held),
        "digest": one.digest,
        "notes": _notes(one, named=named),
        "fields": [_field(field, one, named=named) for field in one.fields],
    }


def _provenance(one: PackagePart) -> list[Line]:
    """Who sent it, when it was made and came, the signed message and the receipt, and the digest by which it was sealed."""
    own = own_node()
    sender, to = ((own.name, own.id), (name_of(one.other), one.other))[:: 1 if one.outward else -1]
    rows = [
        (_("Sent by"), f"{sender[0]} ({sender[1]})"),
        (_("Sent to"), f"{to[0]} ({to[1]})"),
        (_("Made at"), datetime_text(one.made_at)),
        (_("Signed message"), one.message),
        (_("Receipt signed at"), datetime_text(one.receipted_at) if one.receipted_at else _("No receipt yet")),
        ("SHA-256", one.digest),
    ]
    return [*rows, (_("Ground"), word(GROUNDS, one.ground))] if one.ground else rows


def _notes(one: PackagePart, *, named: bool) -> list[str]:
    """What a reader must know of what is not here."""
    notes = [reason_text(one.held)] if one.held else []
    if one.called_back:
        notes.append(_("A part of it was called back and is not here."))
    if one.kept:
        notes.append(_("A part of it was called back, and is kept on a legal ground."))
    if one.unnamed and named:
        notes.append(reason_text(one.unnamed))
    if not one.whole:
        notes.append(_("This is not what was sealed when it was sent. Tell your administrator."))
    return notes


def shows(field: PackageField, one: PackagePart, *, named: bool) -> bool:
    """Whether the value stands in the pack: an identity only when it was opened for a reason and may be named in court."""
    if field.value == "absent:withheld":
        return False
    return field.sensitivity != Sensitivity.S3 or (named and not one.unnamed)


def _field(field: PackageField, one: PackagePart, *, named: bool) -> tuple[str, str, str]:
    value = value_words(field.name, field.value) if shows(field, one, named=named) else _("Hidden")
    return field.subject, word(FIELDS, field.name), value


def _step(entry: TimelineEntry, node: str, open_: bool) -> Content:
    """One step: when, what, who. What people wrote only where nothing is held; of a document its hash, never its name."""
    codes = [word(CODES, code) for code in (entry.code, entry.more) if code]
    file = entry.attachment
    return {
        "at": datetime_text(entry.at),
        "what": ": ".join([word(DONE, entry.kind), *codes]),
        "who": ", ".join(part for part in (entry.person, _name(node)) if part),
        "message": entry.message,
        "words": entry.words if open_ else "",
        "file": f"{file.media_type}, {file.size} B, SHA-256 {file.sha256}" if file else "",
        "without_effect": _("(without effect)") if entry.superseded else "",
    }
