"""An upload waits in the node's folder, is read, confirmed and stored by the worker, and leaves no file behind."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from sajha.accounts.actions import add_user
from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases.imports import files, tasks
from sajha.cases.imports.actions import cancel_import, confirm_import, keep_upload
from sajha.cases.imports.models import ImportJob
from sajha.cases.imports.queries import job_for, job_view, jobs
from sajha.cases.imports.tasks import run_due_jobs
from sajha.cases.models import Case
from sajha.workbooks.files.values import FileRefused
from tests.cast import GITA, NOON

pytestmark = pytest.mark.django_db(transaction=True)
FILE = b"prs_FirstName,prs_SecondName\nMeena,Devi\nRani,Devi\n"
BAD = b"prs_FirstName,prs_Gender\nMeena,zebra\n"


@pytest.fixture
def asha(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return actor_of(
        add_user(
            username="asha", display_name="Asha", roles=frozenset({"investigator"}), password="correct horse battery", language="en",
            by=GITA, at=NOON,
        )
    )  # fmt: skip


@pytest.fixture(autouse=True)
def empty_folder():
    yield
    for path in files.folder().iterdir():
        path.unlink()


def upload(by, content: bytes = FILE, standard: str = "htcds") -> ImportJob:
    return keep_upload(pieces=[content], standard=standard, by=by, at=NOON)


def state(job: ImportJob) -> str:
    job.refresh_from_db()
    return job.state


def test_from_upload_to_cases(asha) -> None:
    job = upload(asha)
    path = files.upload_path(job.id)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert run_due_jobs(NOON) == 1
    view = job_view(asha, job.id)
    assert (view.state, view.rows, view.bad_cells, len(view.seen["columns"])) == ("ready", 2, 0, 2)
    assert run_due_jobs(NOON) == 0 and not Case.objects.exists()
    confirm_import(job=job_for(asha, job.id), skip_bad_cells=False, by=asha, at=NOON)
    assert run_due_jobs(NOON) == 1
    view = job_view(asha, job.id)
    assert (view.state, view.added, view.already) == ("done", 2, 0)
    assert Case.objects.filter(owner=asha.id).count() == 2
    assert not list(files.folder().iterdir())
    actions = list(AuditEntry.objects.filter(area="cases").order_by("seq").values_list("action", flat=True))
    assert actions == ["import.uploaded", "import.read", "import.confirmed", "cases.imported"]


def test_a_killed_worker_is_followed_by_the_next(asha, monkeypatch) -> None:
    job = upload(asha)
    run_due_jobs(NOON)
    confirm_import(job=job_for(asha, job.id), skip_bad_cells=False, by=asha, at=NOON)

    def killed(**_):
        raise SystemExit

    monkeypatch.setattr(tasks, "store_upload", killed)
    with pytest.raises(SystemExit):
        run_due_jobs(NOON)
    assert state(job) == "storing" and not Case.objects.exists()
    monkeypatch.undo()
    assert run_due_jobs(NOON) == 1
    assert state(job) == "done" and Case.objects.count() == 2


def test_an_upload_that_kills_its_worker_again_and_again_is_given_up(asha) -> None:
    job = upload(asha)
    ImportJob.objects.filter(pk=job.id).update(attempts=3)
    run_due_jobs(NOON)
    assert state(job) == "failed" and job.because == "import.gave_up"
    assert not files.upload_path(job.id).exists()


def test_what_another_worker_holds_is_left_alone(asha) -> None:
    job = upload(asha)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with files.held(job.id):
            os.write(writing, b"x")
            time.sleep(30)
        os._exit(0)
    os.read(reading, 1)
    try:
        assert run_due_jobs(NOON) == 0
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert run_due_jobs(NOON) == 1


def test_a_bad_file_fails_with_its_reason_and_is_deleted(asha) -> None:
    job = upload(asha, b"\x89PNG\r\n\x1a\n" + bytes(100))
    run_due_jobs(NOON)
    view = job_view(asha, job.id)
    assert (view.state, view.because) == ("failed", "file.wrong_type")
    assert not list(files.folder().iterdir())


def test_bad_cells_want_a_word(asha) -> None:
    job = upload(asha, BAD)
    run_due_jobs(NOON)
    with pytest.raises(Refused) as refused:
        confirm_import(job=job_for(asha, job.id), skip_bad_cells=False, by=asha, at=NOON)
    assert refused.value.decision.because == "file.has_bad_cells"
    confirm_import(job=job_for(asha, job.id), skip_bad_cells=True, by=asha, at=NOON)
    run_due_jobs(NOON)
    assert job_view(asha, job.id).state == "done"


def test_who_lost_the_role_brings_nothing_in(asha) -> None:
    from sajha.accounts.models import User

    job = upload(asha)
    run_due_jobs(NOON)
    confirm_import(job=job_for(asha, job.id), skip_bad_cells=False, by=asha, at=NOON)
    User.objects.filter(pk=asha.id).update(is_active=False)
    run_due_jobs(NOON)
    assert state(job) == "failed" and job.because == "permission.missing"
    assert not Case.objects.exists() and not list(files.folder().iterdir())


def test_cancelled_or_forgotten_files_go(asha) -> None:
    job, other = upload(asha), upload(asha)
    run_due_jobs(NOON)
    cancel_import(job=job_for(asha, job.id), by=asha, at=NOON)
    assert [path.name for path in files.folder().iterdir()] == [other.id]
    run_due_jobs(NOON + timedelta(minutes=61))
    assert state(other) == "cancelled" and not list(files.folder().iterdir())
    with pytest.raises(Refused) as refused:
        cancel_import(job=job_for(asha, job.id), by=asha, at=NOON)
    assert refused.value.decision.because == "import.too_late"


def test_a_stray_file_goes_after_an_hour(asha) -> None:
    stray: Path = files.folder() / "x.upload"
    stray.write_bytes(b"x")
    os.utime(stray, (NOON.timestamp(), NOON.timestamp()))
    run_due_jobs(NOON + timedelta(minutes=59))
    assert stray.exists()
    run_due_jobs(NOON + timedelta(minutes=61))
    assert not stray.exists()


def test_nobody_sees_the_upload_of_another(asha) -> None:
    from tests.cast import BALU

    job = upload(asha)
    for attempt in (lambda: job_for(BALU, job.id), lambda: job_for(asha, "upload_" + "0" * 32)):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.decision.because == "not_found"
    assert jobs(BALU) == [] and len(jobs(asha)) == 1


def test_too_large_an_upload_leaves_nothing(asha, monkeypatch) -> None:
    monkeypatch.setattr(files, "LARGEST_UPLOAD", 10)
    with pytest.raises(FileRefused) as refused:
        upload(asha)
    assert refused.value.fault.because == "file.upload_too_large"
    assert not list(files.folder().iterdir()) and not ImportJob.objects.exists()


def test_an_upload_that_cannot_be_recorded_leaves_nothing(asha, monkeypatch) -> None:
    def broken(**_):
        raise OSError

    monkeypatch.setattr("sajha.cases.imports.actions.record", broken)
    with pytest.raises(OSError):
        upload(asha)
    assert not list(files.folder().iterdir()) and not ImportJob.objects.exists()


def test_the_preview_lies_sealed(asha) -> None:
    job = upload(asha, b"prs_FirstName,prs_SecondName,Canary Name\na,b,c\n")
    run_due_jobs(NOON)
    job.refresh_from_db()
    assert b"Canary" not in bytes(job.preview)
    assert job_view(asha, job.id).seen["left_out"][0]["heading"] == "Canary Name"
