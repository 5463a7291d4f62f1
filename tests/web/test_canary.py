"""A name that must not come out: through every page of every role, every log line, every error, and every message that leaves."""

import logging
import re

import pytest
from django.test import Client

from sajha.accounts.queries import actor_of
from sajha.basics.clock import now
from sajha.cases.actions import add_identifier, write_identity
from tests.cast import NOON
from tests.some_cases import CANARY, open_case
from tests.web.routes import routes

ROLES = ["investigator", "unit_head", "case_manager", "nodal_officer", "coordinator", "administrator", "auditor"]


THINGS = ("+91 98450 12345", "canary.sundari@example.org")


def give_things(case):
    """A phone of the victim, an e-mail address of the case itself, and the names of her parents."""
    for kind, value, party in (("phone", THINGS[0], case.parties[0]), ("email", THINGS[1], "")):
        add_identifier(case_id=case.id, kind=kind, value=value, party_id=party, by=case.by, at=NOON)
    parents = {"father_name": f"{CANARY} Appa", "mother_name": f"{CANARY} Amma"}
    write_identity(case_id=case.id, party_id=case.parties[0], identity=parents, revision=None, by=case.by, at=NOON)


@pytest.fixture
def everything_said():
    """All that any logger says while the test runs, with its tracebacks as the node would print them."""
    from sajha.project.logs import NoPersonalValues

    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    listener = Listener()
    listener.addFilter(NoPersonalValues())
    logging.getLogger().addHandler(listener)
    logging.getLogger("django").addHandler(listener)
    yield lines
    logging.getLogger().removeHandler(listener)
    logging.getLogger("django").removeHandler(listener)


def test_no_page_of_any_role_shows_the_name(member, everything_said):
    owner = member("unit_head")
    case = open_case(actor_of(owner))
    give_things(case)
    for role in ROLES:
        client = Client(raise_request_exception=False)
        client.force_login(owner if role == "unit_head" else member(role))
        for route in routes():
            if "GET" not in route.methods:
                continue
            address = re.sub(r"case_0{32}", case.id, route.address)
            answer = client.get(address)
            shown = b"".join(answer) if answer.streaming else answer.content
            assert not [one for one in (CANARY, *THINGS) if one.encode() in shown], (role, address)
            assert answer.status_code < 500, (role, address)
    assert not [line for line in everything_said if any(one in line for one in (CANARY, *THINGS))]


def test_an_error_in_a_page_tells_its_place_and_not_the_value(member, everything_said, monkeypatch):
    from sajha.web.cases import case as page

    owner = member("unit_head")
    case = open_case(actor_of(owner))

    def breaks(*_words, **_more):
        raise ValueError(f"could not read {CANARY}")

    monkeypatch.setattr(page, "render", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    answer = client.get(f"/cases/{case.id}/")
    assert answer.status_code == 500 and any("ValueError" in line for line in everything_said)
    assert CANARY.encode() not in answer.content
    assert not [line for line in everything_said if CANARY in line]


def test_the_name_lies_in_the_database_only_sealed(member):
    from django.apps import apps

    give_things(open_case(actor_of(member("unit_head"))))
    for model in (model for model in apps.get_models() if not model.__module__.startswith("tests.")):
        for row in model.objects.all().values_list():
            held = b" ".join(
                bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in row
            )
            assert not [one for one in (CANARY, *THINGS) if one.encode() in held], model


def test_what_leaves_without_a_ground_holds_no_name(member):
    from sajha.disclosure.queries import preview
    from sajha.liaison.actions import change_draft, start_draft
    from tests.other_node import OtherNode

    by = actor_of(member("unit_head"))
    other = OtherNode()
    case = open_case(by)
    draft = start_draft(case=case.id, kind="trace_person", urgency="routine", place="IN-33", by=by, at=now())
    change_draft(
        thread=draft.id, urgency="routine", place="IN-33", recipient=other.id, question="Where?", parties=case.parties,
        fields=(), ground="", ground_reason="", by=by, at=now(),
    )  # fmt: skip
    goes = [(field, answer) for field, answer in preview(by, draft.id).fields if answer.outcome == "goes"]
    assert goes and not [field.name for field, _answer in goes if CANARY in field.text]
