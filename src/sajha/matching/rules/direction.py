"""Who learns first. One table, by whose the thing is and in which vault it lies; whatever stands in no line is the custodian's."""

from sajha.matching.values import Direction

# (vault, role) -> who learns. Role "" is a thing of the case itself, which belongs to nobody of it.
WHO_LEARNS: dict[tuple[str, str], Direction] = {
    ("police", "accused"): Direction.ASKER_LEARNS,
    ("police", ""): Direction.ASKER_LEARNS,
}


def direction(vault: str, role: str) -> Direction:
    """Who learns first of an agreement with what one holds. What care and lawyers hold tells where a victim is: they learn first.

    Victims, missing persons and witnesses are theirs who care for them, in every vault.
    """
    return WHO_LEARNS.get((vault, role), Direction.CUSTODIAN_FIRST)


def is_known(vault: str, role: str) -> bool:
    """Whether it may stand in the published set of what this node knows."""
    return direction(vault, role) is Direction.ASKER_LEARNS


def asks_known(role: str) -> bool:
    """Whether partners' sets of what they know are asked about it: an accused person and what belongs to nobody or to an accused."""
    return role in ("accused", "")
