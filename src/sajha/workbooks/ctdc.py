"""Read the anonymised case files of the Counter-Trafficking Data Collaborative (CTDC): codes and facts, no person."""

from dataclasses import dataclass, replace
from functools import lru_cache

from sajha.terms.coded import Coded
from sajha.terms.places import Place
from sajha.terms.vocabularies import coded
from sajha.workbooks.cells import NotThat, as_codes, clean, rows_of
from sajha.workbooks.columns import Headings, headings
from sajha.workbooks.files.opening import Table
from sajha.workbooks.identity import content_digest
from sajha.workbooks.reading import Reading, read_table
from sajha.workbooks.values import CaseRow

STANDARD = "ctdc"
# "not stated" in the published files; 0 too, where a country is meant. An empty cell is unknown, never "no".
_UNKNOWN = frozenset({"-99", "-99.0"})
_NO_COUNTRY = "0"
_YES, _NO = frozenset({"1", "1.0"}), frozenset({"0", "0.0"})
_LONGEST_FACT = 100


@dataclass(frozen=True, slots=True)
class Source:
    """What a column becomes: ``code``, ``flag`` (1 adds a code, 0 is a known no), ``fact`` or ``id``."""

    becomes: str
    field: str
    vocabulary: str
    code: str


@lru_cache(maxsize=1)
def _columns() -> dict[str, Source]:
    rows = rows_of("ctdc_columns.csv")
    return {
        row["column"]: Source(row["becomes"], row["field"], row["vocabulary"], row["code"])
        for row in rows
        if row["becomes"] != "derived"
    }


@lru_cache(maxsize=1)
def known_headings() -> Headings:
    """The columns of both published files; those that a copy derived from others are left out by name."""
    derived = {row["column"]: "column.derived" for row in rows_of("ctdc_columns.csv") if row["becomes"] == "derived"}
    return headings({column: "" for column in _columns()}, [], derived)


def read(table: Table) -> Reading:
    """Recognise the columns.

    Raises:
        FileRefused: as :func:`read_table`.
    """
    return read_table(table, STANDARD, known_headings(), take)


@lru_cache(maxsize=20_000)
def take(given: tuple[tuple[str, str], ...]) -> tuple[CaseRow, tuple[tuple[str, str], ...]]:
    """The case that a row makes. Rows of such files repeat, so the last 20,000 different ones are remembered."""
    case = CaseRow("")
    wrong: list[tuple[str, str]] = []
    for column, text in given:
        try:
            text = clean(text)
            if text and text not in _UNKNOWN:
                _put(case, _columns()[column], column, text)
        except NotThat as fault:
            wrong.append((column, fault.because))
    country = case.code("country_of_exploitation")
    if isinstance(country, Coded):
        case.places["vic_LocationOfExploitation"] = Place(country.code)
    return replace(case, source_key=content_digest(case)), tuple(wrong)


def _put(case: CaseRow, source: Source, column: str, text: str) -> None:
    if source.becomes == "code":
        if not (source.vocabulary == "country" and text == _NO_COUNTRY):
            case.codes[source.field] = as_codes(text, source.vocabulary, many=False)
    elif source.becomes == "flag":
        _flag(case, source, column, text)
    elif source.becomes == "id":
        case.personal[source.field] = text
    elif len(text) > _LONGEST_FACT:
        raise NotThat("cell.too_long")
    else:
        case.facts[source.field] = text


def _flag(case: CaseRow, source: Source, column: str, text: str) -> None:
    if text in _YES:
        case.codes[source.field] = (*case.codes.get(source.field, ()), coded(source.vocabulary, source.code))
    elif text in _NO:
        case.facts[column] = "no"
    else:
        raise NotThat("cell.not_yes_or_no")
