"""The parts of a workbook that matter here: its sheets, shared texts, and which number formats are dates."""

import posixpath
import re
import zipfile
from dataclasses import dataclass

from sajha.workbooks.files.values import FileRefused, Limits
from sajha.workbooks.files.xml import read_part

_HELPERS = frozenset({"about", "validation", "validations", "lists", "readme"})
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Workbook:
    """Which part is the sheet to read, whether dates count from 1904, and whether further visible sheets are left out."""

    sheet: str
    from_1904: bool
    others: bool


def workbook_of(container: zipfile.ZipFile, limits: Limits) -> Workbook:
    """The first visible sheet; sheets that only hold lists or remarks do not count as left out.

    Raises:
        FileRefused: ``file.malformed``, ``file.no_sheet``.
    """
    sheets: list[tuple[str, str]] = []
    dates: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "sheet" and attributes.get("state", "visible") == "visible":
            link = next((value for name, value in attributes.items() if name.endswith("}id")), "")
            sheets.append((attributes.get("name", ""), link))
            if len(sheets) > limits.sheets:
                raise FileRefused("file.too_many_parts")
        elif element == "workbookPr":
            dates.append(attributes.get("date1904", ""))

    read_part(container, "xl/workbook.xml", start, _nothing, _nothing)
    targets = _targets(container)
    found = [(name, targets[link]) for name, link in sheets if link in targets]
    if not found:
        raise FileRefused("file.no_sheet")
    others = any(name.strip().casefold() not in _HELPERS for name, _ in found[1:])
    return Workbook(found[0][1], any(value in ("1", "true") for value in dates), others)


def _nothing(*_ignored: object) -> None:
    """A handler for what is of no interest."""


def _targets(container: zipfile.ZipFile) -> dict[str, str]:
    """Relationship id to part name, of worksheets inside the container."""
    targets: dict[str, str] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if (
            element == "Relationship"
            and attributes.get("Type", "").endswith("/worksheet")
            and attributes.get("TargetMode") != "External"
        ):
            target = attributes.get("Target", "")
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            if name in names:
                targets[attributes.get("Id", "")] = name

    names = set(container.namelist())
    read_part(container, "xl/_rels/workbook.xml.rels", start, _nothing, _nothing)
    return targets


class _SharedTexts:
    """Handlers that gather the texts of ``si`` elements, without the sounds (``rPh``) written above some scripts."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.collecting = self.sound = False
        self.total = 0

    def start(self, element: str, _attributes: dict[str, str]) -> None:
        if element == "si":
            self.pieces.clear()
        elif element == "t":
            self.collecting = not self.sound
        elif element == "rPh":
            self.sound = True

    def end(self, element: str) -> None:
        if element == "si":
            self.texts.append(unescape("".join(self.pieces)))
            self.total += len(self.texts[-1]) + 50
            if self.total > self.limits.shared_characters:
                raise FileRefused("file.unpacks_too_large")
        elif element == "t":
            self.collecting = False
        elif element == "rPh":
            self.sound = False

    def text(self, data: str) -> None:
        if self.collecting:
            self.pieces.append(data)


def shared_texts(container: zipfile.ZipFile, limits: Limits) -> list[str]:
    """The table of texts to which cells point.

    Raises:
        FileRefused: ``file.malformed``, ``file.unpacks_too_large``.
    """
    found = _SharedTexts(limits)
    if "xl/sharedStrings.xml" in container.namelist():
        read_part(container, "xl/sharedStrings.xml", found.start, found.end, found.text)
    return found.texts


def unescape(text: str) -> str:
    """Undo ``_x000D_`` (ECMA-376 part 1, 22.9.2.19): characters that XML cannot hold."""
    if "_x" not in text:
        return text
    joined = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def date_styles(container: zipfile.ZipFile) -> frozenset[int]:
    """The style numbers under which a number is a day or a time.

    Raises:
        FileRefused: ``file.malformed``.
    """
    custom: dict[str, bool] = {}
    styles: list[bool] = []
    inside: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == "numFmt":
            custom[attributes.get("numFmtId", "")] = _is_date_format(attributes.get("formatCode", ""))
        elif element == "xf" and inside[-1:] == ["cellXfs"]:
            number = attributes.get("numFmtId", "0")
            styles.append(custom.get(number, number.isdecimal() and len(number) < 6 and int(number) in _DATE_FORMATS))
            if len(styles) > 100_000:
                raise FileRefused("file.malformed")
        inside.append(element)

    def end(_element: str) -> None:
        inside.pop()

    if "xl/styles.xml" in container.namelist():
        read_part(container, "xl/styles.xml", start, end, _nothing)
    return frozenset(number for number, is_date in enumerate(styles) if is_date)


def _is_date_format(code: str) -> bool:
    return any(letter in "dmyh" for letter in _NOT_FORMAT.sub("", code[:200]).split(";")[0].lower())
