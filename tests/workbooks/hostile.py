"""Files that wish us ill, made by the tests: each maker writes one file and returns its path."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Case Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
HEADING = '<row r="1"><c r="A1" t="inlineStr"><is><t>prs_FirstName</t></is></c><c r="B1" t="inlineStr"><is><t>prs_SecondName</t></is></c></row>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def parts(sheet: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    return {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": LINKS,
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }


def pack(path: Path, content: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, data in content.items():
            out.writestr(name, data)
    return path


def workbook(path: Path, rows: str) -> Path:
    """A workbook with the headings of two names and these rows of raw XML."""
    return pack(path, parts(SHEET.format(HEADING + rows)))


def zip_bomb(folder: Path) -> Path:
    return pack(folder / "bomb.xlsx", parts(SHEET.format(HEADING), **{"xl/sharedStrings.xml": b" " * (300 * 2**20)}))


def lying_zip(folder: Path) -> Path:
    """Says in its directory that a part is small."""
    path = zip_bomb(folder)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06"))
    data[at + 24 : at + 28] = struct.pack("<L", 1000)
    path.write_bytes(data)
    return path


def nested_zip(folder: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("a", b"0" * 1000)
    return pack(folder / "nested.xlsx", parts(SHEET.format(HEADING), **{"xl/media/picture.png": inner.getvalue()}))


def many_parts(folder: Path) -> Path:
    return pack(
        folder / "parts.xlsx", parts(SHEET.format(HEADING)) | {f"xl/p{number}.xml": "" for number in range(20_000)}
    )


def encrypted(folder: Path) -> Path:
    path = folder / "secret.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(4000)
    )
    return path


def old_format(folder: Path) -> Path:
    path = folder / "old.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Workbook".encode("utf-16-le") + bytes(4000))
    return path


def truncated(folder: Path) -> Path:
    path = workbook(folder / "cut.xlsx", '<row r="2"><c r="A2"><v>1</v></c></row>')
    path.write_bytes(path.read_bytes()[:-40])
    return path


def million_rows(folder: Path) -> Path:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(2, 1_000_002))
    return workbook(folder / "million.xlsx", rows)


def entities(folder: Path) -> Path:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + SHEET.format(
        HEADING + '<row r="2"><c r="A2" t="str"><v>&b;</v></c></row>'
    )
    return pack(folder / "laughs.xlsx", parts(laughs))


def deep(folder: Path) -> Path:
    return pack(folder / "deep.xlsx", parts(SHEET.format("<a>" * 100_000 + "</a>" * 100_000)))


def picture(folder: Path) -> Path:
    path = folder / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    return path


def other_office_file(folder: Path) -> Path:
    return pack(folder / "letter.xlsx", {"[Content_Types].xml": TYPES, "word/document.xml": "<w/>"})


def web_page(folder: Path) -> Path:
    path = folder / "page.csv"
    path.write_text("<html><body>prs_FirstName,prs_SecondName</body></html>")
    return path


def csv_with_nul(folder: Path) -> Path:
    path = folder / "nul.csv"
    path.write_bytes(b"prs_FirstName,prs_SecondName\nA,B\nC\0,D\n")
    return path


def long_field(folder: Path) -> Path:
    path = folder / "long.csv"
    path.write_text('prs_FirstName,prs_SecondName\n"' + "x" * (10 * 2**20) + '",y\n')
    return path


def many_columns(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_text("prs_FirstName,prs_SecondName\n" + ",".join("x" * 100_000) + "\n")
    return path


def open_quote(folder: Path) -> Path:
    path = folder / "quote.csv"
    path.write_text('prs_FirstName,prs_SecondName\n"' + "x\n" * 3_000_000)
    return path


def empty(folder: Path) -> Path:
    path = folder / "empty.csv"
    path.write_text("")
    return path


def no_headings(folder: Path) -> Path:
    path = folder / "plain.csv"
    path.write_text("Asha,Rao\nBalu,Nair\n" * 10)
    return path


def missing(folder: Path) -> Path:
    return folder / "nowhere.xlsx"


REFUSED: dict[Callable[[Path], Path], str] = {
    zip_bomb: "file.unpacks_too_large",
    lying_zip: "file.malformed",
    nested_zip: "file.nested_archive",
    many_parts: "file.too_many_parts",
    encrypted: "file.encrypted",
    old_format: "file.old_format",
    truncated: "file.malformed",
    million_rows: "file.too_many_rows",
    entities: "file.malformed",
    deep: "file.malformed",
    picture: "file.wrong_type",
    other_office_file: "file.wrong_type",
    web_page: "file.wrong_type",
    csv_with_nul: "file.not_text",
    long_field: "file.line_too_long",
    many_columns: "file.too_many_columns",
    open_quote: "file.line_too_long",
    empty: "file.empty",
    no_headings: "file.no_header",
    missing: "file.missing",
}


def macro_copy(source: Path, target: Path) -> Path:
    """The workbook with a macro part, and the type that makes it an .xlsm."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"spreadsheetml.sheet.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml")
            out.writestr(name, data)
        out.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(100))
    return target


def filled(source: Path, target: Path, rows: list[dict[str, object]]) -> Path:
    """The standard's own workbook with values under its column letters, from row 3 on, as a person would fill it in."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=3):
        for letter, value in row.items():
            sheet[f"{letter}{number}"] = value
    book.save(target)
    return target
