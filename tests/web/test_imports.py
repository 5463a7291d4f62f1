"""Bring a file in through the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sajha.accounts.actions import add_user
from sajha.cases.imports import files
from sajha.cases.imports.actions import keep_upload as keep
from sajha.cases.imports.models import ImportJob
from sajha.cases.imports.tasks import run_due_jobs
from sajha.cases.models import Case
from tests.cast import GITA, NOON

pytestmark = pytest.mark.django_db(transaction=True)
FILE = "prs_FirstName,prs_SecondName,Shoe size\nMeena,Devi,42\n"
BAD = "prs_FirstName,prs_Gender\nMeena,zebra\n"


@pytest.fixture
def asha(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = add_user(
        username="asha", display_name="Asha", roles=frozenset({"investigator"}), password="correct horse battery", language="en",
        by=GITA, at=NOON,
    )  # fmt: skip
    client.force_login(user)
    yield client
    for path in files.folder().iterdir():
        path.unlink()


def send(client, text: str | bytes = FILE, name: str = "Meena Devi.csv", **more):
    content = text.encode() if isinstance(text, str) else text
    return client.post(reverse("imports"), {"standard": "htcds", "file": SimpleUploadedFile(name, content), **more})


def test_the_whole_way(asha) -> None:
    assert b"not brought in a file yet" in asha.get(reverse("imports")).content
    answer = send(asha)
    job = ImportJob.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("import", args=[job.id])
    page = asha.get(answer["Location"]).content.decode()
    assert "prs_FirstName" in page and "Shoe size" in page and "1 row with a case" in page
    assert "every 2s" not in page and not Case.objects.exists()
    assert asha.post(reverse("import_confirm", args=[job.id])).status_code == 302
    page = asha.get(reverse("import", args=[job.id])).content.decode()
    assert "every 2s" in page and 'http-equiv="refresh"' in page and "<progress" in page
    run_due_jobs(NOON)
    page = asha.get(reverse("import", args=[job.id])).content.decode()
    assert "New cases" in page and "every 2s" not in page
    assert Case.objects.count() == 1
    assert "Stored" in asha.get(reverse("imports")).content.decode()


def test_bad_cells_are_listed_without_what_stands_in_them(asha) -> None:
    send(asha, BAD)
    job = ImportJob.objects.get()
    page = asha.get(reverse("import", args=[job.id])).content.decode()
    assert "1 cell cannot be read" in page and "zebra" not in page
    assert asha.post(reverse("import_confirm", args=[job.id]), {"skip_bad_cells": "on"}).status_code == 302
    assert ImportJob.objects.get().skip_bad_cells


def test_a_file_that_cannot_be_read_says_why(asha) -> None:
    send(asha, b"\x89PNG\r\n\x1a\n" + bytes(100), "picture.xlsx")
    page = asha.get(reverse("import", args=[ImportJob.objects.get().id])).content.decode()
    assert "neither an Excel workbook nor a CSV file" in page
    assert not list(files.folder().iterdir())


def test_no_file_or_an_unknown_kind_is_an_error_on_the_form(asha) -> None:
    assert asha.post(reverse("imports"), {"standard": "htcds"}).status_code == 200
    assert send(asha, standard="other").status_code == 200
    assert not ImportJob.objects.exists()


def test_too_large_a_file_is_cut_off(asha, monkeypatch) -> None:
    monkeypatch.setattr("sajha.web.imports.uploads.LARGEST_UPLOAD", 1000)
    assert send(asha, "x" * 200_000).status_code in (400, 413)
    assert not ImportJob.objects.exists() and not list(files.folder().iterdir())


def test_cancelling_deletes_the_file(asha) -> None:
    send(asha)
    asha.post(reverse("import_cancel", args=[ImportJob.objects.get().id]))
    assert not list(files.folder().iterdir()) and not Case.objects.exists()


def test_the_name_of_the_file_is_kept_nowhere(asha) -> None:
    send(asha)
    assert "Meena" not in repr(list(ImportJob.objects.values()))
    assert [path.name for path in files.folder().iterdir()] == [ImportJob.objects.get().id]


def test_a_large_file_arrives_in_the_folder_of_the_node(asha, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(
        "sajha.web.imports.views.keep_upload",
        lambda *, pieces, **more: seen.extend([*files.folder().iterdir()]) or keep(pieces=pieces, **more),
    )
    answer = send(asha, FILE + "Rani,Devi,1\n" * 150_000)
    assert answer.status_code == 302 and len(seen) == 1
    assert [path.name for path in files.folder().iterdir()] == [ImportJob.objects.get().id]
