"""A person's own record: all of it, of nobody else anything; opened for a reason, by a code once, and never by another."""

import re
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.decision import Refused
from sajha.cases.actions import reveal_identifiers
from sajha.cases.models import Party
from sajha.cases.values import PersonFacts, Role, Sensitivity
from sajha.network.queries import names
from sajha.survivor import actions, queries
from sajha.survivor.models import OneTimeCode, OwnVisit, OwnWish, WrongTry
from sajha.survivor.sheets import sheet
from sajha.survivor.tasks import forget_codes
from sajha.survivor.telling import tell
from sajha.survivor.values import FIELD_CLASSES, TRIES, TRIES_FROM, Group, Holding, Wish
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, NOON
from tests.other_node import OtherNode
from tests.own_record import MINE, OTHERS, PLATE, TwoPeople

pytestmark = pytest.mark.django_db
WHY = "We read it together in the office."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def two():
    return TwoPeople()


@pytest.fixture
def mine(two):
    return {"case_id": two.case, "party_id": two.me}


def refusal(action, *args, **more):
    with pytest.raises(Refused) as refused, transaction.atomic():
        action(*args, **more)
    return refused.value.decision.because


def opened(mine, by=ASHA, at=NOON):
    return actions.open_together(**mine, reason=WHY, by=by, at=at)


def code_for(mine, at=NOON, language="te"):
    return actions.make_code(**mine, language=language, safe=True, by=ASHA, at=at)


def entered(code, at=NOON, address="10.0.0.1", language=""):
    return actions.enter(typed=code, address=address, language=language, at=at)


def everything(view) -> str:
    return repr(asdict(view)) + repr(asdict(tell(view, names())))


def test_all_of_my_own_is_there_with_its_reason(two, mine):
    view = opened(mine)
    told = tell(view, names())
    text = everything(view)
    assert (
        MINE in text
        and "98480 22338" in text
        and PLATE in text
        and "Vehicle" in text
        and "Debt bondage" in text
        and "Tamil Nadu" in text
    )
    assert [part.heading for part in told.parts][:2] == ["Who you are", "About you, without your name"]
    assert all(part.why for part in told.parts) and told.closed_notes
    assert {one.group for one in view.record} == set(Group)


def test_a_look_at_a_thing_of_mine_is_told_with_its_name_and_reason(two, mine):
    (thing,) = Party.objects.get(pk=two.me).identifiers.all()
    why = "To ask at the toll gate"
    reveal_identifiers(case_id=two.case, party_id=two.me, identifiers=[thing.id], reason=why, by=ASHA, at=NOON)
    looks = tell(opened(mine), names()).looks
    assert [look.fields for look in looks if look.reason == why] == ["Vehicle"]


def test_nothing_of_anybody_else_is_there(two, mine):
    other = OtherNode(kind="ahtu")
    two.agree(two.other)
    two.look(two.other, f"{OTHERS} must be found today")
    two.hurt(two.other)
    entered(code_for({**mine, "party_id": two.other}))
    actions.open_together(case_id=two.case, party_id=two.other, reason=f"For {OTHERS} alone", by=ASHA, at=NOON)
    two.send(other, (two.other,), fields=["party.first_name"], ground="consent_recorded", reason=f"About {OTHERS}")
    thread = two.send(other, (two.me, two.other))
    view = opened(mine)
    text = everything(view)
    assert OTHERS not in text and "Canarybird" not in text and two.other not in text and "V2" not in text
    assert [one.code for one in view.pending if one.kind == "request"] == ["trace_person"] and thread
    assert not [look for look in view.looks if look.action.startswith("own.") and look.action != "own.opened"]
    assert "Forced marriage" not in text and len([look for look in view.looks if look.action == "own.opened"]) == 1
    assert len(view.holdings) == 1 and "party.first_name" not in view.holdings[0].fields
    assert "TN 01" not in text and "TN 02" not in text
    assert not view.said and not [look for look in view.looks if look.action == "party.revealed"]


def test_what_left_names_its_fields_its_ground_and_its_end(two, mine):
    other = OtherNode(kind="ahtu")
    two.agree(two.me)
    two.send(other, (two.me,), fields=["party.first_name"], ground="consent_recorded", reason="Asked for the name")
    told = tell(opened(mine), names())
    assert [one.name for one in told.copies] == ["AHTU Chennai"] and told.copies[0].words == "Has a copy"
    assert "First name" in " ".join(told.copies[0].lines) and "you said yes" in " ".join(told.copies[0].lines)
    assert "AHTU Chennai was asked: Trace a person" in [one.what for one in told.pending]
    assert any("Every organisation of this kind" in line for line in told.yes) and len(told.said) == 1


def test_a_tree_of_copies_is_told_hand_by_hand(mine):
    far = Holding("Far", "trace_person", "", ("party.gender",), NOON, state="told", told_at=NOON)
    near = Holding("Near", "trace_person", "order", ("party.first_name",), NOON, NOON, "kept", NOON, NOON, "court_order", NOON, below=(far,))  # fmt: skip
    told = tell(replace(opened(mine), holdings=(near,)), {})
    assert [(one.name, one.level, one.state) for one in told.copies] == [("Near", 0, "kept"), ("Far", 1, "told")]
    assert (
        any("Order of a court, until" in line for line in told.copies[0].lines)
        and "has not answered yet" in told.copies[1].words
    )


def test_who_looked_is_told_by_role_and_reason_and_never_by_name(two, mine):
    User.objects.create(id=ASHA.id, username="asha", display_name="Asha", roles=["investigator"], made_at=NOON)
    two.look(two.me, "To call her about the hearing.")
    told = tell(opened(mine), names())
    [look] = [one for one in told.looks if one.reason.startswith("To call")]
    assert (
        look.who == "Test unit, Investigator" and look.fields == "First name" and "Asha" not in everything(opened(mine))
    )


def test_offices_nearby_come_first_and_our_own_is_not_outside(mine):
    from sajha.directory.actions import add_organisation
    from sajha.directory.values import Details
    from sajha.terms.places import parse_place

    for kind, name, place, phone in (
        ("dlsa", "Legal services, Hyderabad", "IN-36", "040-111"), ("cwc", "Committee without telephone", "IN-36", ""),
        ("cwc", "Committee of Salem", "IN-33", "0427-1"), ("shelter", "A shelter", "IN-36", "040-222"),
    ):  # fmt: skip
        add_organisation(details=Details(kind, name, (parse_place(place),), phone), by=GITA, at=NOON)
    helpers = tell(opened(mine), {}).helpers
    assert [one.name for one in helpers][:2] == ["Legal services, Hyderabad", "Emergency: police, fire, ambulance"]
    assert helpers[0].telephone == "040-111" and not helpers[0].unverified and helpers[1].unverified


def test_an_emergency_is_told_and_a_reason_for_the_whole_case_is_not(two, mine):
    from sajha.audit.actions import record

    record(area="cases", action="emergency.reviewed", by=BALU, at=NOON, subject=two.case, reason=f"{OTHERS} was there")
    record(area="cases", action="case.notes_read", by=BALU, at=NOON, subject=two.case, detail={"emergency": "e"})
    text = everything(opened(mine))
    assert (
        "A third person checked" in text
        and "notes of the case were read, in an emergency" in text
        and OTHERS not in text
    )


def test_opening_is_recorded_with_its_reason_before_it_is_shown(two, mine, monkeypatch):
    opened(mine)
    entry = AuditEntry.objects.get(action="own.opened")
    assert (entry.subject, entry.about, entry.actor) == (two.me, two.case, ASHA.id)
    assert OTHERS not in str(entry.detail) and MINE not in str(entry.detail)
    assert all(report.whole for report in verify_chains())


@pytest.mark.parametrize(
    "by, change, because",
    [
        (CHITRA, {}, "not_found"),
        (GITA, {}, "permission.missing"),
        (ASHA, {"reason": "short"}, "reason.too_short"),
        (ASHA, {"reason": "Her number is 2341 2341 2346"}, "aadhaar.never"),
        (ASHA, {"party_id": "party_" + "0" * 32}, "not_found"),
    ],
)
def test_opening_is_refused(mine, by, change, because):
    assert refusal(actions.open_together, **{**mine, "reason": WHY, "by": by, "at": NOON, **change}) == because
    assert not AuditEntry.objects.filter(action="own.opened").exists()


def test_an_accused_person_has_no_such_page(two):
    from sajha.cases.actions import add_party

    accused = add_party(case_id=two.case, role=Role.ACCUSED, facts=PersonFacts(), identity={}, by=ASHA, at=NOON).id
    assert refusal(opened, {"case_id": two.case, "party_id": accused}) == "survivor.accused"


def test_paper_only_for_somebody_who_was_asked(mine):
    words = {**mine, "language": "te", "reason": WHY, "by": ASHA, "at": NOON}
    assert refusal(actions.hand_over, wanted=False, **words) == "survivor.ask_paper"
    assert not AuditEntry.objects.filter(action="own.handed_over").exists()
    view = actions.hand_over(wanted=True, **words)
    assert AuditEntry.objects.get(action="own.handed_over").detail == {"language": "te"}
    assert "A paper with all this was printed for you" in [one.what for one in tell(view, {}).looks]


@pytest.mark.parametrize("language", ["en", "hi", "te", "ta"])
def test_the_sheet_is_a_pdf_in_each_language_without_a_name_in_its_title(mine, language):
    pdf = sheet(opened(mine), names(), language)
    assert pdf.startswith(b"%PDF-") and MINE.encode() not in pdf and b"Lakshmi" not in pdf


def test_a_code_opens_once_on_one_browser(two, mine):
    code = code_for(mine)
    token = entered(code.lower().replace("-", " "))
    assert token and entered(code) == ""
    visit, view = actions.read_own(token=token, at=NOON + MINUTE)
    assert (visit.party_id, visit.language) == (two.me, "te") and MINE in everything(view)
    entry = AuditEntry.objects.get(action="own.read")
    assert (entry.actor, entry.actor_kind, entry.subject, entry.detail) == (two.me, "survivor", two.me, {})
    assert actions.read_own(token="x" * 43, at=NOON) is None and actions.read_own(token="", at=NOON) is None


def test_neither_code_nor_cookie_nor_address_lies_in_the_database(mine):
    code = code_for(mine)
    entered("AAAA-AAAA-AAAA", address="203.0.113.9")
    token = entered(code)
    secret = code.replace("-", "")
    for model in (OneTimeCode, OwnVisit, WrongTry, AuditEntry):
        for row in model.objects.all().values_list():
            text = repr(row)
            assert secret not in text and code not in text and token not in text and "203.0.113.9" not in text, model


def test_a_visit_ends_by_itself_and_when_the_person_leaves(mine):
    token = entered(code_for(mine))
    assert actions.read_own(token=token, at=NOON + 16 * MINUTE) is None
    token = entered(code_for(mine, NOON), NOON)
    actions.leave(token=token, at=NOON + MINUTE)
    assert actions.read_own(token=token, at=NOON + MINUTE) is None
    assert AuditEntry.objects.filter(action="own.left").count() == 1
    actions.leave(token=token, at=NOON + 2 * MINUTE)
    assert AuditEntry.objects.filter(action="own.left").count() == 1


def test_a_code_is_seen_as_long_as_it_opens_and_ended_by_a_worker(mine):
    assert (
        queries.open_code(ASHA, **mine, at=NOON) is None
        and refusal(actions.end_code, **mine, by=ASHA, at=NOON) == "survivor.no_code"
    )
    code = code_for(mine)
    assert (
        not queries.open_code(ASHA, **mine, at=NOON).used
        and queries.open_code(ASHA, **mine, at=NOON + 15 * MINUTE) is None
    )
    token = entered(code)
    assert (
        queries.open_code(ASHA, **mine, at=NOON).used and queries.open_code(ASHA, **mine, at=NOON + 15 * MINUTE) is None
    )
    assert refusal(actions.end_code, **mine, by=CHITRA, at=NOON) == "not_found"
    actions.end_code(**mine, by=ASHA, at=NOON)
    assert actions.read_own(token=token, at=NOON) is None and queries.open_code(ASHA, **mine, at=NOON) is None


def test_the_node_says_how_long_a_code_and_a_visit_last(mine, settings):
    settings.CONFIG = replace(settings.CONFIG, code_minutes=5.0)
    code = code_for(mine)
    assert entered(code, NOON + 5 * MINUTE, "a") == ""
    token = entered(code_for(mine), NOON)
    assert actions.read_own(token=token, at=NOON + 4 * MINUTE)
    assert actions.read_own(token=token, at=NOON + 5 * MINUTE) is None


def test_a_new_code_ends_the_old_one_and_the_visit_that_it_opened(mine):
    first, token = code_for(mine), entered(code_for(mine))
    second = code_for(mine, NOON + MINUTE)
    assert actions.read_own(token=token, at=NOON + MINUTE) is None
    assert entered(first, NOON + MINUTE) == "" and entered(second, NOON + MINUTE)


def test_wrong_used_replaced_late_and_locked_are_one_answer_with_the_same_work(mine):
    """Not a clock, which would flicker: the same queries in the same order, whatever was wrong."""

    def work(code, at, address):
        with CaptureQueriesContext(connection) as seen:
            assert entered(code, at, address) == ""
        return [re.sub(r"_x\d+|'[^']*'|\d+", "", query["sql"]) for query in seen.captured_queries]

    replaced, used = code_for(mine), code_for(mine)
    assert entered(used)
    live = code_for(mine)
    wrong = live[:-1] + ("3" if live[-1] != "3" else "4")
    tried = {
        "unknown": work("AAAA-AAAA-AAAA", NOON, "a"),
        "no code": work("hello", NOON, "b"),
        "wrong": work(wrong, NOON, "c"),
        "used": work(used, NOON, "d"),
        "replaced": work(replaced, NOON, "e"),
        "late": work(live, NOON + 15 * MINUTE, "f"),
    }
    assert len({tuple(one) for one in tried.values()}) == 1, tried
    assert len({row.detail == {} for row in AuditEntry.objects.filter(action="own.code_failed")}) == 1


def test_wrong_tries_lock_the_code_and_the_address(mine):
    live = code_for(mine)
    wrong = live[:-1] + ("3" if live[-1] != "3" else "4")
    for number in range(TRIES):
        assert entered(wrong, address=f"10.0.0.{number}") == ""
    assert entered(live, address="10.0.1.1") == ""
    other = code_for(mine, NOON + MINUTE)
    for _number in range(TRIES_FROM):
        entered("AAAA-AAAA-AAAA", NOON + MINUTE, "10.9.9.9")
    before = WrongTry.objects.count()
    assert entered(other, NOON + MINUTE, "10.9.9.9") == "" and WrongTry.objects.count() == before
    assert entered(other, NOON + 2 * MINUTE, "10.9.9.8")


@pytest.mark.parametrize(
    "by, change, because",
    [
        (CHITRA, {}, "not_found"), (GITA, {}, "permission.missing"), (ASHA, {"safe": False}, "survivor.ask_phone"),
        (ASHA, {"language": "fr"}, "survivor.language"),
    ],
)  # fmt: skip
def test_no_code_is_made(mine, by, change, because):
    assert (
        refusal(actions.make_code, **{**mine, "language": "te", "safe": True, "by": by, "at": NOON, **change})
        == because
    )
    assert not OneTimeCode.objects.exists()


def test_a_wish_asks_and_changes_nothing(two, mine):
    from sajha.consent.models import ConsentEvent

    two.agree(two.me)
    token = entered(code_for(mine))
    assert actions.wish_for(token=token, wish=Wish.CHANGE_MIND, at=NOON)
    assert actions.wish_for(token=token, wish=Wish.CHANGE_MIND, at=NOON) and OwnWish.objects.count() == 1
    assert ConsentEvent.objects.count() == 1
    assert not actions.wish_for(token="x", wish=Wish.TALK, at=NOON)
    [line] = queries.open_wishes(ASHA)
    assert (line.person, line.wish) == ("V1", "change_mind") and queries.open_wishes(BALU)
    assert queries.open_wishes(CHITRA) == [] == queries.open_wishes(GITA)
    assert "You asked: I change my mind" in tell(opened(mine), {}).pending[0].what
    assert refusal(actions.answer_wish, wish_id=line.id, by=CHITRA, at=NOON) == "not_found"
    actions.answer_wish(wish_id=line.id, by=ASHA, at=NOON)
    assert (
        queries.open_wishes(ASHA) == []
        and refusal(actions.answer_wish, wish_id=line.id, by=ASHA, at=NOON) == "not_found"
    )


@pytest.mark.parametrize("verb", ["open", "hand", "code", "end", "enter", "read", "leave", "wish", "answer"])
def test_what_is_not_recorded_does_not_happen(mine, monkeypatch, verb):
    code = code_for(mine)
    token = "" if verb == "enter" else entered(code)
    if verb == "answer":
        actions.wish_for(token=token, wish=Wish.TALK, at=NOON)
    deeds = {
        "open": lambda: opened(mine),
        "hand": lambda: actions.hand_over(**mine, language="te", wanted=True, reason=WHY, by=ASHA, at=NOON),
        "code": lambda: code_for(mine),
        "end": lambda: actions.end_code(**mine, by=ASHA, at=NOON),
        "enter": lambda: entered(code),
        "read": lambda: actions.read_own(token=token, at=NOON),
        "leave": lambda: actions.leave(token=token, at=NOON),
        "wish": lambda: actions.wish_for(token=token, wish=Wish.WRONG, at=NOON),
        "answer": lambda: actions.answer_wish(wish_id=OwnWish.objects.get().id, by=ASHA, at=NOON),
    }
    rows = [list(model.objects.order_by("pk").values_list()) for model in (OneTimeCode, OwnVisit, OwnWish, WrongTry)]

    def broken(**_words):
        raise RuntimeError("disk full")

    for module in ("looking", "codes", "wishes"):
        monkeypatch.setattr(f"sajha.survivor.actions.{module}.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        deeds[verb]()
    assert rows == [
        list(model.objects.order_by("pk").values_list()) for model in (OneTimeCode, OwnVisit, OwnWish, WrongTry)
    ]


def test_codes_are_forgotten_and_the_record_of_them_stays(mine):
    entered(code_for(mine))
    entered("AAAA-AAAA-AAAA")
    assert forget_codes(NOON + 20 * MINUTE) == 2 and OneTimeCode.objects.count() == 1
    forget_codes(NOON + timedelta(days=2))
    assert not OneTimeCode.objects.exists() and not OwnVisit.objects.exists()
    assert AuditEntry.objects.filter(action="own.code_used").exists()


def test_a_case_manager_of_a_shelter_does_the_same(two, mine):
    from sajha.cases.actions.access import let_in
    from sajha.cases.queries import case_for

    let_in(case_for(ASHA, two.case), DEEPA.id, ASHA, NOON)
    assert MINE in everything(opened(mine, by=replace(DEEPA, vaults=ASHA.vaults)))
    with pytest.raises(Refused):
        opened(mine, by=DEEPA)  # who does not read the vault


def test_every_column_has_a_class_and_none_tells_who_somebody_is():
    columns = {
        f"{model._meta.model_name}.{column.name}"
        for model in apps.get_app_config("survivor").get_models()
        for column in model._meta.concrete_fields
    }
    assert columns == set(FIELD_CLASSES)
    assert all(level < Sensitivity.S3 and why for level, why in FIELD_CLASSES.values())


def test_a_change_of_mind_is_followed_to_every_holder(two, mine):
    """She agrees, it leaves, she takes it back: asked, climbed, kept on a ground by one, silent further on."""
    from sajha.basics.clock import now
    from sajha.consent.actions import withdraw_consent
    from sajha.consent.values import EVERYONE, GRANTABLE, Giver, Purpose, Said, Scope
    from sajha.disclosure.tasks import climb_overdue, recall_due
    from sajha.disclosure.values import Became, Waiting
    from sajha.disclosure.wire import Recalled
    from tests.other_node import SigningNode

    other = SigningNode()
    two.agree(two.me)
    two.send(other, (two.me,), fields=["party.first_name"], ground="consent_recorded", reason="Asked for the name")
    everything_ = Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE))
    withdraw_consent(case_id=two.case, party_id=two.me, said=Said(Giver.PERSON, everything_, now()), by=ASHA, at=now())
    assert recall_due(now()) == 1
    told = tell(opened(mine, at=now()), names())
    assert [one.state for one in told.copies] == ["told"] and not told.yes
    assert "AHTU Chennai was asked to destroy its copy and has not answered." in [one.what for one in told.pending]
    climb_overdue(now() + timedelta(days=30))
    [late] = [one.late for one in tell(opened(mine, at=now()), names()).pending if "destroy" in one.what]
    assert late[0].endswith("was told that it is late.")
    [recall] = [body for body in other.hears() if isinstance(body, Recalled)]
    kept = ("p1", Became.KEPT, "court_order", "Order 12 of 2026", now() + 30 * timedelta(days=1))
    other.answers(recall, items=[kept], waiting=[Waiting("node_" + "9" * 32, "Far Shelter", now())], code="kept")
    told = tell(opened(mine, at=now()), names())
    assert [(one.name, one.level) for one in told.copies] == [("AHTU Chennai", 0), ("Far Shelter", 1)]
    assert told.copies[1].state == "told" and "Far Shelter was asked" in repr(told.pending)
