"""A node comes back from one sealed file whole, for whoever holds the key, into an empty folder, or not at all."""

import io
import sqlite3
import tarfile
from dataclasses import replace

import pyrage
import pytest
from django.conf import settings

from sajha.matching.blind.epochs import begin, rotate, standing
from sajha.vault.backups import BackupFailed, read_backup, write_backup
from sajha.vault.identity import new_identity, read_identity, store_identity
from tests.cast import NOON

KEY = pyrage.x25519.Identity.generate()
TO = [str(KEY.to_public())]
WORDS = "four quiet rivers meet"
NODE = new_identity(NOON)


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "node"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "vault.key").write_bytes(b"v" * 32)
    (folder / "keys" / "vault-care.key").write_bytes(b"c" * 32)
    store_identity(folder / "keys", NODE, replace=False)
    (folder / "secret.key").write_text("secret")
    (folder / "node.toml").write_text('organisation = "AHTU Hyderabad"\n')
    with sqlite3.connect(folder / "node.sqlite3") as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE note (words TEXT)")
        database.execute("INSERT INTO note VALUES ('Canary Name')")
    return folder


def saved(home, target, *, recipients=(), passphrase=""):
    config = replace(settings.CONFIG, home=home, database="")
    return write_backup(target, config=config, node=NODE.node_id, at=NOON, recipients=recipients, passphrase=passphrase)


def because(call, *args, **more):
    with pytest.raises(BackupFailed) as failed:
        call(*args, **more)
    return failed.value.because


def whole(folder):
    with sqlite3.connect(folder / "node.sqlite3") as database:
        assert database.execute("SELECT words FROM note").fetchall() == [("Canary Name",)]
    assert read_identity(folder / "keys" / "identity.json") == NODE
    assert (folder / "keys" / "vault.key").read_bytes() == b"v" * 32
    assert (folder / "keys" / "vault-care.key").read_bytes() == b"c" * 32
    assert {path.name for path in folder.iterdir()} == {"keys", "node.sqlite3", "node.toml", "secret.key"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*"))
    return True


@pytest.mark.parametrize(
    ("sealing", "opening"),
    [
        ({"passphrase": WORDS}, {"passphrase": WORDS, "identity": ""}),
        ({"recipients": TO}, {"passphrase": "", "identity": str(KEY)}),
    ],
)
def test_what_was_saved_comes_back(home, tmp_path, sealing, opening):
    made = saved(home, tmp_path / "backup", **sealing)
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert read_backup(tmp_path / "backup", tmp_path / "again", **opening) == made
    assert whole(tmp_path / "again")
    assert not list(home.glob(".backup-*"))


def test_secrets_of_published_sets_stay_and_a_restored_node_begins_a_new_epoch(home, tmp_path):
    old = begin(home / "keys")
    rotate(home / "keys", after=old.number)
    saved(home, tmp_path / "backup", recipients=TO)
    read_backup(tmp_path / "backup", tmp_path / "again", identity=str(KEY), passphrase="")
    assert whole(tmp_path / "again") and not list((tmp_path / "again" / "keys").glob("matching*"))
    assert begin(tmp_path / "again" / "keys").name not in {epoch.name for epoch in standing(home / "keys")}


def test_a_backup_of_a_database_in_use_is_of_one_moment(home, tmp_path):
    busy = sqlite3.connect(home / "node.sqlite3")
    busy.execute("INSERT INTO note VALUES ('not committed')")
    saved(home, tmp_path / "backup", recipients=TO)
    read_backup(tmp_path / "backup", tmp_path / "again", identity=str(KEY), passphrase="")
    assert whole(tmp_path / "again")
    busy.close()


def test_nothing_in_the_file_is_in_clear(home, tmp_path):
    saved(home, tmp_path / "backup", recipients=TO)
    content = (tmp_path / "backup").read_bytes()
    for word in (b"Canary", b"v" * 32, b"Hyderabad", NODE.node_id.encode()):
        assert word not in content


def test_without_a_key_nothing_is_written(home, tmp_path):
    assert because(saved, home, tmp_path / "backup") == "backup.no_key"
    assert because(saved, home, tmp_path / "backup", recipients=["age1x"]) == "backup.no_recipient"
    assert not (tmp_path / "backup").exists()
    (tmp_path / "backup").write_text("older")
    with pytest.raises(FileExistsError):
        saved(home, tmp_path / "backup", passphrase=WORDS)


def test_another_key_opens_nothing_and_leaves_nothing(home, tmp_path):
    saved(home, tmp_path / "backup", passphrase=WORDS)
    other = str(pyrage.x25519.Identity.generate())
    for given in (
        {"passphrase": "x", "identity": ""},
        {"passphrase": "", "identity": other},
        {"passphrase": "", "identity": "?"},
    ):
        assert because(read_backup, tmp_path / "backup", tmp_path / "again", **given) == "backup.other_key"
        assert not any((tmp_path / "again").iterdir())


def test_only_an_empty_folder_takes_a_node(home, tmp_path):
    saved(home, tmp_path / "backup", recipients=TO)
    assert because(read_backup, tmp_path / "backup", home, identity=str(KEY), passphrase="") == "backup.not_empty"
    assert whole_is_untouched(home)


def whole_is_untouched(home):
    return (home / "secret.key").read_text() == "secret"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_cut_file_brings_nothing_back(home, tmp_path, share):
    saved(home, tmp_path / "backup", recipients=TO)
    content = (tmp_path / "backup").read_bytes()
    (tmp_path / "cut").write_bytes(content[: int((len(content) - 10_240) * share)])
    assert because(read_backup, tmp_path / "cut", tmp_path / "again", identity=str(KEY), passphrase="") in (
        "backup.damaged",
        "backup.other_key",
    )
    assert not any((tmp_path / "again").iterdir())


def test_a_changed_byte_is_noticed(home, tmp_path):
    saved(home, tmp_path / "backup", recipients=TO)
    content = bytearray((tmp_path / "backup").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "backup").write_bytes(content)
    assert (
        because(read_backup, tmp_path / "backup", tmp_path / "again", identity=str(KEY), passphrase="")
        == "backup.damaged"
    )


def _hostile(path, name, kind=tarfile.REGTYPE):
    """An archive sealed right, with an entry that wants to go elsewhere."""
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname, entry.size = kind, "/etc/passwd", 4 if kind == tarfile.REGTYPE else 0
        tar.addfile(entry, io.BytesIO(b"evil"))
    sealed = pyrage.encrypt(inner.getvalue(), [KEY.to_public()])
    with tarfile.open(path, "w") as tar:
        entry = tarfile.TarInfo("content.age")
        entry.size = len(sealed)
        tar.addfile(entry, io.BytesIO(sealed))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../evil", tarfile.REGTYPE),
        ("/tmp/evil", tarfile.REGTYPE),
        ("keys/../../evil", tarfile.REGTYPE),
        ("keys/.hidden", tarfile.REGTYPE),
        ("other", tarfile.REGTYPE),
        ("node.toml", tarfile.SYMTYPE),
        ("node.toml", tarfile.LNKTYPE),
        ("node.toml", tarfile.CHRTYPE),
    ],
)
def test_an_archive_does_not_decide_where_its_files_go(tmp_path, name, kind):
    _hostile(tmp_path / "backup", name, kind)
    assert (
        because(read_backup, tmp_path / "backup", tmp_path / "again", identity=str(KEY), passphrase="")
        == "backup.damaged"
    )
    assert not any((tmp_path / "again").iterdir())
    assert not (tmp_path / "evil").exists()
