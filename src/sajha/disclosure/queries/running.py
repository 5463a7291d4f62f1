"""Whether a case still runs, for what asks other organisations about it. Nothing of its content."""

from sajha.basics.ids import is_id
from sajha.cases import queries as cases


def case_runs(case: str) -> bool:
    """Whether there is an open case of this id; one that is closed or put away does not run. Shown to nobody."""
    return is_id(case, "case") and cases.is_running(case)
