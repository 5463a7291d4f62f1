"""The standard's own workbooks, as people fill them in, and CSV of the same fields."""

from datetime import date, datetime
from pathlib import Path

import pytest

from sajha.terms.coded import Absent, Coded
from sajha.terms.places import Place
from sajha.workbooks import htcds
from sajha.workbooks.files.opening import open_table
from sajha.workbooks.files.values import FileRefused
from tests.workbooks import hostile

BOOKS = sorted((Path(__file__).parents[1] / "data" / "htcds").glob("*.xlsx"))
ROW = {
    "B": "Asha", "D": "Meena", "E": "Devi", "F": "Yes", "G": datetime(2004, 5, 17), "H": "Feminine", "I": "India", "L": "+91 98400 12345",
    "N": "12 Temple Street", "O": "Nalgonda", "P": "Telangana", "Q": 508001, "R": "India", "S": "Possible victim of trafficking",
    "T": "Court or prosecution", "U": "Through friends or social events", "V": "Nalgonda, Telangana", "W": "Threats of law enforcement",
    "X": "Forced labour", "Y": "Water supply; sewerage, waste management and remediation", "AA": "Chennai, Tamil Nadu",
    "AB": "Follow up", "AD": "31/01/2026", "AJ": "Migration Or Change Of Location",
}  # fmt: skip


def read(path: Path):
    return htcds.read(open_table(path))


def csv(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_the_workbooks_as_they_are(book: Path) -> None:
    preview = read(book).preview()
    assert (preview.rows, preview.bad_count, len(preview.columns)) == (0, 0, 38)
    assert [(left.letter, left.because) for left in preview.left_out] == [("A", "column.row_numbers")]
    taken = {column.letter: column for column in preview.columns}
    assert taken["T"].field == "vic_TraffickingStatusDecisionMakingOrg"
    assert taken["T"].because == "column.alias"
    assert taken["AJ"].field == "cas_ReasonForOutgoingReferral"
    address = [taken[letter].field for letter in "NOPQR"]
    assert address == [
        "prs_MailingStreet",
        "prs_MailingCity",
        "prs_MailingState",
        "prs_MailingPostalCode",
        "prs_MailingCountry",
    ]
    assert preview.notes == ("file.labels_followed",)


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.stem)
def test_a_filled_workbook(book: Path, tmp_path: Path) -> None:
    (found,) = read(hostile.filled(book, tmp_path / "in.xlsx", [ROW])).rows()
    case = found.case
    assert (found.number, found.bad) == (3, ())
    assert case.code("prs_Gender").code == "Feminine"
    assert case.code("vic_TraffickingStatus") == Coded("trafficking_status", "2.0", "PossibleVictimOfTrafficking")
    assert case.code("vic_ForcedLabourIndustry").code == "E_WaterSupplySewerageWasteManagement"
    assert case.chosen("vic_MethodsOfControl") == (Coded("means_of_control", "2.0", "ThreatsLawEnforcement"),)
    assert case.dates == {"prs_Birthdate": date(2004, 5, 17), "cas_IncomingReferralDate": date(2026, 1, 31)}
    assert case.personal["prs_MailingStreet"] == "12 Temple Street"
    assert case.personal["prs_MailingPostalCode"] == "508001"
    assert case.personal["prs_HomePhone"] == "+91 98400 12345"
    assert case.more == {"con_Consent": "true"}
    nalgonda = case.places["prs_Mailing"]
    assert (nalgonda.country, nalgonda.state) == ("IN", "36") and nalgonda.district
    assert case.places["vic_LocationOfRecruitment"] == nalgonda
    assert case.places["vic_LocationOfExploitation"].within()[1] == Place("IN", "33")


def test_macros_are_not_opened_and_nothing_else_changes(tmp_path: Path) -> None:
    plain = hostile.filled(BOOKS[1], tmp_path / "in.xlsx", [ROW])
    macro = hostile.macro_copy(plain, tmp_path / "in.xlsm")
    assert [row.case for row in read(plain).rows()] == [row.case for row in read(macro).rows()]
    assert "file.macros_ignored" in read(macro).preview().notes


@pytest.mark.parametrize("heading", ["prs_First_Name", "PRS_FIRSTNAME", " prs first name ", "First Name", "given name"])
def test_a_heading_in_another_spelling(tmp_path: Path, heading: str) -> None:
    (found,) = read(csv(tmp_path, f"{heading},prs_SecondName\nMeena,Devi\n")).rows()
    assert found.case.personal == {"prs_FirstName": "Meena", "prs_SecondName": "Devi"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    text = separator.join(("prs_FirstName", "prs_SecondName")) + "\r\n" + separator.join(("मीना", '"தேவி\n2"')) + "\r\n"
    (found,) = read(csv(tmp_path, text, encoding)).rows()
    assert found.case.personal == {"prs_FirstName": "मीना", "prs_SecondName": "தேவி\n2"}


def test_windows_1252_is_read_and_said_so(tmp_path: Path) -> None:
    reading = read(csv(tmp_path, "prs_FirstName,prs_SecondName\nRené,Müller\n", "cp1252"))
    assert next(reading.rows()).case.personal["prs_FirstName"] == "René"
    assert "file.read_as_windows_1252" in reading.preview().notes


BAD = [
    ("prs_Birthdate", "31/02/2020", "cell.not_a_date"),
    ("prs_Birthdate", "12/31/2020", "cell.not_a_date"),
    ("prs_Birthdate", "yesterday", "cell.not_a_date"),
    ("prs_Birthdate", "1850-01-01", "cell.not_a_date"),
    ("prs_Gender", "zebra", "cell.not_a_code"),
    ("prs_Citizenship", "Atlantis", "cell.not_a_code"),
    ("prs_NumberOfChildren", "two", "cell.not_a_number"),
    ("con_Consent", "perhaps", "cell.not_yes_or_no"),
    ("prs_MiddleName", "a\x07b", "cell.control_character"),
    ("prs_IdentityNumber", "2341 2341 2346", "cell.aadhaar"),
    ("cco_CaseComment", "her card is २३४१-२३४१-२३४६.", "cell.aadhaar"),
]


@pytest.mark.parametrize(("field", "text", "because"), BAD)
def test_a_bad_cell_is_dropped_and_told_without_its_content(
    tmp_path: Path, field: str, text: str, because: str
) -> None:
    (found,) = read(csv(tmp_path, f"prs_FirstName,{field}\nMeena,{text}\n")).rows()
    (bad,) = found.bad
    assert (bad.row, bad.column, bad.field, bad.because) == (2, "B", field, because)
    assert text not in repr(found)
    assert found.case.personal == {"prs_FirstName": "Meena"}


def test_a_telephone_number_is_no_aadhaar_number(tmp_path: Path) -> None:
    (found,) = read(csv(tmp_path, "prs_FirstName,prs_HomePhone\nMeena,+234123412346\n")).rows()
    assert not found.bad


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", "unknown"),
        ("Unknown", "unknown"),
        ("not asked", "not_asked"),
        ("Declined", "declined"),
        ("N/A", "not_applicable"),
        ("withheld", "withheld"),
    ],
)
def test_an_empty_cell_is_unknown_and_the_other_reasons_stay_apart(tmp_path: Path, text: str, value: str) -> None:
    (found,) = read(csv(tmp_path, f"prs_FirstName,prs_Citizenship\nMeena,{text}\n")).rows()
    assert found.case.code("prs_Citizenship") == Absent(value)


def test_several_values_in_one_cell(tmp_path: Path) -> None:
    (found,) = read(
        csv(
            tmp_path, 'prs_FirstName,vic_TypeOfExploitation\nMeena,"Forced labour, Forced begging; ForcedCriminality"\n'
        )
    ).rows()
    assert [value.code for value in found.case.chosen("vic_TypeOfExploitation")] == [
        "ForcedLabour",
        "ForcedBegging",
        "ForcedCriminality",
    ]


def test_the_same_row_has_the_same_key_in_every_format_and_twins_have_two(tmp_path: Path) -> None:
    one = csv(tmp_path, "prs_FirstName,prs_SecondName\nMeena,Devi\nMeena,Devi\n")
    keys = [row.case.source_key for row in read(one).rows()]
    assert len(set(keys)) == 2
    assert keys == [row.case.source_key for row in read(one).rows()]
    book = hostile.filled(BOOKS[0], tmp_path / "in.xlsx", [{"D": "Meena", "E": "Devi"}])
    assert [row.case.source_key for row in read(book).rows()] == keys[:1]


def test_a_case_number_of_its_own_is_the_key_and_may_come_once(tmp_path: Path) -> None:
    path = csv(tmp_path, "Case ID,prs_FirstName\nT-1,Meena\nT-1,Devi\nT-2,Rani\n")
    rows = list(read(path).rows())
    assert [bad.because for row in rows for bad in row.bad] == ["cell.case_id_twice"]
    assert len({row.case.source_key for row in rows}) == 3


def test_two_columns_of_one_field_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read(csv(tmp_path, "prs_FirstName,First Name,prs_SecondName\na,b,c\n"))
    assert (refused.value.fault.because, refused.value.fault.column) == ("file.column_twice", "B")


def test_columns_that_nobody_knows_are_named(tmp_path: Path) -> None:
    preview = read(csv(tmp_path, "prs_FirstName,Shoe size,prs_SecondName\na,42,c\n")).preview()
    assert [(left.letter, left.heading, left.because) for left in preview.left_out] == [
        ("B", "Shoe size", "column.unknown")
    ]


def test_every_named_field_of_the_standard_is_known() -> None:
    assert len(htcds.fields()) == 93
    from sajha.terms.vocabularies import vocabulary

    for field in htcds.fields().values():
        if field.holds == "code":
            assert vocabulary(field.vocabulary).codes


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    list(read(csv(tmp_path, "prs_FirstName,prs_SecondName\n" + "a,b\n" * 2500)).rows(told.append))
    assert told == [1000, 2000, 2500]
