"""Sealed round trips: a message sealed and opened, its signed receipt sealed and opened; next to the seal alone (HPKE).

Run by itself: ``python -m bench.messages BODY_BYTES SECONDS`` prints one JSON line.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench.processes import own_peak_mib


def main(body_bytes: int, seconds: float) -> dict[str, float]:
    """CPU time decides, not the clock on the wall: the machine may be shared."""
    round_trip, bare = _pair(body_bytes)
    ours, theirs = per_second(round_trip, seconds), per_second(bare, seconds)
    return {
        "round_trips_per_cpu_second": ours,
        "bare_hpke_per_cpu_second": theirs,
        "share_of_bare_hpke": ours / theirs,
        "peak_mib": own_peak_mib(),
    }


def _pair(body_bytes: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """One whole round trip as nodes do it, and the same amounts of bytes through HPKE of ``cryptography`` with nothing around."""
    from sajha.basics.ids import new_id
    from sajha.exchange.envelope import digest, is_from, open_frame, open_receipt, seal_message, seal_receipt
    from sajha.exchange.values import HEADER, REPLY_CONTENT, Message, Receipt, Status
    from sajha.network.values import PROTOCOL
    from sajha.vault.hybrid import OVERHEAD, SUITE, _private, _public
    from sajha.vault.identity import new_identity

    at, body = datetime.now(UTC), os.urandom(body_bytes)
    asker, asked = new_identity(at), new_identity(at)
    their_sealing, our_sealing = asked.sealing_public, asker.sealing_public
    common = {"protocol": PROTOCOL, "steps": []}

    def round_trip() -> None:
        message = Message(
            message_id=new_id("msg"), sender=asker.node_id, recipient=asked.node_id, thread="thread_1", sequence=1, follows=0,
            kind="request.moved", sent_at=at, expires_at=None, sealed_at=at, key=asker.signing_public, body=body, **common,
        )  # fmt: skip
        frame = seal_message(message, own=asker, sealing_key=their_sealing)
        signed = open_frame(frame, own=asked, at=at)
        assert is_from(asker.signing_public, signed, frame)
        receipt = Receipt(
            message_id=message.message_id, digest=digest(signed.content), sender=asked.node_id, recipient=asker.node_id,
            status=Status.ACCEPTED, because="", at=at, awaiting=2, key=asked.signing_public, **common,
        )  # fmt: skip
        reply = seal_receipt(receipt, own=asked, sealing_key=our_sealing, frame=frame)
        answer = open_receipt(reply, own=asker, pinned=asked.signing_public, frame=frame, at=at)
        assert answer.content.digest == digest(message)

    sample = Message(
        message_id=new_id("msg"), sender=asker.node_id, recipient=asked.node_id, thread="thread_1", sequence=1, follows=0,
        kind="request.moved", sent_at=at, expires_at=None, sealed_at=at, key=asker.signing_public, body=body, **common,
    )  # fmt: skip
    padded = bytes(len(seal_message(sample, own=asker, sealing_key=their_sealing)) - HEADER.size - OVERHEAD)
    context, there, back = b"context", _public(their_sealing), _public(our_sealing)
    open_there, open_back = _private(asked.sealing[0].private), _private(asker.sealing[0].private)
    reply_content = bytes(REPLY_CONTENT)

    def bare() -> None:
        SUITE.decrypt(SUITE.encrypt(padded, there, context), open_there, context)
        SUITE.decrypt(SUITE.encrypt(reply_content, back, context), open_back, context)

    return round_trip, bare


def per_second(work: Callable[[], object], seconds: float) -> float:
    """How often the work is done in a CPU-second, after warming up."""
    for _ in range(20):
        work()
    count, begun, end = 0, time.process_time(), time.process_time() + seconds
    while time.process_time() < end:
        work()
        count += 1
    return count / (time.process_time() - begun)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))))
