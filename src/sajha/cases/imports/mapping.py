"""How a row of a file becomes a case, and a case a row again. Plain values in both directions; nothing of the row is lost.

What has no column of its own goes into ``more`` (sealed with the case), and so does the file's own text wherever a column holds
less than it. On the way out that text is used as long as the column still says the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sajha.cases.values import LETTERS, Part, Role
from sajha.terms.coded import UNKNOWN, Absent, Coded
from sajha.terms.places import Place, place_name
from sajha.workbooks import htcds
from sajha.workbooks.cells import NotThat, as_codes, guarded, written
from sajha.workbooks.placing import place_of
from sajha.workbooks.values import CaseRow

Value = Coded | Absent

PERSON = {
    "prs_Gender": "gender",
    "prs_Citizenship": "citizenship",
    "prs_PrimaryLanguage": "language",
    "vic_TraffickingStatus": "trafficking_status",
    "vic_RelationshipToTrafficker": "relationship",
    "per_RoleInProcess": "role_in_process",
    "age_band": "age_band",
    "majority_status": "majority",
}
IDENTITY = {
    "prs_FirstName": "first_name",
    "prs_MiddleName": "middle_name",
    "prs_SecondName": "last_name",
    "prs_Email": "email",
    "prs_MailingStreet": "street",
    "prs_MailingCity": "city",
    "prs_MailingPostalCode": "postal_code",
    "prs_IdentityNumber": "identity_document",
}
PROCESS = {
    "vic_MethodOfRecruitment": (Part.ACT, "recruitment_method"),
    "vic_MethodsOfControl": (Part.MEANS, "means_of_control"),
    "vic_TypeOfExploitation": (Part.PURPOSE, "exploitation_type"),
    "vic_TypeOfSexExploitation": (Part.PURPOSE, "sexual_exploitation_type"),
    "vic_ForcedLabourIndustry": (Part.PURPOSE, "labour_industry"),
}
STATUS, BIRTH = "cas_Status", "prs_Birthdate"
PHONES = ("prs_MobilePhone", "prs_HomePhone")
HOME = ("prs_MailingCountry", "prs_MailingState")
FROM, TO = "vic_LocationOfRecruitment", "vic_LocationOfExploitation"
EVENT, EVENT_KIND, EVENT_DATE = "hte", "hte_Type", "hte_Date"


@dataclass(slots=True)
class Parts:
    """A case with one person, in the terms of the tables of ``cases``. All texts are plain: sealing is the writer's work."""

    status: Value = UNKNOWN
    role: Role = Role.VICTIM
    person: dict[str, Value] = field(default_factory=dict)
    home: Place | None = None
    identity: dict[str, str] = field(default_factory=dict)
    elements: list[tuple[Part, Coded]] = field(default_factory=list)
    start: Place | None = None
    end: Place | None = None
    month: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def pseudonym(self) -> str:
        return f"{LETTERS[self.role]}1"


def parts_of(row: CaseRow) -> Parts:
    """The case that a row tells of. A row that only says what somebody did in the process is about an accused."""
    parts = Parts(start=row.places.get(FROM), end=row.places.get(TO), home=row.places.get("prs_Mailing"))
    _put_event(parts, row)
    for name, values in row.codes.items():
        _put_codes(parts, name, values)
    for name, text in row.personal.items():
        if name in IDENTITY:
            parts.identity[IDENTITY[name]] = text
        else:
            parts.more[name] = text
    for name, day in row.dates.items():
        if name == BIRTH:
            parts.identity["birth_date"] = day.isoformat()
        else:
            parts.more[name] = day.isoformat()
    if phones := _phones(row.personal):
        parts.identity["phones"] = phones
    parts.more |= row.more | row.facts
    if "role_in_process" in parts.person and not (parts.elements or "trafficking_status" in parts.person):
        parts.role = Role.ACCUSED
    return parts


def _put_event(parts: Parts, row: CaseRow) -> None:
    """The standard's one event tells where somebody was recruited or exploited, when no place of that name does, and in which month."""
    place, kind = row.places.get(EVENT), row.code(EVENT_KIND)
    if place is None or not isinstance(kind, Coded):
        return
    if kind.code == "Recruitment" and not parts.start:
        parts.start = place
    elif kind.code == "Exploitation" and not parts.end:
        parts.end = place
    else:
        return
    day = row.dates.get(EVENT_DATE)
    parts.month = f"{day:%Y-%m}" if day else ""


def _put_codes(parts: Parts, name: str, values: tuple[Value, ...]) -> None:
    if name == STATUS:
        parts.status = values[0]
    elif name in PERSON:
        parts.person[PERSON[name]] = values[0]
        if len(values) > 1:
            parts.more[name] = written(values)
    elif name in PROCESS and isinstance(values[0], Coded):
        parts.elements += [(PROCESS[name][0], value) for value in values if isinstance(value, Coded)]
    elif name != "country_of_exploitation":
        parts.more[name] = written(values)


def _phones(texts: dict[str, str]) -> str:
    return "\n".join(dict.fromkeys(text for name in PHONES if (text := texts.get(name, ""))))


def row_of(parts: Parts, *, source_key: str, case_id: str = "") -> CaseRow:
    """The row that tells of a case: fields of the HTCDS only. ``case_id`` is the case's own number where it has none."""
    texts = {name: text for name, text in parts.more.items() if name in htcds.fields()}
    if case_id:
        texts.setdefault("case_id", case_id)
    texts |= {name: parts.identity.get(column, "") for name, column in IDENTITY.items()}
    texts[BIRTH] = parts.identity.get("birth_date", "")
    texts[STATUS] = _text([parts.status])
    texts |= {name: _person_text(parts, name, column) for name, column in PERSON.items() if name in htcds.fields()}
    texts |= {name: _process_text(parts, name) for name in PROCESS}
    texts |= _phone_texts(parts) | _home_texts(parts)
    pairs = tuple((name, guarded(texts[name])) for name in htcds.fields() if texts.get(name))
    case, _dropped = htcds.take(pairs)
    return replace(case, source_key=source_key)


def _text(values: Iterable[Value]) -> str:
    return written(tuple(value for value in values if value != UNKNOWN))


def _person_text(parts: Parts, name: str, column: str) -> str:
    now = parts.person.get(column, UNKNOWN)
    was = parts.more.get(name, "")
    try:
        unchanged = bool(was) and as_codes(was, htcds.fields()[name].vocabulary, many=True)[0] == now
    except NotThat:
        unchanged = False
    return was if unchanged else _text([now])


def _process_text(parts: Parts, name: str) -> str:
    part, vocabulary = PROCESS[name]
    values = [value for of, value in parts.elements if of == part and value.vocabulary == vocabulary]
    return _text(values) or parts.more.get(name, "")


def _phone_texts(parts: Parts) -> dict[str, str]:
    was = {name: parts.more.get(name, "") for name in PHONES}
    now = parts.identity.get("phones", "")
    return was if _phones(was) == now else {PHONES[0]: now, PHONES[1]: ""}


def _home_texts(parts: Parts) -> dict[str, str]:
    country, state = (parts.more.get(name, "") for name in HOME)
    if place_of(country, state, parts.identity.get("city", "")) == parts.home:
        return {HOME[0]: country, HOME[1]: state}
    home = parts.home
    return {
        HOME[0]: home.country if home else "",
        HOME[1]: place_name(Place(home.country, home.state)) if home and home.state else "",
    }
