"""The answer of a rule: allowed or not, because of what, and what would make it possible."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """``because`` and each of ``needs`` are stable ids such as ``consent.expired``, put into words by ``terms.reasons``."""

    allowed: bool
    because: str
    needs: tuple[str, ...] = ()


def yes(because: str = "allowed") -> Decision:
    return Decision(True, because)


def no(because: str, *needs: str) -> Decision:
    return Decision(False, because, needs)


class Refused(Exception):  # noqa: N818  (a refusal is an answer, not a fault)
    """An action was refused. Carries the decision, never the data that was asked for."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.because)
        self.decision = decision


def require(decision: Decision) -> None:
    """Go on only when allowed.

    Raises:
        Refused: with the decision.
    """
    if not decision.allowed:
        raise Refused(decision)
