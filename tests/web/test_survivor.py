"""A person's own page: read together, on paper, and on the person's own phone, where nothing stays."""

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.consent.models import ConsentEvent
from sajha.survivor.models import OneTimeCode, OwnVisit, OwnWish
from sajha.survivor.telling import CopyTold
from sajha.web.survivor.picture import picture
from tests.cast import ASHA, CHITRA, NOON
from tests.other_node import OtherNode
from tests.own_record import MINE, OTHERS, TwoPeople

pytestmark = pytest.mark.django_db
WHY = {"reason": "We read it together in the office.", "language": "en"}
ONE_ADDRESS = "/mine/"


class Clock:
    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    found = Clock()
    for module in ("survivor.views", "survivor.mine", "home.views"):
        monkeypatch.setattr(f"sajha.web.{module}.now", found)
    return found


@pytest.fixture
def two():
    return TwoPeople()


def worker(actor) -> Client:
    User.objects.create(
        id=actor.id, username=actor.label.lower(), display_name=actor.label, roles=sorted(actor.roles), made_at=NOON
    )
    client = Client()
    client.force_login(User.objects.get(pk=actor.id))
    return client


@pytest.fixture
def asha():
    return worker(ASHA)


@pytest.fixture
def phone():
    return Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="same-origin", HTTP_ACCEPT_LANGUAGE="en")


def page(answer, status=200) -> str:
    assert answer.status_code == status, (answer.status_code, answer.content[:300])
    return answer.content.decode()


def address(name, two, who=""):
    return reverse(name, args=[two.case, who or two.me])


def made(asha, two, language="en") -> str:
    text = page(asha.post(address("own_code", two), {"language": language, "safe": "on"}))
    return re.search(r'class="code mono">([A-Z0-9-]{14})<', text)[1]


def opened(phone, code) -> str:
    answer = phone.post(ONE_ADDRESS, {"code": code})
    assert (answer.status_code, answer.headers.get("Location")) == (302, ONE_ADDRESS)
    return page(phone.get(ONE_ADDRESS))


def test_read_together_for_a_reason_that_is_recorded(asha, two):
    first = page(asha.get(address("own", two)))
    assert MINE not in first and "Read it together" in first
    assert "Say a little more" in page(asha.post(address("own", two), {"reason": "short", "language": "en"}))
    assert not AuditEntry.objects.filter(action="own.opened").exists()
    answer = asha.post(address("own", two), WHY)
    text = page(answer)
    assert MINE in text and OTHERS not in text and "Canarybird" not in text and "Debt bondage" in text
    assert answer.headers["Refresh"].startswith("900;") and answer.headers["Cache-Control"] == "no-store"
    assert MINE not in re.search(r"<title>(.*?)</title>", text)[1]
    assert f"/cases/{two.case}/people/{two.me}/consent/withdraw/" in text


def test_it_is_read_in_the_persons_language_inside_a_page_in_the_workers(asha, two):
    text = page(asha.post(address("own", two), {**WHY, "language": "te"}))
    assert '<div lang="te">' in text and "మార్చి" in text and "This page hides itself" in text


@pytest.mark.parametrize("name", ["own", "own_code", "own_paper"])
def test_another_worker_finds_nothing(two, name):
    chitra = worker(CHITRA)
    assert chitra.get(address(name, two)).status_code == chitra.post(address(name, two), WHY).status_code == 404


def test_the_case_leads_there_and_a_person_of_another_case_does_not(asha, two):
    assert address("own", two) in page(asha.get(reverse("case", args=[two.case])))
    elsewhere = TwoPeople()
    assert asha.get(reverse("own", args=[two.case, elsewhere.me])).status_code == 404


def test_paper_asks_first(asha, two):
    data = {**WHY, "language": "te"}
    assert "safe place" in page(asha.post(address("own_paper", two), data))
    assert not AuditEntry.objects.filter(action="own.handed_over").exists()
    answer = asha.post(address("own_paper", two), {**data, "wanted": "on"})
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert "information.pdf" in answer.headers["Content-Disposition"] and answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(action="own.handed_over").count() == 1


def test_a_code_is_made_only_for_somebody_who_was_asked_and_shown_once(asha, two):
    assert "asked the person alone" in page(asha.post(address("own_code", two), {"language": "te"}))
    assert not OneTimeCode.objects.exists()
    code = made(asha, two)
    assert code not in page(asha.get(address("own_code", two)))


def test_the_language_of_the_person_is_proposed(asha, two):
    assert re.search(r'<option value="te" selected>', page(asha.get(address("own_code", two))))


def test_on_the_persons_own_phone(asha, two, phone):
    OtherNode()
    ask = page(phone.get(ONE_ADDRESS))
    assert "<title>Information</title>" in ask and "Sajha" not in ask and "Test unit" not in ask
    text = opened(phone, made(asha, two))
    assert MINE in text and OTHERS not in text and "Canarybird" not in text and "Asha" not in text
    assert "<title>Information</title>" in text and two.case not in text and two.me not in text
    assert 'href="/blank/"' in text and "data-leave" in text
    entry = AuditEntry.objects.get(action="own.read")
    assert (entry.actor_kind, entry.actor, entry.detail) == ("survivor", two.me, {})


def test_what_the_phone_is_told(asha, two, phone, clock):
    code = made(asha, two)
    answer = phone.post(ONE_ADDRESS, {"code": code})
    cookie = answer.cookies[settings.OWN_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and not cookie["max-age"] and not cookie["expires"]
    assert list(answer.cookies) == [settings.OWN_COOKIE_NAME] == list(phone.cookies)
    clock.at = NOON + timedelta(minutes=5)
    shown = phone.get(ONE_ADDRESS)
    assert shown.headers["Cache-Control"] == "no-store" and shown.headers["Referrer-Policy"] == "no-referrer"
    assert shown.headers["Refresh"] == "600; url=/blank/" and 'data-seconds="600"' in page(shown)
    assert not re.search(r'(?:href|action)="(?!/blank/|/mine/|/static/|tel:|data:,|#)', page(shown))


def test_leaving_ends_it_and_tells_the_browser_to_forget(asha, two, phone):
    opened(phone, made(asha, two))
    answer = phone.get("/blank/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    text = page(answer)
    assert (
        "There is nothing here" in text
        and "Sajha" not in text
        and "Test unit" not in text
        and 'href="/mine' not in text
    )
    assert not phone.cookies[settings.OWN_COOKIE_NAME].value
    assert OwnVisit.objects.get().ended_at and MINE not in page(phone.get(ONE_ADDRESS))


def test_it_ends_by_itself(asha, two, phone, clock):
    opened(phone, made(asha, two))
    clock.at = NOON + timedelta(minutes=15)
    assert MINE not in page(phone.get(ONE_ADDRESS))


def test_a_worker_ends_it_at_once(asha, two, phone):
    code = made(asha, two)
    assert "A code is open until" in page(asha.get(address("own", two)))
    opened(phone, code)
    assert "Somebody reads with the code now" in page(asha.get(address("own", two)))
    assert asha.post(address("own_code_end", two)).status_code == 302
    assert MINE not in page(phone.get(ONE_ADDRESS)) and "End the code now" not in page(asha.get(address("own", two)))
    assert asha.post(address("own_code_end", two)).status_code == 403


def test_another_browser_with_the_same_code_finds_nothing(asha, two, phone):
    code = made(asha, two)
    opened(phone, code)
    thief = Client()
    text = page(thief.post(ONE_ADDRESS, {"code": code}))
    assert MINE not in text and "does not open anything" in text and not thief.cookies


def test_wrong_used_and_late_codes_read_the_same(asha, two, phone, clock):
    code = made(asha, two)
    opened(phone, code)
    answers = [Client().post(ONE_ADDRESS, {"code": text}, REMOTE_ADDR=f"10.0.0.{number}") for number, text in enumerate(("", "x", "A" * 500, "AAAA-AAAA-AAAA", code))]  # fmt: skip
    late = made(asha, two)
    clock.at = NOON + timedelta(hours=1)
    answers.append(Client().post(ONE_ADDRESS, {"code": late}, REMOTE_ADDR="10.0.0.9"))
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_guessing_from_one_address_is_locked_and_says_so_to_nobody(asha, two):
    code = made(asha, two)
    guesser = Client(REMOTE_ADDR="10.7.7.7")
    for _number in range(20):
        guesser.post(ONE_ADDRESS, {"code": "AAAA-AAAA-AAAA"})
    assert "does not open anything" in page(guesser.post(ONE_ADDRESS, {"code": code}))
    assert opened(Client(REMOTE_ADDR="10.7.7.8"), code)


def test_a_post_from_another_site_is_not_taken(asha, two, phone):
    opened(phone, made(asha, two))
    for site in ("cross-site", "same-site"):
        phone.post(ONE_ADDRESS, {"wish": "talk"}, HTTP_SEC_FETCH_SITE=site)
    assert not OwnWish.objects.exists()


def test_the_language_is_switched_before_and_after_the_code(asha, two, phone):
    text = page(phone.post(ONE_ADDRESS, {"in": "te"}))
    assert '<html lang="te">' in text and 'name="language" value="te"' in text
    assert phone.post(ONE_ADDRESS, {"code": made(asha, two), "language": "te"}).status_code == 302
    assert '<html lang="te">' in page(phone.get(ONE_ADDRESS))
    phone.post(ONE_ADDRESS, {"in": "ta"})
    answer = phone.get(ONE_ADDRESS)
    assert '<html lang="ta">' in page(answer) and answer.headers["Content-Language"] == "ta"
    phone.post(ONE_ADDRESS, {"in": "klingon"})
    assert '<html lang="en">' in page(phone.get(ONE_ADDRESS))


def test_a_wish_reaches_the_worker_and_changes_no_consent(asha, two, phone):
    two.agree(two.me)
    opened(phone, made(asha, two))
    assert phone.post(ONE_ADDRESS, {"wish": "change_mind"}).status_code == 302
    assert phone.post(ONE_ADDRESS, {"wish": "erase everything"}).status_code == 302
    assert "Nobody has talked with you yet" in page(phone.get(ONE_ADDRESS)) and ConsentEvent.objects.count() == 1
    home, listed = page(asha.get("/")), page(asha.get(reverse("wishes")))
    for text in (home, listed):
        assert "I change my mind about who may know" in text and MINE not in text
    wish = OwnWish.objects.get()
    assert worker(CHITRA).post(reverse("wish_talked", args=[wish.id])).status_code == 404
    assert asha.post(reverse("wish_talked", args=[wish.id])).status_code == 302
    assert "Nobody asked for a talk" in page(asha.get(reverse("wishes")))


def test_without_a_visit_nothing_is_done(phone):
    for data in ({"wish": "talk"}, {"in": "te"}, {}):
        assert phone.post(ONE_ADDRESS, data).status_code in (200, 302)
    assert not OwnWish.objects.exists()


def test_no_log_line_knows_the_name_the_code_or_the_cookie(asha, two, phone, caplog):
    with caplog.at_level(logging.DEBUG):
        code = made(asha, two)
        opened(phone, code)
        phone.get("/blank/")
        Client().post(ONE_ADDRESS, {"code": code})
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert MINE not in said and code not in said and code.replace("-", "") not in said and OTHERS not in said


def test_the_picture_tells_states_by_shape_and_by_words():
    copies = [
        CopyTold(f"Office {number} <b>", number % 6, state, f"words of {state}", ())
        for number, state in enumerate(("held", "told", "passed_on", "destroyed", "kept", "never_had", "unheard_of"))
    ]
    drawn = picture("Ours & others", copies)
    assert "<b>" not in drawn and "style=" not in drawn and "Ours &amp; others" in drawn
    words = " ".join(re.sub("<[^>]+>", " ", drawn).split())
    assert all(f"words of {copy.state}" in words for copy in copies)
    shapes = re.findall(r"<g [^>]*>(<(?:circle|path)[^>]*>)", drawn)
    assert len(shapes) == len(copies) + 1 and len(set(shapes[1:7])) == 6
    assert picture("Ours", []) == ""
