"""Questions of one fixed size: real values and padding in an order by chance, so that nobody sees how many are real, or which.

The asker keeps :class:`Kept` (sealed: it holds the values) until the answer comes, sends the elements, and gets a token for each value.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from sajha.matching.blind.oprf import blind, finish, padding
from sajha.matching.blind.values import Malformed

_chance = random.SystemRandom()


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value: where its element stands in the batch, and the scalar that takes the blinding off."""

    place: int
    value: bytes
    scalar: bytes

    def __repr__(self) -> str:
        return f"Asked(place={self.place})"


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the asker alone knows of a batch."""

    size: int
    asked: tuple[Asked, ...]

    def to_bytes(self) -> bytes:
        """To be sealed before it is stored."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Kept":
        return msgspec.msgpack.decode(data, type=cls)

    def tokens(self, answers: Sequence[bytes]) -> dict[bytes, bytes]:
        """The token of each value.

        Raises:
            Malformed: not as many answers as were asked for, or one is no element (an answer to padding included).
        """
        if len(answers) != self.size:
            raise Malformed
        made = {each.value: finish(each.value, each.scalar, answers[each.place]) for each in self.asked}
        for place in set(range(self.size)).difference(each.place for each in self.asked):
            finish(b"", _ONE, answers[place])  # the same work and the same refusal, whatever is real
        return made


_ONE = b"\1" + bytes(31)


@dataclass(frozen=True, slots=True)
class Batch:
    """``elements`` go to the partner, ``kept`` stays."""

    elements: tuple[bytes, ...]
    kept: Kept


def blinded(values: Sequence[bytes], size: int) -> Batch:
    """A batch of exactly ``size`` elements; the same effort for any number of values.

    Raises:
        ValueError: more values than fit, or the same twice.
    """
    if len(values) > size or len(set(values)) != len(values):
        raise ValueError("values")
    pairs = [(value, *blind(value)) for value in values]
    places = _chance.sample(range(size), size)
    elements = dict(zip(places, [*(element for _, _, element in pairs), *padding(size - len(values))], strict=True))
    asked = (Asked(place, value, bytes(scalar)) for place, (value, scalar, _) in zip(places, pairs, strict=False))
    return Batch(tuple(elements[place] for place in range(size)), Kept(size, tuple(asked)))
