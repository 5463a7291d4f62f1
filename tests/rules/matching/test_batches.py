"""Questions of one size: every value gets its token, and nothing shows which of them are values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.matching.blind.batches import Kept, blinded
from sajha.matching.blind.oprf import evaluate, key_for, padding, tokens_of
from sajha.matching.blind.values import Malformed
from tests.rules.matching.classifier import accuracy, bound

KEY = key_for(b"\7" * 32, partner="node_a", set="sought")


@given(values=st.lists(st.binary(max_size=30), unique=True, max_size=6), more=st.integers(0, 4))
@settings(deadline=None, max_examples=30)
def test_every_value_gets_its_token(values: list[bytes], more: int) -> None:
    batch = blinded(values, len(values) + more)
    kept = Kept.from_bytes(batch.kept.to_bytes())
    assert len(batch.elements) == len(set(batch.elements)) == len(values) + more
    assert kept.tokens(evaluate(KEY, batch.elements)) == dict(zip(values, tokens_of(KEY, values), strict=True))


def test_values_stand_anywhere() -> None:
    places = [blinded([b"one"], 8).kept.asked[0].place for _ in range(200)]
    assert set(places) == set(range(8)) and max(map(places.count, places)) < 60


def test_a_batch_of_nothing_is_like_a_full_one() -> None:
    """Place by place: both kinds judged as one string of 8 elements."""
    empty, full, one = (
        [b"".join(blinded(values, 8).elements) for _ in range(300)]
        for values in ([], [b"%d" % n for n in range(8)], [b"x"])
    )
    assert accuracy(empty, full) < bound(300) and accuracy(empty, one) < bound(300)


def test_padding_that_is_always_last_is_found() -> None:
    """The control: what an order that is not by chance would tell, when what pads is not quite like the rest."""
    full = [b"".join(blinded([b"%d" % n for n in range(4)], 4).elements) for _ in range(300)]
    padded = [each[:-32] + bytes([each[-32] & 0x3F]) + each[-31:] for each in full]
    assert accuracy(full[:150] + full[150:], padded) > bound(300)


@pytest.mark.parametrize(("values", "size"), [([b"a", b"b"], 1), ([b"a", b"a"], 4)])
def test_what_does_not_fit_is_not_asked(values: list[bytes], size: int) -> None:
    with pytest.raises(ValueError, match="values"):
        blinded(values, size)


def test_an_answer_that_is_wrong_anywhere_is_refused_alike() -> None:
    """A node asked that spoils one answer learns nothing from what is refused: real or padding, it is the same."""
    batch = blinded([b"a", b"b"], 6)
    answers = evaluate(KEY, batch.elements)
    for place in range(6):
        for wrong in (bytes(32), b"\1" + bytes(31), b"short"):
            with pytest.raises(Malformed):
                batch.kept.tokens([*answers[:place], wrong, *answers[place + 1 :]])
    for wrong_number in (answers[:-1], [*answers, *padding(1)], []):
        with pytest.raises(Malformed):
            batch.kept.tokens(wrong_number)


def test_what_is_kept_shows_neither_value_nor_scalar() -> None:
    batch = blinded([b"phone:+919845012345"], 2)
    shown = f"{batch!r} {batch.kept} {batch.kept.asked}"
    assert "9845012345" not in shown and repr(bytes(batch.kept.asked[0].scalar)) not in shown
