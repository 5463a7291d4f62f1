"""Nothing of a row is lost on its way through the tables of a case."""

from hypothesis import given, settings

from sajha.cases.imports.mapping import parts_of, row_of
from sajha.cases.values import Role
from sajha.terms.coded import Absent, Coded
from sajha.workbooks import htcds
from sajha.workbooks.cells import guarded
from sajha.workbooks.values import CaseRow
from tests.workbooks.rows import given_pairs
from tests.workbooks.test_round_trip import case


def taken(**texts: str) -> CaseRow:
    return htcds.take(tuple(texts.items()))[0]


@given(given_pairs())
@settings(max_examples=80, deadline=None)
def test_a_row_comes_back_whole(pairs) -> None:
    row = case(pairs)
    assert row_of(parts_of(row), source_key="") == row


def test_an_edit_goes_out_and_the_rest_stays() -> None:
    parts = parts_of(
        taken(
            prs_FirstName="Meena",
            prs_HomePhone="1",
            prs_MobilePhone="2",
            prs_MailingState="Telangana",
            prs_Citizenship="IN;NP",
        )
    )
    parts.identity["phones"] = "3"
    parts.home = None
    parts.person["citizenship"] = Coded("country", "3166-1", "BD")
    row = row_of(parts, source_key="")
    assert row.personal == {"prs_FirstName": "Meena", "prs_MobilePhone": "3"}
    assert [value.code for value in row.chosen("prs_Citizenship")] == ["BD"]


def test_why_there_is_no_value_is_kept() -> None:
    row = taken(vic_MethodsOfControl="declined", prs_Gender="not asked", cas_Status="withheld")
    parts = parts_of(row)
    assert parts.elements == [] and parts.person["gender"] == Absent("not_asked") and parts.status == Absent("withheld")
    assert row_of(parts, source_key=row.source_key) == row


def test_a_row_about_what_somebody_did_is_about_an_accused() -> None:
    assert parts_of(taken(prs_FirstName="X", per_RoleInProcess="Transporter")).role == Role.ACCUSED
    assert (
        parts_of(taken(prs_FirstName="X", per_RoleInProcess="Transporter", vic_TypeOfExploitation="Other")).role
        == Role.VICTIM
    )


def test_what_looks_like_a_formula_stays_a_text() -> None:
    row = taken(prs_FirstName=guarded("=1+1"))
    assert row.personal["prs_FirstName"] == "=1+1"
    assert row_of(parts_of(row), source_key=row.source_key) == row


def test_the_event_is_part_of_the_way() -> None:
    parts = parts_of(
        taken(
            prs_FirstName="X",
            hte_Type="Exploitation",
            hte_Country="NP",
            hte_Date="2025-04-03",
            vic_LocationOfRecruitment="Telangana",
        )
    )
    assert (str(parts.start), str(parts.end), parts.month) == ("IN-36", "NP", "2025-04")
    parts = parts_of(taken(prs_FirstName="X", hte_Type="Transit", hte_Country="NP", hte_Date="2025-04-03"))
    assert (parts.start, parts.end, parts.month) == (None, None, "")
