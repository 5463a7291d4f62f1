"""Who outside this organisation got what of one person, and what became of it, from the ledger."""

from dataclasses import replace

from sajha.cases.models import Party
from sajha.disclosure.models import Onward, Release
from sajha.disclosure.queries.ledger import Holder, holder_of, newest_recalls
from sajha.survivor.values import Holding


def holdings_of(person: Party) -> tuple[Holding, ...]:
    """Every copy that left and speaks of this person, with what of the whole case went along; newest first.

    A package that spoke of the case alone stands here too, one that spoke of other people alone does not.
    """
    edges = list(Release.objects.filter(case=person.case_id).exclude(recipient="own").order_by("-at", "id"))
    named = {edge.package for edge in edges if edge.party}
    mine = [edge for edge in edges if edge.party == person.id or (not edge.party and edge.package not in named)]
    along = {edge.package: tuple(edge.fields) for edge in edges if not edge.party}
    packages = {edge.package for edge in mine}
    recalls = newest_recalls(packages)
    onward: dict[str, list[Onward]] = {}
    for step in Onward.objects.filter(package__in=packages).order_by("at", "id"):
        onward.setdefault(step.package, []).append(step)
    holders = [
        holder_of(edge, recalls.get((edge.package, edge.subject)), onward.get(edge.package, [])) for edge in mine
    ]
    return tuple(_with(_holding(one), along.get(one.package, ())) for one in holders)


def _with(one: Holding, fields: tuple[str, ...]) -> Holding:
    return replace(one, fields=tuple(sorted({*one.fields, *fields})))


def _holding(one: Holder) -> Holding:
    return Holding(
        name=one.recipient_name,
        purpose=one.purpose,
        ground=one.ground,
        fields=one.fields,
        at=one.at,
        until=one.until,
        state=one.state.value,
        told_at=one.told_at,
        answered_at=one.answered_at,
        kept_ground=one.kept_ground,
        kept_until=one.kept_until,
        recall=one.recall,
        below=tuple(map(_holding, one.below)),
    )
