"""Which files may travel: documents by their content and structure, never by their name. Nothing in them is run or shown."""

import io
import zipfile

import puremagic

from sajha.basics.decision import Decision, no, yes

LARGEST_DOCUMENT = 4 * 1024 * 1024
PDF = "application/pdf"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TYPES: dict[str, str] = {PDF: ".pdf", TEXT: ".txt", DOCX: ".docx", ODT: ".odt"}
MEDIA = frozenset({"image", "video", "audio"})

_VIDEO_STARTS = (b"\x1aE\xdf\xa3", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"FLV\x01", b"OggS")
_MEDIA_STARTS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS", *_VIDEO_STARTS)
_MEDIA_BOXES = (b"ftyp", b"moov", b"mdat", b"wide")
_MEDIA_CHUNKS = (b"WEBP", b"AVI ", b"WAVE")
_MOST_PARTS = 2000
_ACTIVE = ("vbaproject", "basic/", "scripts/", "activex", "embeddings/", "oleobject", "macros/")
_ACTIVE_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


def kind_of(content: bytes) -> str:
    """The media type of a document that may travel, ``image``, ``video`` or ``audio`` for what stays, else empty."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _package_kind(content)
    if _is_text(content):
        return TEXT
    family = _family(content)
    return family if family in MEDIA else ""


def _family(content: bytes) -> str:
    """What the first bytes say: our own short list first, then all that ``puremagic`` knows."""
    if content.startswith(_MEDIA_STARTS) or content[4:8] in _MEDIA_BOXES or content[8:12] in _MEDIA_CHUNKS:
        return "video" if content.startswith(_VIDEO_STARTS) or content[4:8] in _MEDIA_BOXES else "image"
    try:
        found = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError, IndexError):
        return ""
    families = [one.mime_type.partition("/")[0] for one in found if one.confidence >= 0.4 and one.mime_type]
    return next((family for family in families if family in MEDIA), "")


def _package_kind(content: bytes) -> str:
    names = _names(content)
    if "word/document.xml" in names and "[content_types].xml" in names:
        return DOCX
    return ODT if "content.xml" in names and content[30:].startswith(b"mimetype" + ODT.encode()) else ""


def _names(content: bytes) -> set[str]:
    """Names of the parts, lowered, from the directory alone: nothing is unpacked. Empty when the package is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return set()
    if len(parts) > _MOST_PARTS or any(part.flag_bits & 1 for part in parts):
        return set()
    return {part.filename.lower() for part in parts}


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and not any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text)


def checked_document(content: bytes) -> tuple[Decision, str]:
    """Whether the file may travel, and its media type. At most 4 MiB; PDF, plain text, DOCX or ODT; no macro, script or part inside."""
    if not content:
        return no("document.empty"), ""
    if len(content) > LARGEST_DOCUMENT:
        return no("document.too_large"), ""
    kind = kind_of(content)
    if kind in MEDIA:
        return no("document.is_media"), kind
    if kind not in TYPES:
        return no("document.wrong_type"), ""
    return (no("document.active"), kind) if _is_active(kind, content) else (yes(), kind)


def _is_active(kind: str, content: bytes) -> bool:
    if kind == PDF:
        return any(word in content for word in _ACTIVE_PDF)
    return kind in (DOCX, ODT) and any(word in name for name in _names(content) for word in _ACTIVE)
