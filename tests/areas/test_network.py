"""Pairing: nothing is trusted before a fingerprint was confirmed, and each change of a member is recorded."""

from datetime import timedelta

import pytest
from django.conf import settings

from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.network import actions, queries
from sajha.network.models import Notice, Peer
from sajha.network.rules import fingerprint, may_believe
from sajha.network.values import COORDINATOR, PeerStatus
from sajha.vault import identity as identities
from sajha.vault.identity import new_identity, rotated
from tests.cast import ASHA, GITA, NOON
from tests.exchange.peers import described, paired

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
REMOTE, THIRD = new_identity(NOON), new_identity(NOON)


def _because(call, **given):
    with pytest.raises(Refused) as refused:
        call(**given)
    return refused.value.decision.because


def _events():
    assert all(report.whole for report in verify_chains())
    return list(AuditEntry.objects.filter(area="network").order_by("seq").values_list("action", flat=True))


def test_this_node_describes_itself_truly():
    own = queries.own_descriptor()
    assert may_believe(own, at=own.made_at).allowed
    assert (own.node_id, own.organisation) == (queries.own_node_id(), settings.CONFIG.organisation)


def test_pairing_opens_the_way_only_after_the_fingerprint():
    member = actions.add_peer(descriptor=described(REMOTE), by=GITA, at=NOON)
    assert (member.status, queries.active_node_ids()) == (PeerStatus.PENDING, frozenset())
    wrong = fingerprint(REMOTE.node_id, THIRD.signing_public)
    given = {"node_id": REMOTE.node_id, "by": GITA, "at": NOON}
    assert _because(actions.confirm_peer, fingerprint=wrong, **given) == "peer.other_fingerprint"
    assert queries.active_node_ids() == frozenset()
    actions.confirm_peer(fingerprint=member.fingerprint, **given)
    assert queries.active_node_ids() == {REMOTE.node_id}
    assert _events() == ["peer.added", "peer.confirmed"]
    assert _because(actions.confirm_peer, fingerprint=member.fingerprint, **given).startswith("peer.")


def test_a_description_is_not_replaced_once_confirmed_and_this_node_is_no_member():
    paired(REMOTE, by=GITA)
    again = described(REMOTE, url="https://elsewhere.example")
    assert _because(actions.add_peer, descriptor=again, by=GITA, at=NOON) == "peer.already_active"
    assert (
        _because(actions.add_peer, descriptor=queries.own_descriptor(), by=GITA, at=LATER + timedelta(days=999))
        == "peer.self"
    )


def test_only_an_administrator_pairs():
    assert _because(actions.add_peer, descriptor=described(REMOTE), by=ASHA, at=NOON) == "permission.missing"
    paired(REMOTE, by=GITA)
    for verb in (actions.suspend_peer, actions.resume_peer, actions.revoke_peer):
        assert _because(verb, node_id=REMOTE.node_id, reason="x", by=ASHA, at=NOON) == "permission.missing"
    assert _because(actions.rotate_keys, by=ASHA, at=NOON) == "permission.missing"
    with pytest.raises(Refused):
        queries.peers(ASHA)


def test_suspended_can_be_resumed_revoked_cannot():
    paired(REMOTE, by=GITA)
    given = {"node_id": REMOTE.node_id, "reason": "seized server", "by": GITA, "at": LATER}
    assert _because(actions.resume_peer, **given) == "peer.not_from_active"
    assert _because(actions.suspend_peer, **{**given, "reason": " "}) == "reason.missing"
    actions.suspend_peer(**given)
    assert queries.active_node_ids() == frozenset()
    actions.resume_peer(**given)
    actions.revoke_peer(**given)
    assert _because(actions.resume_peer, **given) == "peer.not_from_revoked"
    assert _because(actions.add_peer, descriptor=described(REMOTE), by=GITA, at=NOON) == "peer.already_revoked"
    assert _events()[2:] == ["peer.suspended", "peer.resumed", "peer.revoked"]


def test_nothing_changes_when_it_cannot_be_recorded(monkeypatch):
    def broken(**_):
        raise OSError

    monkeypatch.setattr("sajha.network.actions.record", broken)
    with pytest.raises(OSError):
        actions.add_peer(descriptor=described(REMOTE), by=GITA, at=NOON)
    assert not Peer.objects.exists()
    before = queries.own_node_id(), queries.own_fingerprint()
    with pytest.raises(OSError):
        actions.rotate_keys(by=GITA, at=NOON)
    assert (queries.own_node_id(), queries.own_fingerprint()) == before


def test_new_keys_of_a_member_are_taken_over_and_its_name_is_not():
    paired(REMOTE, by=GITA)
    newer = rotated(REMOTE, at=LATER)
    given = {"organisation": "Somebody grander", "kind": COORDINATOR, "url": "https://new.example"}
    actions.follow_descriptor(descriptor=described(newer, made_at=LATER, **given), by=SYSTEM, at=LATER)
    member = queries.known(REMOTE.node_id)
    assert (member.signing_key, member.url) == (newer.signing_public, "https://new.example")
    assert (member.organisation, member.kind) == ("AHTU Chennai", "ahtu")
    old = described(REMOTE, made_at=LATER + timedelta(hours=1))
    assert _because(actions.follow_descriptor, descriptor=old, by=SYSTEM, at=LATER) == "descriptor.other_key"


def test_a_coordinators_notice_suspends_until_an_administrator_decides():
    paired(REMOTE, by=GITA)
    paired(THIRD, by=GITA, kind=COORDINATOR, organisation="National coordinator")
    said = {"sender": THIRD.node_id, "about": REMOTE.node_id, "because": "peer.by_hand", "by": SYSTEM, "at": LATER}
    actions.hear_notice(**said)
    assert queries.known(REMOTE.node_id).status == PeerStatus.SUSPENDED
    assert queries.known(REMOTE.node_id).because == "peer.coordinator_notice"
    actions.resume_peer(node_id=REMOTE.node_id, reason="checked by telephone", by=GITA, at=LATER)
    (warning,) = queries.warnings(GITA)
    assert (warning.by_name, warning.about_name, warning.suspended) == ("National coordinator", "AHTU Chennai", True)


def test_anybody_elses_notice_is_shown_and_changes_nothing():
    paired(REMOTE, by=GITA)
    paired(THIRD, by=GITA)
    actions.hear_notice(sender=THIRD.node_id, about=REMOTE.node_id, because="peer.by_hand", by=SYSTEM, at=LATER)
    assert queries.known(REMOTE.node_id).status == PeerStatus.ACTIVE
    assert not Notice.objects.get().suspended


@pytest.fixture
def keys(tmp_path, settings):
    """Another, empty home for this node."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "vault.key").write_bytes(b"k" * 32)
    settings.CONFIG = type(settings.CONFIG)(**{**vars(settings.CONFIG), "home": tmp_path})
    return tmp_path / "keys"


def test_keys_are_made_once_for_their_owner_only(keys):
    node = actions.make_identity(by=SYSTEM, at=NOON)
    assert actions.make_identity(by=SYSTEM, at=NOON) == node
    assert (keys / "identity.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        identities.store_identity(keys, REMOTE, replace=False)


def test_rotating_keeps_the_node_and_is_seen_at_once(keys):
    node = actions.make_identity(by=SYSTEM, at=NOON)
    before = queries.own_fingerprint()
    assert actions.rotate_keys(by=GITA, at=LATER) == node
    assert queries.own_fingerprint() != before
    assert may_believe(queries.own_descriptor(), at=LATER + timedelta(days=9999)).allowed


def test_lost_keys_are_not_replaced_in_silence(keys):
    actions.make_identity(by=SYSTEM, at=NOON)
    paired(REMOTE, by=GITA)
    (keys / "identity.json").unlink()
    assert _because(actions.make_identity, by=SYSTEM, at=NOON) == "identity.lost"


def test_a_passphrase_wraps_the_keys(keys, tmp_path, monkeypatch):
    words = tmp_path / "words"
    words.write_text("four quiet rivers meet\n")
    monkeypatch.setenv("SAJHA_KEY_PASSPHRASE_FILE", str(words))
    node = actions.make_identity(by=SYSTEM, at=NOON)
    assert (keys / "identity.age").read_bytes().startswith(b"age-encryption.org/v1")
    assert not (keys / "identity.json").exists()
    assert queries.own_node_id() == node
    words.write_text("other words")
    identities._held.clear()
    with pytest.raises(identities.PassphraseWrong):
        queries.own_node_id()
