"""The watch over searches, a node's own settings, protected values, the second person; every refusal leaves nothing behind."""

from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings as project

from sajha.accounts.actions import add_user
from sajha.audit.models import AuditEntry
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.cases.actions import close_case
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.matching import marks
from sajha.matching.actions import asking, by_itself, offering, second
from sajha.matching.actions import settings as setting
from sajha.matching.actions.watching import note, turn_away, weigh
from sajha.matching.models import Asked, Evaluation, Mark, PartnerOffer, Protected, Search, Setting
from sajha.matching.queries.evaluated import asked_today
from sajha.matching.queries.settings import settings_now, settings_of
from sajha.matching.queries.waiting import held, held_sheet, protected
from sajha.matching.values import KINDS, PERSON, SOUGHT, AskedState, Item, Outcome, SearchState, Settings
from sajha.matching.wire import Offered, decode
from sajha.terms.vocabularies import coded
from sajha.vault.actions import seal
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, HARI, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import OtherNode
from tests.some_cases import open_case

pytestmark = pytest.mark.django_db
REASON = "FIR 12 of 2026"
NUMBER = "+919845012345"


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    """A key of marks for each test, so that none is left in the folder of the suite."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for path in (project.CONFIG.home / "keys").iterdir():
        (keys / path.name).write_bytes(path.read_bytes())
    settings.CONFIG = replace(project.CONFIG, home=tmp_path)


@pytest.fixture
def case(db):
    return open_case(ASHA)


def because(act, *args, **more):
    with pytest.raises(Refused) as refused:
        act(*args, **more)
    return refused.value.decision.because


def phone(case, *numbers):
    return Item(case.id, "", "", "", "phone", tuple(f"phone:{number}".encode() for number in numbers))


def person(case, name, key=b"k"):
    return Item(case.id, case.parties[0], "", "accused", PERSON, (key,), name=name)


def weighed(case, *items, by=ASHA, at=NOON, **more):
    return weigh(case=case.id, items=items, by=by, at=at, **more)


def noted(case, *items, by=ASHA, at=NOON, state=SearchState.ASKED, partners=("node_1",), held_because=""):
    row = Search(
        id=f"search_{Search.objects.count():032x}", case=case.id, purpose="investigation", ground="registered_fir"
    )
    row.items = [{"subject": item.subject, "sort": item.sort} for item in items]
    row.partners, row.reach, row.state, row.held_because = list(partners), "one", state, held_because
    row.ground_reason = seal(case.id, row.id, REASON)
    row.by, row.at, row.ends_at = by.id, at, at + timedelta(days=90)
    row.save()
    note(search=row.id, case=case.id, items=items, by=by, at=at)
    return row


def test_a_first_question_is_asked(case):
    assert weighed(case, phone(case, NUMBER), person(case, "Ravi Kumar")).outcome is Outcome.ASK


def test_neither_value_nor_name_lies_in_the_database(case):
    noted(case, phone(case, NUMBER), person(case, "Ravi Kumar"))
    kept = " ".join(str(value) for row in Mark.objects.all().values_list() for value in row)
    assert NUMBER not in kept and NUMBER[3:-3] not in kept and "avi" not in kept.replace(ASHA.id, "")
    assert all(len(row.value) == 32 for row in Mark.objects.all())


def test_marks_of_another_node_are_others(case):
    before = marks.mark_of("phone", NUMBER)
    assert before == marks.mark_of("phone", NUMBER)
    (project.CONFIG.home / "keys" / "watch.key").unlink()
    assert marks.mark_of("phone", NUMBER) != before


def test_the_key_is_a_file_for_the_node_alone(case):
    path = project.CONFIG.home / "keys" / "watch.key"
    path.unlink(missing_ok=True)
    marks.mark_of("phone", NUMBER)
    assert (path.stat().st_mode & 0o777, len(path.read_bytes())) == (0o600, 32)


def test_a_third_number_of_a_range_waits_and_many_are_refused(case):
    noted(case, phone(case, NUMBER[:-3] + "001", NUMBER[:-3] + "002"))
    third = weighed(case, phone(case, NUMBER))
    assert (third.outcome, third.because) == (Outcome.HOLD, "match.range")
    assert weighed(case, phone(case, NUMBER), by=BALU).outcome is Outcome.ASK
    many = weighed(case, phone(case, *(f"{NUMBER[:-3]}1{last:02}" for last in range(10))))
    assert (many.outcome, many.because) == (Outcome.REFUSE, "match.sweep")
    assert weighed(case, phone(case, NUMBER), at=NOON + timedelta(days=31)).outcome is Outcome.ASK


def test_one_name_in_case_after_case_waits(case):
    for number, written in enumerate(("Ravi Kumar", "KUMAR, Ravi".replace(",", ""), "ravi  kumar")):
        noted(open_case(ASHA), person(case, written, key=str(number).encode()), at=NOON - timedelta(days=2))
    assert weighed(case, person(case, "Ravi Kumar")).because == "match.name_in_cases"
    assert weighed(case, person(case, "Ravi Shankar")).outcome is Outcome.ASK


def test_the_same_question_is_not_asked_again_at_once(case):
    noted(case, phone(case, NUMBER))
    later = NOON + timedelta(hours=2)
    again = weighed(case, phone(case, NUMBER), at=later, partners=("node_1",))
    assert (again.outcome, again.because, again.needs) == (Outcome.REFUSE, "match.asked_already", ("match.see_answer",))
    assert weighed(case, phone(case, NUMBER), at=later, partners=("node_1", "node_2")).outcome is Outcome.ASK
    assert weighed(case, phone(case, NUMBER), at=NOON + timedelta(hours=25)).outcome is Outcome.ASK


def test_what_was_declined_or_asked_in_vain_may_be_asked_again(case):
    row = noted(case, phone(case, NUMBER), state=SearchState.DECLINED)
    assert weighed(case, phone(case, NUMBER)).outcome is Outcome.ASK
    Search.objects.filter(pk=row.id).update(state=SearchState.ASKED)
    assert weighed(case, phone(case, NUMBER)).because == "match.asked_already"
    Asked.objects.create(id="asked_1", search=row, partner="node_1", state=AskedState.NO_TABLE, at=NOON)
    assert weighed(case, phone(case, NUMBER)).outcome is Outcome.ASK


def test_a_closed_case_waits_and_none_is_refused(case):
    closed = coded("case_status", "Closed")
    close_case(case_id=case.id, status=closed, reason="All is told in the court.", by=ASHA, at=NOON)
    assert weighed(case, phone(case, NUMBER)).because == "match.case_closed"
    nowhere = weigh(case="", items=[phone(case, NUMBER)], by=ASHA, at=NOON)
    assert (nowhere.outcome, nowhere.because) == (Outcome.REFUSE, "match.no_case")


def test_budgets_of_a_person_and_of_the_node(case):
    setting.change_settings(settings=Settings(user_a_day=2, unit_a_day=3), reason=REASON, by=BALU, at=NOON)
    noted(case, phone(case, "+911", "+912"))
    assert weighed(case, phone(case, NUMBER)).because == "match.user_budget"
    assert weighed(case, phone(case, NUMBER), by=BALU).outcome is Outcome.ASK
    noted(case, phone(case, "+913"), by=CHITRA)
    over = weighed(case, phone(case, NUMBER), by=BALU)
    assert (over.outcome, over.because) == (Outcome.REFUSE, "match.unit_budget")
    assert weighed(case, phone(case, NUMBER), at=NOON + timedelta(days=1)).outcome is Outcome.ASK


def test_a_protected_value_waits_however_it_is_written(case):
    setting.protect(sort="phone", value="98450 12345", label="A colleague", by=BALU, at=NOON)
    setting.protect(sort=PERSON, value="Ravi Kumar", label="Known from films", by=BALU, at=NOON)
    assert weighed(case, phone(case, NUMBER)).because == "match.protected"
    assert weighed(case, person(case, "KUMAR Ravi")).because == "match.protected"
    assert weighed(case, phone(case, "+919845012346")).outcome is Outcome.ASK
    lines = protected(BALU)
    assert [(line.sort, line.label) for line in lines] == [(PERSON, "Known from films"), ("phone", "A colleague")]
    setting.unprotect(protected=lines[1].id, reason="Has left the service", by=BALU, at=NOON)
    assert weighed(case, phone(case, NUMBER)).outcome is Outcome.ASK


def test_addresses_of_colleagues_are_protected_by_themselves(case):
    add_user(
        username="Indu@police.example", display_name="Indu", roles=frozenset({"investigator"}),
        password="correct horse battery", language="en", by=GITA, at=NOON,
    )  # fmt: skip
    own = Item(case.id, "", "", "", "email", (b"email:indu@police.example",))
    assert weighed(case, own).because == "match.protected"
    assert weighed(case, replace(own, values=(b"email:other@police.example",))).outcome is Outcome.ASK


def test_nothing_is_protected_without_a_value_or_twice(case):
    protect = {"sort": "phone", "value": NUMBER, "label": "A colleague", "by": BALU, "at": NOON}
    assert because(setting.protect, **protect | {"by": ASHA}) == "permission.missing"
    assert because(setting.protect, **protect | {"value": " "}) == "match.no_value"
    assert because(setting.protect, **protect | {"sort": "shoe"}) == "match.kind_unknown"
    assert because(setting.protect, **protect | {"label": ""}) == "reason.too_short"
    setting.protect(**protect)
    assert because(setting.protect, **protect) == "match.protected_already"
    assert because(setting.unprotect, protected="nothing", reason=REASON, by=BALU, at=NOON) == "not_found"


def test_marks_are_forgotten_after_thirty_days(case):
    noted(case, phone(case, NUMBER))
    assert marks.forget(NOON + timedelta(days=29)) == 0
    assert marks.forget(NOON + timedelta(days=30)) == 1 and not Mark.objects.exists()


def test_a_refused_search_is_on_record_without_its_values(case):
    turn_away(case=case.id, count=3, because="match.sweep", by=ASHA, at=NOON)
    entry = AuditEntry.objects.get(action="search.turned_away")
    assert entry.detail == {"because": "match.sweep", "count": 3} and entry.actor == ASHA.id


@pytest.mark.parametrize(
    ("kind", "publishes", "asks"),
    [
        ("ahtu", set(KINDS), set(KINDS)),
        ("shelter", set(), {SOUGHT}),
        ("cwc", set(), {SOUGHT}),
        ("court", set(), set()),
        ("something new", set(), set()),
    ],
)
def test_what_is_usual_follows_from_the_kind(settings, kind, publishes, asks):
    settings.CONFIG = replace(project.CONFIG, kind=kind)
    own = settings_now()
    assert (own.publishes, own.asks, own.by_itself) == (publishes, asks, frozenset())


def test_the_head_changes_the_settings_and_partners_are_told(case):
    other = OtherNode()
    wanted = Settings(
        publishes=frozenset({"phone"}), asks=frozenset({"phone", PERSON}), by_itself=frozenset({"phone"}),
        contact="Desk, 040-1234", held_by=other.id, purpose="investigation", ground="registered_fir", ground_reason=REASON,
    )  # fmt: skip
    setting.change_settings(settings=wanted, reason="As agreed in the meeting", by=BALU, at=NOON)
    assert settings_now() == wanted and settings_of(HARI).by == BALU.id
    told = Departure.objects.get(kind="match.offered")
    assert told.recipient == other.id
    assert decode(body_of(told), Offered) == Offered(("phone",), ("person", "phone"), "Desk, 040-1234", 10)
    entry = AuditEntry.objects.get(action="match.settings")
    assert "contact" not in entry.detail and REASON not in str(entry.detail)
    assert REASON.encode() not in b"".join(bytes(row.ground_reason) for row in Setting.objects.all())


def test_a_partner_is_told_once_what_did_not_change(case):
    other = OtherNode()
    assert offering.offer_due(NOON) == 1 and offering.offer_due(NOON) == 0
    OtherNode(key="2", name="AHTU Kochi")
    assert offering.offer_due(NOON) == 1
    setting.change_settings(settings=Settings(), reason="Nothing is published", by=BALU, at=NOON)
    assert Departure.objects.filter(kind="match.offered", recipient=other.id).count() == 2


@pytest.mark.parametrize(
    ("wrong", "because_of"),
    [
        ({"publishes": frozenset({"shoe"})}, "match.kind_unknown"),
        ({"user_a_day": 500}, "match.budget_range"),
        ({"partner_a_day": 0}, "match.budget_range"),
        ({"unit_a_day": 10**6}, "match.budget_range"),
        ({"held_by": "node_" + "9" * 32}, "match.holder_unknown"),
        ({"contact": "two\nlines"}, "match.contact_unfit"),
        ({"contact": "x" * 201}, "match.contact_unfit"),
        ({"by_itself": frozenset({"phone"}), "asks": frozenset()}, "match.not_asked"),
        ({"by_itself": frozenset({SOUGHT})}, "match.not_asked"),
        ({"by_itself": frozenset({"phone"})}, "match.no_purpose"),
        ({"by_itself": frozenset({"phone"}), "purpose": "care", "ground": "legal_basis", "ground_reason": REASON}, "match.ground_not_standing"),
    ],
)  # fmt: skip
def test_settings_that_do_not_hold_together_change_nothing(wrong, because_of):
    change = {"settings": Settings(**wrong), "reason": REASON, "by": BALU, "at": NOON}
    assert because(setting.change_settings, **change) == because_of
    assert not Setting.objects.exists()


def test_only_a_head_sets_and_only_with_a_reason():
    change = {"settings": Settings(), "reason": REASON, "at": NOON}
    for other in (ASHA, GITA, HARI):
        assert because(setting.change_settings, by=other, **change) == "permission.missing"
    assert because(setting.change_settings, by=BALU, **change | {"reason": "no"}) == "reason.too_short"
    assert because(settings_of, ASHA) == "permission.missing"


def test_an_offer_of_a_partner_replaces_the_one_before():
    other = replace(GITA, id="node_" + "1" * 32, kind="node", roles=frozenset())
    offering.hear_offer(Offered(("phone",), ("phone", "shoe"), "Desk", 50), by=other, at=NOON)
    offering.hear_offer(Offered((), ("sought", "shoe"), "", 0), by=other, at=NOON)
    row = PartnerOffer.objects.get()
    assert (row.partner, row.publishes, row.asks, row.contact, row.records) == (other.id, [], ["sought"], "", 0)


def hold(case, **more):
    return noted(case, phone(case, NUMBER), state=SearchState.HELD, held_because="match.range", **more)


def decided(verb, row, by=BALU, reason="I know the case", at=NOON):
    return verb(search=row.id, reason=reason, by=by, at=at)


def test_a_second_person_lets_it_go(case):
    row = hold(case)
    items = (phone(case, NUMBER),)
    with mock.patch.object(second, "choose", return_value=items) as choose, mock.patch.object(second, "send") as send:
        decided(second.agree, row)
    row.refresh_from_db()
    assert (row.state, row.second) == (SearchState.ASKED, BALU.id)
    assert choose.call_args.kwargs["subjects"] == [item["subject"] for item in row.items]
    assert send.call_args.kwargs["items"] == items and send.call_args.args[0].second == BALU.id
    entry = AuditEntry.objects.get(action="search.agreed")
    assert entry.detail == {"because": "match.range", "asker": ASHA.id, "count": 1}


def test_a_second_person_lets_nothing_go_that_was_not_weighed(case):
    row = hold(case)
    with mock.patch.object(second, "choose", return_value=(phone(case, NUMBER[:-1] + "9"),)):
        assert because(decided, second.agree, row) == "match.changed_since"
    row.refresh_from_db()
    assert row.state == SearchState.HELD and not Departure.objects.exists()


def test_what_the_node_asks_by_itself_is_let_go_by_the_head_alone(case):
    row = hold(case, by=SYSTEM)
    Search.objects.filter(pk=row.pk).update(by_itself=True)
    assert because(decided, second.agree, row, by=ASHA) == "match.head_decides"
    decided(second.decline, row, by=BALU)


def test_the_node_itself_has_the_budget_of_a_person_in_each_case(case):
    for number in range(40):
        noted(case, phone(case, f"+9198450{number:02}999"), by=SYSTEM)
    assert weighed(case, phone(case, NUMBER), by=SYSTEM).because == "match.user_budget"
    assert weighed(open_case(ASHA), phone(case, NUMBER), by=SYSTEM).outcome is Outcome.ASK


@pytest.mark.parametrize("name", ["Ravi Kumar", "Narendra Varadharajan", "சரவணன்", "Saravanan"])
def test_a_name_is_protected_as_it_is_heard_whatever_it_is(case, name):
    setting.protect(sort=PERSON, value=name, label="Known from films", by=BALU, at=NOON)
    assert weighed(case, person(case, name)).because == "match.protected"
    alias = replace(person(case, "Somebody Else"), aliases=("Asha", name))
    assert weighed(case, alias).because == "match.protected"


def test_a_second_person_stops_it(case):
    row = hold(case)
    decided(second.decline, row)
    row.refresh_from_db()
    assert (row.state, row.second, row.ended_at) == (SearchState.DECLINED, BALU.id, NOON)
    assert because(decided, second.decline, row) == "match.not_held"


@pytest.mark.parametrize("verb", [second.agree, second.decline])
def test_who_may_not_be_the_second_person(case, verb):
    row = hold(case)
    assert because(decided, verb, row, by=ASHA) == "match.not_alone"
    assert because(decided, verb, row, by=CHITRA) == "not_found"  # the case is not open to her
    assert because(decided, verb, row, by=DEEPA) == "not_found"
    assert because(decided, verb, row, by=HARI) == "permission.missing"
    assert because(decided, verb, row, by=replace(BALU, kind="system")) == "match.person"
    assert because(decided, verb, row, reason="ok") == "reason.too_short"
    assert because(decided, verb, row, at=NOON + timedelta(days=8)) == "match.held_too_long"
    assert because(decided, verb, noted(case, phone(case, "+911"))) == "match.not_held"
    row.refresh_from_db()
    assert (row.state, row.second) == (SearchState.HELD, "")


def test_what_waits_is_shown_to_whom_it_concerns(case):
    row = hold(case)
    assert [(line.id, line.mine, line.sorts) for line in held(BALU, NOON)] == [(row.id, False, ("phone",))]
    assert [line.mine for line in held(ASHA, NOON)] == [True]
    assert held(CHITRA, NOON) == held(DEEPA, NOON) == []
    assert held_sheet(BALU, row.id).ground_reason == REASON
    assert because(held_sheet, CHITRA, row.id) == "not_found"
    assert because(held, HARI, NOON) == "permission.missing"


def test_what_nobody_decides_in_a_week_is_stopped(case):
    row = hold(case)
    assert second.lapse_held(NOON + timedelta(days=7)) == 0
    assert held(BALU, NOON + timedelta(days=8)) == []
    assert second.lapse_held(NOON + timedelta(days=8)) == 1
    row.refresh_from_db()
    assert (row.state, row.second) == (SearchState.DECLINED, "")
    assert AuditEntry.objects.get(action="search.declined").actor == SYSTEM.id


def acts(case):
    row = hold(case)
    return [
        lambda: setting.change_settings(settings=Settings(), reason=REASON, by=BALU, at=NOON),
        lambda: setting.protect(sort="phone", value=NUMBER, label="A colleague", by=BALU, at=NOON),
        lambda: offering.hear_offer(Offered((), (), "", 0), by=replace(GITA, id="node_1"), at=NOON),
        lambda: decided(second.decline, row),
        lambda: second.lapse_held(NOON + timedelta(days=8)),
    ]


@pytest.mark.parametrize("number", range(5))
def test_without_its_record_nothing_happens(case, number):
    act = acts(case)[number]
    where = ("settings", "settings", "offering", "second", "second")[number]
    with mock.patch(f"sajha.matching.actions.{where}.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        act()
    assert not Setting.objects.exists() and not Protected.objects.exists() and not PartnerOffer.objects.exists()
    assert Search.objects.get().state == SearchState.HELD


def test_what_the_watch_turns_away_is_on_record_and_nothing_else_of_it(case):
    noted(case, phone(case, *(f"{NUMBER[:-3]}1{last:02}" for last in range(11))))
    why = {"purpose": "investigation", "ground": "registered_fir", "ground_reason": REASON}
    OtherNode()
    with mock.patch.object(asking, "choose", return_value=(phone(case, NUMBER),)):
        assert (
            because(asking.search, case=case.id, subjects=("x",), partners=(), by=ASHA, at=NOON, **why) == "match.sweep"
        )
    assert AuditEntry.objects.get(action="search.turned_away").detail == {"because": "match.sweep", "count": 1}
    assert Search.objects.count() == 1 and not AuditEntry.objects.filter(action="search.asked").exists()


def test_what_is_asked_by_itself_waits_like_any_other(case):
    setting.protect(sort="phone", value=NUMBER, label="A colleague", by=BALU, at=NOON)
    own = Settings(
        by_itself=frozenset({"phone"}), purpose="investigation", ground="registered_fir", ground_reason=REASON
    )
    row = mock.Mock(party="", case=case.id, changed_at=NOON)
    with mock.patch.object(by_itself, "mark_of", return_value=b"m"), mock.patch.object(by_itself, "items_of") as items:
        items.return_value = (phone(case, NUMBER),)
        assert by_itself._ask(row, own, ["node_1"], NOON) == 1
    held_one = Search.objects.get()
    assert (held_one.state, held_one.held_because, held_one.by) == (SearchState.HELD, "match.protected", SYSTEM.id)
    assert Mark.objects.get().user == SYSTEM.id and not Departure.objects.exists()


def test_the_cycles_of_a_custodian_fit_into_a_day_however_fast_the_clock(settings):
    settings.CONFIG = replace(project.CONFIG, clock_scale=600.0)
    for number in range(100):
        Evaluation.objects.create(
            id=f"evaluation_{number}", question=f"cycle_{number}", partner="node_1", set="sought", elements=64,
            at=NOON - number * timedelta(hours=1) / 600,
        )  # fmt: skip
    assert asked_today("node_1", "sought", NOON) == 24 * 64 < Settings().partner_a_day


def test_a_partners_offer_comes_by_the_wire():
    partner = MatchingPartner()
    partner.tells("match.offered", Offered(("phone",), (), "Their desk", 50))
    row = PartnerOffer.objects.get()
    assert (row.partner, row.publishes, row.contact) == (partner.id, ["phone"], "Their desk")
