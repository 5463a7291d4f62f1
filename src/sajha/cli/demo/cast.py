"""The demonstration network: six organisations, the people who sign in, and what each is there to show.

All people are invented. Passwords and second factors are the same in every demonstration, so that its page can print them.
"""

from dataclasses import dataclass

PASSWORD = "held in common 2026"  # noqa: S105  (a demonstration's, printed on its own start page)


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in to a demonstration node. ``secret`` is the base32 secret of the authenticator app."""

    username: str
    name: str
    role: str
    language: str
    secret: str


@dataclass(frozen=True)
class Member:
    """One organisation of the demonstration."""

    key: str
    organisation: str
    kind: str
    places: tuple[str, ...]
    language: str
    people: tuple[Person, ...]


MEMBERS = (
    Member(
        "telangana", "AHTU Hyderabad (demonstration)", "ahtu", ("IN-36",), "te",
        (
            Person("asha", "Asha", "investigator", "te", "ASHAASHAASHAASHAASHAASHAASHAASHA"),
            Person("balu", "Balu", "unit_head", "en", "BALUBALUBALUBALUBALUBALUBALUBALU"),
            Person("gita", "Gita", "administrator", "en", "GITAGITAGITAGITAGITAGITAGITAGITA"),
            Person("hari", "Hari", "auditor", "hi", "HARIHARIHARIHARIHARIHARIHARIHARI"),
        ),
    ),
    Member(
        "tamilnadu", "AHTU Chennai (demonstration)", "ahtu", ("IN-33",), "ta",
        (
            Person("kumar", "Kumar", "investigator", "ta", "KUMARKUMARKUMARKUMARKUMARKUMARKU"),
            Person("malar", "Malar", "unit_head", "ta", "MALARMALARMALARMALARMALARMALARMA"),
        ),
    ),
    Member(
        "shelter", "Shelter Vijayawada (demonstration)", "shelter", ("IN-28",), "te",
        (
            Person("deepa", "Deepa", "case_manager", "te", "DEEPADEEPADEEPADEEPADEEPADEEPADE"),
            Person("rani", "Rani", "unit_head", "en", "RANIRANIRANIRANIRANIRANIRANIRANI"),
        ),
    ),
    Member(
        "committee", "Child Welfare Committee NTR District (demonstration)", "cwc", ("IN-28",), "te",
        (Person("usha", "Usha", "unit_head", "te", "USHAUSHAUSHAUSHAUSHAUSHAUSHAUSHA"),),
    ),
    Member(
        "nodal", "State nodal office Telangana (demonstration)", "state_nodal_office", ("IN-36",), "en",
        (Person("elango", "Elango", "nodal_officer", "en", "ELANGOELANGOELANGOELANGOELANGOEL"),),
    ),
    Member(
        "national", "National coordinator (demonstration)", "national_coordinator", ("IN",), "hi",
        (Person("farah", "Farah", "coordinator", "hi", "FARAHFARAHFARAHFARAHFARAHFARAHFA"),),
    ),
)  # fmt: skip
