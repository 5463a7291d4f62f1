"""The certificate of an erasure: what ended, when, by whom both, under which class and rule, signed by the node.

It proves itself: node id, signing key and the changes of key in between stand in it, so that anybody can check who signed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sajha.vault.identity import Identity
from sajha.vault.succession import Step, leads_to, node_id_of, signed_by

FORMAT = "sajha.erasure/1"
CONTEXT = b"sajha erasure 1\0"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a certificate found. ``here``: it is of this node, so that keys and record could be looked at."""

    signed: bool
    node: str
    here: bool
    recorded: bool
    keys: int
    keys_gone: int

    @property
    def holds(self) -> bool:
        """Whether everything that could be looked at is as the certificate says."""
        return self.signed and (not self.here or (self.recorded and self.keys > 0 and self.keys == self.keys_gone))


def key_digest(record: str) -> str:
    """SHA-256 (hexadecimal) of the id of a record, by which a certificate names its key."""
    return hashlib.sha256(b"sajha record key 1\0" + record.encode()).hexdigest()


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def signed(said: dict[str, Any], own: Identity) -> str:
    """The certificate as JSON, signed with the node's present key."""
    said = {"format": FORMAT, "node": own.node_id, **said}
    proof = {
        "first_key": own.first.hex(),
        "key": own.signing_public.hex(),
        "steps": [{"key": step.key.hex(), "signature": step.signature.hex()} for step in own.steps],
        "signature": own.sign(CONTEXT, _canonical(said)).hex(),
    }
    return json.dumps({"certificate": said, "proof": proof}, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def said_in(text: str) -> dict[str, Any]:
    """What a certificate says, without checking who says so.

    Raises:
        ValueError: this is no certificate.
    """
    try:
        said = json.loads(text)["certificate"]
        known = said["format"] == FORMAT
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("certificate") from error
    if not known or not isinstance(said.get("keys"), list):
        raise ValueError("certificate")
    found: dict[str, Any] = said
    return found


def is_signed(text: str) -> bool:
    """Whether the node that the certificate names signed these words; a certificate that is none is not."""
    try:
        said = said_in(text)
        proof = json.loads(text)["proof"]
        first, key = bytes.fromhex(proof["first_key"]), bytes.fromhex(proof["key"])
        steps = tuple(Step(bytes.fromhex(one["key"]), bytes.fromhex(one["signature"])) for one in proof["steps"])
        signature = bytes.fromhex(proof["signature"])
    except (KeyError, TypeError, ValueError):
        return False
    node = node_id_of(first)
    return (
        node == said["node"]
        and leads_to(first, steps, key, node_id=node)
        and signed_by(key, signature, CONTEXT, _canonical(said))
    )


def key_digests(records: Iterable[str]) -> list[str]:
    """The digests of these records' ids, in order, as a certificate lists them."""
    return sorted(map(key_digest, records))
