"""Check a certificate of an erasure: who signed it, and whether this node did what it says."""

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.network.queries import own_node_id
from sajha.retention.certificates import Verdict, is_signed, said_in
from sajha.retention.ending import is_recorded, keys_gone


def check(by: Actor, text: str) -> Verdict:
    """The signature, and for a certificate of this node the record and the keys.

    Raises:
        Refused: without ``retention:read``; ``retention.no_certificate`` for another text.
    """
    require(may(by, "retention:read"))
    try:
        said = said_in(text)
    except ValueError as error:
        raise Refused(no("retention.no_certificate")) from error
    here = said.get("node") == own_node_id()
    digests = [str(one) for one in said["keys"]]
    return Verdict(
        signed=is_signed(text),
        node=str(said.get("node", "")),
        here=here,
        recorded=here and is_recorded(said),
        keys=len(digests),
        keys_gone=keys_gone(digests) if here else 0,
    )
