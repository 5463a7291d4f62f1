"""What every answer carries, whatever the page."""

import re

import pytest

from tests.web.routes import routes

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
READ = [route for route in routes() if "GET" in route.methods and not route.address.startswith("/exchange/")]


@pytest.mark.parametrize("role", ["administrator", "auditor", "unit_head"])
def test_headers_and_markup_of_every_page(signed_in, role):
    client = signed_in(role)
    for route in READ:
        answer = client.get(route.address)
        headers = answer.headers
        assert {part.strip() for part in headers["Content-Security-Policy"].split(";")} == POLICY, route.address
        assert "no-store" in headers["Cache-Control"], route.address
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == ("no-referrer" if route.name in ("mine", "blank") else "same-origin")
        if "html" in headers.get("Content-Type", ""):
            _check_markup(answer.content.decode(), route.address)


def _check_markup(page, address):
    for script in re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.S):
        assert "src=" in script[0] or "application/json" in script[0], address
    assert "<style" not in page, address
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page), address
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page), address
    if "<html" in page:
        assert re.search(r"<title>\s*\S", page), address
        assert page.count("<h1") == 1, address


def test_static_files_are_kept_for_a_year_under_their_hash(client):
    page = client.get("/sign-in/").content.decode()
    assert re.search(r"/static/sajha/sajha\.css\?v=[0-9a-f]{8}", page)


def test_the_style_sheet_stays_small():
    from django.contrib.staticfiles import finders

    with open(finders.find("sajha/sajha.css"), "rb") as file:
        text = file.read()
    assert len(text) < 25_000
    for name in re.findall(rb'url\("([^"]+)"\)', text):
        assert finders.find("sajha/" + name.decode())


@pytest.mark.parametrize(("address", "status"), [("/nothing/", 404), ("/people/user_0/", 404)])
def test_faults_tell_nothing(signed_in, address, status):
    answer = signed_in("administrator").get(address)
    assert answer.status_code == status
    assert "Nothing is here" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words(member):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "grown old" in answer.content.decode()


def test_too_much_is_refused_in_words(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post("/sign-in/", {"login": "x" * 100, "password": "y"})
    assert answer.status_code == 413
    assert "larger than" in answer.content.decode()


def test_a_broken_page_tells_nothing(signed_in, monkeypatch):
    from sajha.web.home import views

    def broken(actor, at):
        raise RuntimeError("Savitri Devi")

    client = signed_in("investigator")
    client.raise_request_exception = False
    monkeypatch.setattr(views, "sections_for", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Savitri" not in answer.content.decode()
