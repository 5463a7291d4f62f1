"""Who does something: a person who signed in, another organisation's node, or this node itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """A stable id, what kind of actor it is, the roles it holds here, and a label that names no case and no victim.

    ``kind`` is ``person``, ``node`` (another organisation's), ``system`` (this node's own clockwork) or ``survivor`` (whoever a
    record is about, reading it by a one-time code: no account, no role). ``vaults`` are those
    that the actor reads; nothing of any other opens.
    """

    id: str
    kind: str
    label: str
    roles: frozenset[str] = field(default_factory=frozenset)
    vaults: frozenset[str] = field(default_factory=frozenset)


SYSTEM = Actor(id="system", kind="system", label="system")
