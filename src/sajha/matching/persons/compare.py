from dataclasses import dataclass


@dataclass(frozen=True)
class Sign:
    name: str
    agrees: bool | None


def compare(a, b):
    return (Sign("name", a.names == b.names),)
