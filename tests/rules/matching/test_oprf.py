"""The oblivious function: the RFCs' own vectors, an independent library, and whatever a partner may send."""

import os
import subprocess
import sys

import pytest
import rbcl
from hypothesis import given, settings
from hypothesis import strategies as st
from voprf import ristretto

from sajha.matching.blind import group, oprf
from sajha.matching.blind.oprf import (
    MOST_ELEMENTS,
    blind,
    derive_key,
    evaluate,
    expand_message,
    finalize,
    finish,
    key_for,
    new_secret,
    padding,
    tokens_of,
    tokens_under,
)
from sajha.matching.blind.values import TOKEN, Malformed

SEED, INFO = bytes.fromhex("a3" * 32), bytes.fromhex("74657374206b6579")
KEY = bytes.fromhex("5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e")
BLIND = bytes.fromhex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706")
VECTORS = [  # RFC 9497, appendix A.1.1: input, blinded element, evaluated element, output
    (
        "00",
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
        "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6",
    ),
    (
        "5a" * 17,
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
        "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73",
    ),
]
DOMAIN = b"QUUX-V01-CS02-with-expander-SHA512-256"
EXPANDED = [  # RFC 9380, appendix K.3
    (b"", 32, "6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba"),
    (b"abc", 32, "0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc"),
    (
        b"",
        128,
        "41b037d1734a5f8df225dd8c7de38f851efdb45c372887be655212d07251b921b052b62eaed99b46f72f2ef4cc96bfaf254ebbbec091e1a3"
        "b9e4fb5e5b619d2e0c5414800a1d882b62bb5cd1778f098b8eb6cb399d5d9d18f5d5842cf5d13d7eb00a7cff859b605da678b318bd0e65eb"
        "ff70bec88c753b159a805d2c89c55961",
    ),
]
FIELD = 2**255 - 19
BAD_ELEMENTS = [
    b"",
    bytes(31),
    bytes(33),
    bytes(32),  # the identity
    b"\1" + bytes(31),  # odd, so not canonical
    FIELD.to_bytes(32, "little"),  # zero, written otherwise
    (FIELD + 2).to_bytes(32, "little"),
    b"\xff" * 32,
    bytes([*bytes(31), 0x80]),
]


def test_the_key_is_derived_as_in_the_rfc() -> None:
    assert derive_key(SEED, INFO) == KEY


@pytest.mark.parametrize(("message", "length", "expanded"), EXPANDED)
def test_messages_expand_as_in_the_rfc(message: bytes, length: int, expanded: str) -> None:
    assert expand_message(message, DOMAIN, length).hex() == expanded


@pytest.mark.parametrize(("value", "blinded", "evaluated", "output"), VECTORS)
def test_the_rfcs_vectors(
    value: str, blinded: str, evaluated: str, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group, "random", lambda: BLIND)
    scalar, element = blind(bytes.fromhex(value))
    assert (rbcl.crypto_core_ristretto255_scalar_invert(scalar), element.hex()) == (BLIND, blinded)
    assert [answer.hex() for answer in evaluate(KEY, [element])] == [evaluated]
    assert finalize(bytes.fromhex(value), scalar, bytes.fromhex(evaluated)).hex() == output
    assert tokens_of(KEY, [bytes.fromhex(value)]) == [bytes.fromhex(output)[:TOKEN]]


@given(values=st.lists(st.binary(max_size=300), max_size=4), partner=st.text(min_size=1, max_size=9))
@settings(deadline=None)
def test_asker_and_holder_arrive_at_the_same_token(values: list[bytes], partner: str) -> None:
    key = key_for(SEED, partner=partner, set="phone")
    asked = [blind(value) for value in values]
    answers = evaluate(key, [element for _, element in asked])
    got = [finish(v, scalar, answer) for v, (scalar, _), answer in zip(values, asked, answers, strict=True)]
    assert got == tokens_of(key, values)
    assert list(tokens_under((KEY, key), values)) == list(zip(tokens_of(KEY, values), got, strict=True))


@pytest.mark.parametrize("bad", BAD_ELEMENTS, ids=lambda bad: bad.hex()[:16])
def test_what_is_no_element_is_refused_whole_and_without_a_word(bad: bytes) -> None:
    good = padding(2)
    with pytest.raises(Malformed) as caught:
        evaluate(KEY, [good[0], bad, good[1]])
    assert caught.value.args == () and caught.value.__cause__ is None
    with pytest.raises(Malformed):
        finish(b"value", BLIND, bad)


def test_an_independent_library_says_the_same() -> None:
    """``voprf`` (Rust) offers the mode with proofs only: the same calls under another context, so ours run under that one."""

    @given(seed=st.binary(min_size=32, max_size=32), info=st.binary(max_size=40), value=st.binary(max_size=300))
    @settings(deadline=None, max_examples=40)
    def agree(seed: bytes, info: bytes, value: bytes) -> None:
        theirs, key = ristretto.Evaluator.from_seed(seed, info), derive_key(seed, info)
        assert rbcl.crypto_scalarmult_ristretto255_base(key) == theirs.public_key.serialize()
        assert tokens_of(key, [value]) == [theirs.evaluate_known_input(value)[:TOKEN]]
        scalar, element = blind(value)
        answered = theirs.evaluate(ristretto.BlindedInput.deserialize(element)).serialize()
        assert evaluate(key, [element])[0] in (answered[:32], answered[-32:])
        assert finalize(value, scalar, evaluate(key, [element])[0]) == theirs.evaluate_known_input(value)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("_TO_GROUP", "_TO_KEY"):
            patch.setattr(oprf, name, getattr(oprf, name).replace(b"V1-\0-", b"V1-\1-"))
        agree()


def test_too_many_are_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group, "multiply", None)
    with pytest.raises(Malformed):
        evaluate(KEY, [bytes(32)] * (MOST_ELEMENTS + 1))


def test_a_key_per_epoch_partner_and_set() -> None:
    other = bytes(32)
    keys = [key_for(s, partner=p, set=k) for s in (SEED, other) for p in ("a", "ab", "b") for k in ("bc", "c", "phone")]
    assert len(set(keys)) == len(keys)
    assert key_for(SEED, partner="a", set="bc") == key_for(SEED, partner="a", set="bc")


@pytest.mark.parametrize(("secret", "partner", "kind"), [(b"short", "a", "b"), (SEED, "", "b"), (SEED, "a", "")])
def test_no_key_without_all_three(secret: bytes, partner: str, kind: str) -> None:
    with pytest.raises(ValueError, match="seed"):
        key_for(secret, partner=partner, set=kind)


def test_libsodium_leaves_no_copy_behind_and_tables_do_without_it(tmp_path) -> None:
    asked = "import sys, {} as m; print('rbcl' in sys.modules)"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    for module, loads in (("oprf", "True"), ("deltas", "False"), ("covers", "False")):
        words = [sys.executable, "-c", asked.format(f"sajha.matching.blind.{module}")]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == loads and not list(tmp_path.iterdir())


def test_no_scalar_shows_itself() -> None:
    key = key_for(new_secret(), partner="a", set="phone")
    scalar, _ = blind(b"value")
    for secret in (key, scalar, new_secret()):
        shown = f"{secret!r} {secret} {[secret]} {secret!s:>3} %s %r" % (secret, secret)  # noqa: UP031
        assert bytes(secret).hex() not in shown and repr(bytes(secret)) not in shown
