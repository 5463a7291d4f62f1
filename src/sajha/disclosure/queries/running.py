"""Whether a case still runs, for what asks other organisations about it. Nothing of its content."""

from collections.abc import Iterable

from sajha.basics.ids import is_id
from sajha.cases import queries as cases


def case_runs(case: str) -> bool:
    """Whether there is an open case of this id; one that is closed or put away does not run. Shown to nobody."""
    return is_id(case, "case") and cases.is_running(case)


def put_away_among(ids: Iterable[str]) -> frozenset[str]:
    """Those of these cases that were put away or erased."""
    asked = frozenset(ids)
    return asked - cases.lying_among(asked)
