"""The wire reference says what the code does, and its recorded messages are still understood."""

import msgspec
import pytest

from sajha.disclosure.wire import BODIES
from sajha.exchange.envelope import digest, is_from, open_frame, open_receipt
from sajha.vault.identity import Identity
from tests.cast import NOON
from tools import wire_examples, wire_page

WIRE = wire_examples.WIRE
KINDS = wire_examples.KINDS
KEYS = msgspec.json.decode((WIRE / "keys.json").read_bytes(), type=dict[str, Identity])
ASKER, RECIPIENT = KEYS["asker"], KEYS["recipient"]


def test_the_page_is_what_the_structures_say():
    assert wire_page.PAGE.read_text("utf-8") == wire_page.page(), "run python -m tools.wire_page"


def test_every_kind_of_message_is_recorded():
    names = {kind.replace(".", "-") for kind in KINDS} | {"receipt-accepted", "receipt-duplicate", "receipt-refused"}
    assert {path.stem for path in WIRE.glob("*.bin")} == names


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_message_is_understood(kind):
    name = kind.replace(".", "-")
    frame = (WIRE / f"{name}.bin").read_bytes()
    opened = open_frame(frame, own=RECIPIENT, at=NOON)
    assert is_from(ASKER.signing_public, opened, frame)
    assert wire_examples.shown(opened.content) == (WIRE / f"{name}.json").read_bytes()
    form = wire_examples.format_of(kind)
    assert form.encode(form.decode(opened.content.body, type=KINDS[kind])) == opened.content.body


@pytest.mark.parametrize("name", ["receipt-accepted", "receipt-duplicate", "receipt-refused"])
def test_a_recorded_receipt_is_understood(name):
    frame = (WIRE / f"{next(iter(BODIES)).replace('.', '-')}.bin").read_bytes()
    reply = (WIRE / f"{name}.bin").read_bytes()
    signed = open_receipt(reply, own=ASKER, pinned=RECIPIENT.signing_public, frame=frame, at=NOON)
    assert wire_examples.shown(signed.content) == (WIRE / f"{name}.json").read_bytes()
    assert signed.content.digest == digest(open_frame(frame, own=RECIPIENT, at=NOON).content)
