"""The way in: password, second factor, first set-up, lock, and how sessions end."""

import json
import re
import time

import hypothesis
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from hypothesis import strategies as st

from sajha.accounts.actions import issue_password, reset_second_factor
from sajha.audit.models import AuditEntry
from tests.cast import GITA, NOON

PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def code_for(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_up_app(client):
    page = client.get("/account/app/").content.decode()
    secret = re.search(r'id="secret">([A-Z2-7]+)<', page).group(1)
    return secret, client.post("/account/app/", {"code": code_for(secret, -1)})


def password_step(client, name="investigator", password=PASSWORD):
    return client.post("/sign-in/", {"login": name, "password": password})


def actions():
    return list(AuditEntry.objects.filter(area="accounts").order_by("seq").values_list("action", flat=True))


def test_the_first_sign_in_leads_to_the_set_up_and_to_recovery_codes(member):
    member("investigator")
    client = Client()
    assert password_step(client).status_code == 302
    for address in ("/", "/account/", "/account/recovery-codes/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/account/set-up/")
    assert client.get("/account/set-up/").status_code == 200
    secret, answer = set_up_app(client)
    assert answer.headers["Location"] == "/account/recovery-codes/"
    page = client.get("/account/recovery-codes/").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", page)) == 10
    assert "<li>" not in client.get("/account/recovery-codes/").content.decode().split("<main")[1]
    assert client.get("/").status_code == 200
    assert actions()[-2:] == ["sign_in.done", "second_factor.added"]
    stored = str(Authenticator.objects.get(type="totp").data)
    assert secret not in stored


def test_later_the_password_alone_opens_nothing(member):
    member("investigator")
    client = Client()
    password_step(client)
    secret, _answer = set_up_app(client)
    client.post("/sign-out/")
    assert client.get("/").status_code == 302
    assert password_step(client).headers["Location"] == "/sign-in/code/"
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    wrong = client.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "This code is not right" in wrong.content.decode()
    assert client.post("/sign-in/code/", {"code": code_for(secret)}).status_code == 302
    assert client.get("/").status_code == 200
    assert actions()[-3:] == ["sign_in.left", "sign_in.failed", "sign_in.done"]


def test_a_code_opens_once(member):
    member("investigator")
    client = Client()
    password_step(client)
    secret, _answer = set_up_app(client)
    code = code_for(secret)
    for status in (302, 200):
        other = Client()
        password_step(other)
        assert other.post("/sign-in/code/", {"code": code}).status_code == status


def test_a_recovery_code_opens_once(member):
    member("investigator")
    client = Client()
    password_step(client)
    set_up_app(client)
    code = re.search(r"<li>(\d{8})</li>", client.get("/account/recovery-codes/").content.decode()).group(1)
    for status in (302, 200):
        other = Client()
        password_step(other)
        assert other.post("/sign-in/code/", {"code": code}).status_code == status


def test_five_failures_lock_and_say_for_how_long(member):
    member("investigator")
    client = Client()
    for _attempt in range(5):
        assert "is not right" in password_step(client, password="wrong").content.decode()
    locked = password_step(client)
    assert "Wait 15 minutes" in locked.content.decode()
    password_step(client)
    assert actions().count("sign_in.failed") == 5
    assert actions().count("sign_in.locked") == 1
    assert client.get("/").status_code == 302


def test_five_wrong_codes_lock_too(member):
    member("investigator")
    client = Client()
    password_step(client)
    secret, _answer = set_up_app(client)
    client.post("/sign-out/")
    password_step(client)
    for _attempt in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    locked = client.post("/sign-in/code/", {"code": code_for(secret)})
    assert "Wait 15 minutes" in locked.content.decode()
    assert actions().count("sign_in.locked") == 1


def test_an_unknown_name_reads_the_same_and_is_not_kept(member):
    member("investigator")
    known = password_step(Client(), password="wrong").content.decode()
    unknown = password_step(Client(), name="PassWordTypedHere").content.decode()
    sentence = "The sign-in name or the password is not right."
    assert sentence in known
    assert sentence in unknown
    entry = AuditEntry.objects.filter(action="sign_in.failed").order_by("-seq").first()
    assert "PassWordTypedHere" not in str(entry.__dict__)


def test_a_closed_account_does_not_open(member):
    user = member("investigator")
    user.is_active = False
    user.save()
    client = Client()
    password_step(client)
    assert client.get("/").status_code == 302


def test_a_one_time_password_is_replaced_first(member):
    user = member("investigator")
    issue_password(user=user, password="one time only 12", by=GITA, at=NOON)
    client = Client()
    password_step(client, password="one time only 12")
    assert client.get("/").headers["Location"] == "/account/password/"
    given = {"oldpassword": "one time only 12", "password1": "one time only 12", "password2": "one time only 12"}
    assert client.post("/account/password/", given).status_code == 200
    given["password1"] = given["password2"] = "my own long words"
    assert client.post("/account/password/", given).headers["Location"] == "/account/set-up/"
    assert client.get("/").headers["Location"] == "/account/set-up/"


def test_a_reset_second_factor_is_set_up_again(member):
    user = member("investigator")
    client = Client()
    password_step(client)
    set_up_app(client)
    reset_second_factor(user=user, by=GITA, at=NOON)
    assert client.get("/").headers["Location"].startswith("/sign-in/")
    password_step(client)
    assert client.get("/").headers["Location"] == "/account/set-up/"


def _shift(client, **seconds):
    session = client.session
    for name, value in seconds.items():
        session[name] = int(time.time()) - value
    session.save()


@pytest.mark.parametrize(
    ("ages", "open_"),
    [
        ({"seen": 29 * 60}, True),
        ({"seen": 32 * 60}, False),
        ({"seen": 0, "began": 8 * 3600 - 60}, True),
        ({"seen": 0, "began": 8 * 3600 + 60}, False),
    ],
)
def test_a_session_ends_by_idling_and_by_the_working_day(signed_in, ages, open_):
    client = signed_in("investigator")
    _shift(client, **ages)
    assert (client.get("/").status_code == 200) is open_


def test_a_session_without_clocks_is_over(member):
    from tests.web.conftest import _plain_force_login

    client = Client()
    _plain_force_login(client, member("investigator"))
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_the_key_of_the_session_changes_at_each_step(member, settings):
    member("investigator")
    client = Client()
    client.get("/sign-in/")
    password_step(client)
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    set_up_app(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != first


def test_other_devices_are_signed_out(member):
    user = member("investigator")
    here, there = Client(), Client()
    here.force_login(user)
    there.force_login(user)
    assert "Since" in here.get("/account/").content.decode()
    here.post("/account/end-elsewhere/")
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert actions()[-1] == "sign_in.ended_elsewhere"


def test_the_last_second_factor_stays(member):
    member("investigator")
    client = Client()
    password_step(client)
    set_up_app(client)
    assert client.get("/account/app/remove/").headers["Location"] == "/account/"
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_changing_a_second_factor_asks_who_it_is(signed_in):
    client = signed_in("investigator")
    assert client.get("/account/app/").headers["Location"].startswith("/account/confirm/")
    answer = client.post("/account/confirm/?next=/account/app/", {"password": PASSWORD})
    assert answer.headers["Location"] == "/account/app/"
    assert client.get("/account/app/").status_code == 200


def test_language_is_kept_with_the_account_and_before_it_in_a_cookie(member):
    user = member("investigator")
    client = Client()
    client.post("/language/", {"language": "ta", "next": "/sign-in/"})
    assert '<html lang="ta">' in client.get("/sign-in/").content.decode()
    client.force_login(user)
    client.post("/language/", {"language": "te", "next": "https://elsewhere.example/"})
    user.refresh_from_db()
    assert user.language == "te"
    assert '<html lang="te">' in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client, address):
    answer = client.post("/language/", {"language": "ta", "next": address})
    assert answer.headers["Location"] == "/"


# answers of a passkey that are none: right and wrong names, over values of every kind
_NAMES = st.sampled_from(
    [
        "id",
        "rawId",
        "type",
        "response",
        "userHandle",
        "clientDataJSON",
        "authenticatorData",
        "signature",
        "attestationObject",
        "x",
    ]
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["AAAA", "public-key", "eyJ0eXBlIjoxfQ"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=12,
)
_ANSWERS = st.dictionaries(_NAMES, _VALUES, max_size=6)
_quick = hypothesis.settings(max_examples=150, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))


@_quick
@hypothesis.given(_ANSWERS | _VALUES)
def test_a_made_up_passkey_opens_nothing(client, answer):
    cache.clear()  # or the attempts are counted, as they should
    client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    assert client.post("/sign-in/passkey/", {"credential": json.dumps(answer)}).status_code == 302
    assert "_auth_user_id" not in client.session


@_quick
@hypothesis.example(False)
@hypothesis.example(0)
@hypothesis.given(_ANSWERS | _VALUES)
def test_a_made_up_passkey_is_not_added(client, member, answer):
    if "_auth_user_id" not in client.session:
        member("investigator")
        password_step(client)
    client.get("/account/passkeys/add/")
    page = client.post("/account/passkeys/add/", {"name": "x", "credential": json.dumps(answer)})
    assert page.status_code == 200
    assert Authenticator.objects.count() == 0


def test_a_number_in_a_passkeys_answer_takes_no_memory():
    from sajha.web.account.forms import _has_number

    assert _has_number({"response": {"authenticatorData": 20_000_000_000}})
    assert _has_number([[1.5]])
    assert not _has_number(
        {"response": {"publicKeyAlgorithm": -7, "clientDataJSON": "x"}, "clientExtensionResults": {"appid": True}}
    )
