"""What ends here when a case is put away or erased, and when somebody is no longer among those whom we carry or ask about.

Whom we publish follows the records by itself: see :mod:`publishing`. Called by the action that has decided it, in its transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sajha.matching.models import Asked, Carried, Cycle, Hit, Indexed, Judgement, Kept, Mark, Search, Seen, Sighting
from sajha.matching.publishable import everyone
from sajha.matching.rules import is_known
from sajha.matching.values import AskedState, SearchState
from sajha.vault.actions import destroy_key

UNDER_WAY = (AskedState.WAITING, AskedState.LOOKING)


@transaction.atomic
def leave(case: str, at: datetime) -> None:
    """A case is put away: its searches end, and nothing of it is looked up any more, here or elsewhere."""
    running = Search.objects.filter(case=case, state__in=(SearchState.ASKED, SearchState.HELD))
    forget_questions(Asked.objects.filter(search__case=case), at)
    running.update(state=SearchState.ENDED, ended_at=at)
    Carried.objects.filter(case=case).delete()
    Indexed.objects.filter(case=case).delete()


@transaction.atomic
def forget_case(case: str, at: datetime) -> None:
    """A case is erased: what agreed, what people made of it and the marks of its values go. That somebody searched, of whom, when and
    on which ground stays, as with the partners that were asked: it names nobody, and answers for what was asked."""
    leave(case, at)
    for model in (Judgement, Hit, Sighting, Mark):
        model._default_manager.filter(case=case).delete()
    # which of the batches that nobody answered yet name one of the case is not known without opening them: none is read any more
    waiting = Cycle.objects.exclude(blinds=b"")
    for cycle in waiting.values_list("pk", flat=True):
        destroy_key(record=cycle, at=at)
    waiting.update(blinds=b"", answered_at=at)  # the rows stay, so that the next batch goes when it would have gone


def forget_questions(asked: "Iterable[Asked]", at: datetime) -> None:
    """Keep no token of these questions, and destroy what could read an answer that comes still."""
    rows = list(asked)
    Kept.objects.filter(asked__in=rows).delete()
    for row in rows:
        if row.state in UNDER_WAY:
            destroy_key(record=row.question, at=at)
            row.state, row.blinds, row.because, row.answered_at = AskedState.NOT_REACHED, b"", "match.ended", at
            row.save(update_fields=["state", "blinds", "because", "answered_at"])


def sweep() -> int:
    """Carry nobody who left or said no, also for seekers that are members no longer; gives how many were dropped."""
    heads = {head.subject: head for head in everyone()}
    cared_for = {subject for subject, head in heads.items() if not is_known(head.vault, head.role) and not head.refused}
    carried = [pk for pk, subject in Carried.objects.values_list("pk", "subject") if subject not in cared_for]
    seen = [subject for subject in Seen.objects.values_list("pk", flat=True) if subject not in heads]
    for model, stale in ((Carried, carried), (Seen, seen)):
        for start in range(0, len(stale), 500):
            model._default_manager.filter(pk__in=stale[start : start + 500]).delete()
    return len(carried)
