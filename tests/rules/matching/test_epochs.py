"""Secrets of epochs: a new one without a gap, an old one gone for good."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sajha.matching.blind.epochs import Epoch, EpochGone, begin, end, named, read, rotate, standing
from sajha.matching.blind.oprf import tokens_of


def numbers(folder) -> list[int]:
    return [epoch.number for epoch in standing(folder)]


def test_the_first_epoch_begins_once(tmp_path) -> None:
    first = begin(tmp_path)
    assert (first.number, begin(tmp_path)) == (1, first) and len(first.secret) == 32
    (path,) = tmp_path.iterdir()
    assert (path.name, path.stat().st_mode & 0o777) == ("matching-1.key", 0o600)


def test_rotation_leaves_no_gap_and_two_secrets_at_most(tmp_path) -> None:
    one = begin(tmp_path)
    two = rotate(tmp_path, after=one.number)
    assert numbers(tmp_path) == [2, 1] and named(tmp_path, one.name) == one and begin(tmp_path) == two
    rotate(tmp_path, after=two.number)
    assert numbers(tmp_path) == [3, 2]
    with pytest.raises(EpochGone):
        named(tmp_path, one.name)
    with pytest.raises(EpochGone):
        read(tmp_path, 1)


def test_the_one_before_is_ended_and_ended_again(tmp_path) -> None:
    one = begin(tmp_path)
    rotate(tmp_path, after=one.number)
    for _ in range(2):
        end(tmp_path, one.number)
        assert numbers(tmp_path) == [2]


def test_whoever_rotates_at_the_same_time_gets_the_same_epoch(tmp_path) -> None:
    begin(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: rotate(tmp_path, after=1), range(24)))
    assert len({epoch.name for epoch in made}) == 1 and numbers(tmp_path) == [2, 1]
    assert not list(tmp_path.glob(".*"))


def test_a_restored_node_counts_anew_under_another_name(tmp_path) -> None:
    before, after = begin(tmp_path), None
    end(tmp_path, before.number)
    after = begin(tmp_path)
    assert after.number == before.number and after.name != before.name
    with pytest.raises(EpochGone):
        named(tmp_path, before.name)


def test_the_name_is_of_the_secret_and_tells_nothing_of_it(tmp_path) -> None:
    epoch = begin(tmp_path)
    assert epoch.name == read(tmp_path, 1).name and len(epoch.name) == 16
    assert epoch.secret.hex() not in repr(epoch) and epoch.name not in epoch.secret.hex()


def test_what_is_no_secret_is_no_epoch(tmp_path) -> None:
    (tmp_path / "matching-1.key").write_bytes(b"short")
    (tmp_path / "matching-x.key").write_bytes(bytes(32))
    (tmp_path / "matching-02.key").write_bytes(bytes(32))
    with pytest.raises(EpochGone):
        begin(tmp_path)


def test_keys_and_covers_differ_by_epoch_partner_set_and_purpose() -> None:
    epochs = [Epoch(1, "a", bytes(32)), Epoch(2, "b", b"\1" * 32)]
    made = [
        secret
        for epoch in epochs
        for partner in ("a", "b")
        for kind in ("phone", "person")
        for secret in (epoch.key(partner=partner, set=kind), epoch.cover_seed(partner=partner, set=kind))
    ]
    assert len(set(made)) == len(made) == 16


def test_a_node_seized_after_rotation_opens_nothing_older_and_one_seized_before_nothing_newer(tmp_path) -> None:
    values = [b"phone:+9198450%05d" % number for number in range(60)]

    def table() -> set[bytes]:
        return set(tokens_of(begin(tmp_path).key(partner="a", set="phone"), values))

    begin(tmp_path)
    old = table()
    stolen_before = [epoch.secret for epoch in standing(tmp_path)]
    end(tmp_path, rotate(tmp_path, after=1).number - 1)
    new = table()
    stolen_after = [epoch.secret for epoch in standing(tmp_path)]

    def opened(secrets: list[bytes], published: set[bytes]) -> int:
        return sum(
            token in published
            for secret in secrets
            for token in tokens_of(Epoch(0, "", secret).key(partner="a", set="phone"), values)
        )

    assert opened(stolen_before, old) == opened(stolen_after, new) == 60  # what a present secret does open
    assert opened(stolen_before, new) == opened(stolen_after, old) == 0
