"""A holder's word: signed by its node, so that whoever reads it in another node's answer can check it."""

import msgspec

from sajha.basics.decision import Refused, no
from sajha.disclosure.values import Answer, Signed
from sajha.disclosure.values.times import has_sane_times
from sajha.vault.identity import identity
from sajha.vault.succession import leads_to, node_id_of, signed_by

CONTEXT = b"sajha recall answer 1\0"
DEEPEST = 20


def signed_word(word: Answer) -> Signed:
    """Our word, signed with the node's present key."""
    own, content = identity(), msgspec.json.encode(word)
    return Signed(content, own.first, own.steps, own.signing_public, own.sign(CONTEXT, content))


def checked(answer: Signed, *, thread: str, package: str, node: str) -> Answer:
    """The word of this node about this recall, with every word below it checked.

    Raises:
        Refused: ``recall.not_signed``: not signed by who it names, about something else, or too deep.
    """
    word = _read(answer, 0)
    if (word.recall, word.package, word.node) != (thread, package, node):
        raise Refused(no("recall.not_signed"))
    return word


def _read(answer: Signed, depth: int) -> Answer:
    try:
        word = msgspec.json.decode(answer.content, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(no("recall.not_signed")) from error
    if not has_sane_times(word):
        raise Refused(no("recall.not_signed"))
    own = node_id_of(answer.first) == word.node
    follows = own and leads_to(answer.first, answer.steps, answer.key, node_id=word.node)
    if depth > DEEPEST or not follows or not signed_by(answer.key, answer.signature, CONTEXT, answer.content):
        raise Refused(no("recall.not_signed"))
    for below in word.below:
        _read(below, depth + 1)
    return word
