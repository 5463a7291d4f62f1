"""Read files of the Human Trafficking Case Data Standard 2.0 (IOM): its workbooks as they are, and CSV of the same fields."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sajha.terms.places import Place
from sajha.workbooks.cells import NotThat, as_check, as_codes, as_date, as_number, clean, rows_of, unguarded
from sajha.workbooks.columns import Headings, headings
from sajha.workbooks.files.opening import Table
from sajha.workbooks.identity import content_digest
from sajha.workbooks.placing import place_in_text, place_of
from sajha.workbooks.reading import Reading, read_table
from sajha.workbooks.values import CaseRow

STANDARD = "htcds"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the standard. ``holds``: ``code``, ``date``, ``number``, ``check``, or ``personal`` for all other text."""

    name: str
    label: str
    holds: str
    vocabulary: str
    many: bool


@lru_cache(maxsize=1)
def fields() -> dict[str, Field]:
    """The 92 fields in the standard's order (its nine example questions under names of ours), and the case's own number."""
    return {
        row["field"]: Field(row["field"], row["label"], row["holds"], row["vocabulary"], bool(row["many"]))
        for row in rows_of("htcds_fields.csv")
    }


@lru_cache(maxsize=1)
def known_headings() -> Headings:
    """What may stand above a column of this standard."""
    aliases = [(row["written"], row["field"]) for row in rows_of("htcds_aliases.csv")]
    return headings({field.name: field.label for field in fields().values()}, aliases)


def read(table: Table) -> Reading:
    """Recognise the columns.

    Raises:
        FileRefused: as :func:`read_table`.
    """
    return read_table(table, STANDARD, known_headings(), take)


def take(given: tuple[tuple[str, str], ...]) -> tuple[CaseRow, tuple[tuple[str, str], ...]]:
    """The case that pairs of field and text make, and pairs of field and reason for what had to be dropped."""
    case = CaseRow("")
    wrong: list[tuple[str, str]] = []
    for name, text in given:
        try:
            if text := unguarded(clean(text)):
                _put(case, fields()[name], text)
        except NotThat as fault:
            wrong.append((name, fault.because))
    case.places.update(_places(case))
    return replace(case, source_key=content_digest(case)), tuple(wrong)


def _put(case: CaseRow, field: Field, text: str) -> None:
    if field.holds == "code":
        values = as_codes(text, field.vocabulary, field.many)
        if any(str(value) != "absent:unknown" for value in values):
            case.codes[field.name] = values
    elif field.holds == "date":
        case.dates[field.name] = as_date(text)
    elif field.holds == "number":
        case.more[field.name] = as_number(text)
    elif field.holds == "check":
        case.more[field.name] = as_check(text)
    else:
        case.personal[field.name] = text


def _places(case: CaseRow) -> dict[str, Place]:
    """Home, place of recruitment, place of exploitation and place of the event, where they are in the registers."""
    text = case.personal.get
    found = {
        "prs_Mailing": place_of(
            text("prs_MailingCountry", ""), text("prs_MailingState", ""), text("prs_MailingCity", "")
        ),
        "hte": place_of(text("hte_Country", ""), text("hte_State", ""), text("hte_City", "")),
        "org_Shipping": place_of(
            text("org_ShippingCountry", ""), text("org_ShippingState", ""), text("org_ShippingCity", "")
        ),
        "vic_LocationOfRecruitment": place_in_text(text("vic_LocationOfRecruitment", "")),
        "vic_LocationOfExploitation": place_in_text(text("vic_LocationOfExploitation", "")),
    }
    return {name: place for name, place in found.items() if place}
