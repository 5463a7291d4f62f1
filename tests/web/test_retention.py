"""The pages of keeping: what is due, holds, sealing, two persons who erase, and the certificate."""

import re

import pytest
from django.urls import reverse

from sajha.cases.queries import visible
from sajha.retention.models import Certificate, Decided
from sajha.retention.queries import view as view_of
from sajha.retention.tasks import look_through
from sajha.terms.reasons import reason_text
from tests.areas.test_retention import DAY, KAVYA, WHY, YEAR, case, full  # noqa: F401  (fixtures)
from tests.cast import ASHA, BALU, CHITRA, HARI, NOON
from tests.other_node import OtherNode
from tests.some_cases import CANARY
from tests.web.test_consent import signed_in, text_of

pytestmark = pytest.mark.django_db
NUMBER = "Case 2026-000001"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def at(time):
        for module in ("retention.decisions", "retention.lists", "home.views", "cases.case"):
            monkeypatch.setattr(f"sajha.web.{module}.now", lambda: time)

    at(NOON + 2 * DAY)
    return at


@pytest.fixture
def asha():
    return signed_in(ASHA)


@pytest.fixture
def balu():
    return signed_in(BALU)


def ask(subject, verb):
    return reverse("retention_ask", args=[subject, verb])


def decide(subject, verb):
    return reverse("retention_decide", args=[subject, verb])


def of(subject):
    return reverse("retention_of", args=[subject])


HOLD = {
    "ground": "appeal", "authority": "High Court", "order": "Crl.A. 12", "until": "2026-12-31", "reason": "The appeal is pending",
}  # fmt: skip
ERASE = {"ground": "no_longer_needed", "reason": WHY}
SURE = {"sure": "on", "reason": WHY}


def test_the_page_of_a_case_says_how_long_it_is_kept(asha, full):  # noqa: F811
    shown = text_of(asha.get(reverse("case", args=[full])))
    assert "How long this is kept" in shown and of(full) in shown and "Closed case of adults" in shown


def test_a_worker_sees_the_class_and_that_no_rule_was_found(asha, case):  # noqa: F811
    shown = text_of(asha.get(of(case)))
    assert "No rule found in the reviewed list" in shown and "Unreviewed" in shown
    assert ask(case, "hold") in shown and decide(case, "keep") not in shown
    assert text_of(asha.get(reverse("retention_classes"))).count("Unreviewed") >= 8


def test_set_look_at_and_lift_a_hold(asha, balu, case):  # noqa: F811
    assert "Give a day that is still to come" in text_of(asha.post(ask(case, "hold"), {**HOLD, "until": "2026-01-01"}))
    assert asha.post(ask(case, "hold"), HOLD).status_code == 302
    shown = text_of(asha.get(of(case)))
    assert "An appeal is possible" in shown and "Crl.A. 12" in shown and "31 Dec 2026" in shown
    assert ask(case, "erase") not in shown
    assert "A legal hold stands" in text_of(asha.get(ask(case, "erase")))
    hold = view_of(BALU, case).standing.holds[0].id
    lift, keep = (reverse("retention_hold", args=[case, hold, verb]) for verb in ("lift", "keep"))
    assert "You set this hold yourself" in text_of(asha.get(lift))
    assert balu.post(keep, {"until": "2027-01-31", "reason": WHY}).status_code == 302
    assert balu.post(lift, {"reason": WHY}).status_code == 302
    assert "No legal hold stands" in text_of(balu.get(of(case)))


def test_two_persons_erase_and_the_certificate_is_shown_printed_and_kept(asha, balu, full):  # noqa: F811
    assert asha.post(ask(full, "erase"), ERASE).status_code == 302
    assert asha.get(decide(full, "confirm")).status_code == 403
    home = text_of(balu.get("/"))
    assert "Records to look at" in home and "Erasing asked for" in home
    assert WHY in text_of(balu.get(of(full)))
    assert Certificate.objects.count() == 0
    assert "I know that nothing" in text_of(balu.post(decide(full, "confirm"), {"reason": WHY}))
    assert Certificate.objects.count() == 0
    done = balu.post(decide(full, "confirm"), SURE, follow=True)
    shown = text_of(done)
    assert "The signature is right, and the keys are gone" in shown and "2026-000001" in shown
    assert CANARY not in shown and WHY not in shown and "Jasmine" not in shown
    kept = balu.get(reverse("retention_certificate_json", args=[full]))
    assert kept.content.decode() == Certificate.objects.get().content
    assert balu.get(reverse("retention_certificate_pdf", args=[full])).content.startswith(b"%PDF")
    assert "The words were erased" in text_of(balu.get(of(full)))
    listed = text_of(balu.get(reverse("retention") + "?state=erased"))
    assert NUMBER in listed and "Jasmine" not in listed
    assert balu.get(reverse("case", args=[full])).status_code == 404


def test_who_asked_does_not_confirm(balu, case):  # noqa: F811
    balu.post(ask(case, "erase"), ERASE)
    assert "Somebody else confirms it" in text_of(balu.get(decide(case, "confirm")))
    balu.post(decide(case, "confirm"), SURE)
    assert not Certificate.objects.exists()
    assert "Records to look at" in text_of(balu.get("/")) and "Erasing asked for" not in text_of(balu.get("/"))
    assert signed_in(KAVYA).post(decide(case, "confirm"), SURE).status_code == 302


def test_the_wish_is_dropped(asha, balu, case):  # noqa: F811
    asha.post(ask(case, "erase"), ERASE)
    assert balu.post(ask(case, "drop"), {"reason": WHY}).status_code == 302
    assert "Somebody asks" not in text_of(balu.get(of(case)))


def test_seal_and_open_again(asha, balu, full):  # noqa: F811
    assert balu.post(decide(full, "seal"), {"until": "2027-01-31", "reason": WHY}).status_code == 302
    assert asha.get(reverse("case", args=[full])).status_code == 404
    assert balu.get(reverse("case", args=[full])).status_code == 404
    assert asha.get(of(full)).status_code == 404
    assert full not in text_of(balu.get(reverse("cases") + "?whose=all&status=&find=2026-000001"))
    assert NUMBER in text_of(balu.get(reverse("retention") + "?state=sealed"))
    assert balu.post(decide(full, "open"), {"reason": "A court asks for it again"}).status_code == 302
    assert visible(ASHA).filter(pk=full).exists()


def test_keep_and_put_into_another_class(balu, case):  # noqa: F811
    assert "Day on which" in text_of(balu.post(decide(case, "keep"), {"until": "", "reason": WHY}))
    short = balu.post(decide(case, "keep"), {"until": "2027-01-31", "reason": "no"})
    assert str(reason_text("reason.too_short")) in text_of(short) and not Decided.objects.exists()
    assert balu.post(decide(case, "keep"), {"until": "2027-01-31", "reason": WHY}).status_code == 302
    assert balu.post(decide(case, "class"), {"class_id": "case_evidence", "reason": WHY}).status_code == 302
    assert "Kept as evidence" in text_of(balu.get(of(case)))
    assert "Select a valid" in text_of(balu.post(decide(case, "class"), {"class_id": "request_ended", "reason": WHY}))


def test_the_auditor_sees_days_and_numbers_and_opens_nothing(case, clock):  # noqa: F811
    look_through(NOON)
    look_through(YEAR + 30 * DAY)
    clock(YEAR + 30 * DAY)
    hari = signed_in(HARI)
    assert "Records that nobody looked at in time" in text_of(hari.get("/")) and NUMBER in text_of(hari.get("/"))
    shown = text_of(hari.get(reverse("retention")))
    assert NUMBER in shown and of(case) not in shown and "Jasmine" not in shown
    assert re.search(r"Past their day</dt><dd><strong[^>]*>1", shown)
    assert hari.get(of(case)).status_code == 403


def test_a_head_finds_what_is_due_first_and_a_request_that_came_in(balu, case, clock):  # noqa: F811
    request = OtherNode().asks()
    look_through(NOON)
    clock(YEAR)
    shown = text_of(balu.get(reverse("retention")))
    assert shown.index(of(request)) < shown.index(of(case))
    assert "A request that came in" in text_of(balu.get(of(request)))
    assert "This is still open" in text_of(balu.get(ask(request, "erase")))
    assert "Records to look at" in text_of(balu.get("/"))


def test_what_is_not_open_to_the_reader_does_not_exist(case, full):  # noqa: F811
    chitra = signed_in(CHITRA)
    for address in (of(case), ask(case, "hold"), reverse("retention_hold", args=[case, "keep_1", "lift"])):
        assert chitra.get(address).status_code == 404
    assert chitra.get(ask(case, "nonsense")).status_code == 404


def test_an_unknown_verb_and_an_unknown_certificate_are_not_found(balu, case):  # noqa: F811
    assert balu.get(decide(case, "shred")).status_code == 404
    assert balu.get(reverse("retention_certificate", args=[case])).status_code == 404


def test_an_empty_list_says_so(balu):
    assert "Nothing here" in text_of(balu.get(reverse("retention")))
