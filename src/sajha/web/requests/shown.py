"""Packages, previews, timelines and heads of requests in the reader's words."""

from dataclasses import dataclass
from datetime import datetime

from sajha.cases.values import Sensitivity, field_class
from sajha.disclosure.queries import Crossing, PackageView, Preview
from sajha.disclosure.texts import MarksText, marks_text, value_words
from sajha.disclosure.values import Delivery, Outcome, RecordField
from sajha.liaison.values import Draft, ThreadView, TimelineEntry
from sajha.terms.labels.requests import (
    CODES,
    DONE,
    FIELDS,
    GROUNDS,
    KINDS,
    OUTCOME_TONES,
    OUTCOMES,
    STATES,
    TONES,
    URGENCIES,
    word,
)
from sajha.terms.reasons import reason_text


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One field of a preview; ``value`` is empty where an identity is, which a preview does not show."""

    about: str
    name: str
    value: str
    outcome: str
    tone: str
    because: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldLine:
    about: str
    name: str
    value: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class PackageShown:
    """A package with the words of its marks; ``whole`` is false when it is not what was hashed, ``expired_at`` when its time is over."""

    id: str
    fields: tuple[FieldLine, ...]
    marks: MarksText
    ground: str
    digest: str
    whole: bool
    outward: bool
    at: datetime
    sealed: bool
    gone: bool
    lost: bool
    expired_at: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline, and of our own steps whether the other node has them."""

    entry: TimelineEntry
    done: str
    code: str
    more: str
    delivered_at: datetime | None
    waiting: bool
    refused: str


def head_of(draft: Draft) -> dict[str, str]:
    return {
        "kind": word(KINDS, draft.kind),
        "urgency": word(URGENCIES, draft.urgency),
        "ground": word(GROUNDS, draft.ground) if draft.ground else "",
    }


def _may_show(field: RecordField) -> bool:
    """Whether a preview shows the value to the sender: not what tells who somebody is, nor what no table classifies."""
    return field_class(field.name) is not None and field.sensitivity not in (Sensitivity.S3, Sensitivity.S4)


def preview_lines(view: Preview | Crossing) -> list[PreviewLine]:
    """The gate's answer in words, what goes first. An identity's value is not shown here."""
    names = {
        field.subject: field.text for field, _answer in view.fields if field.subject and field.name == "party.pseudonym"
    }
    return [
        PreviewLine(
            about=names.get(field.subject, ""),
            name=word(FIELDS, field.name),
            value=value_words(field.name, field.text) if _may_show(field) else "",
            outcome=word(OUTCOMES, answer.outcome),
            tone=OUTCOME_TONES[answer.outcome],
            because=reason_text(answer.because),
            needs=tuple(reason_text(need) for need in answer.needs),
        )
        for field, answer in sorted(view.fields, key=lambda pair: list(Outcome).index(pair[1].outcome))
    ]


def package_shown(view: PackageView, *, opened: bool = False) -> PackageShown:
    """A package as the page shows it: what tells who somebody is stays hidden until it is opened for a reason."""
    names = {field.subject: field.value for field in view.package.fields if field.name == "party.pseudonym"}
    return PackageShown(
        id=view.package.id,
        fields=tuple(
            FieldLine(
                names.get(field.subject, ""),
                word(FIELDS, field.name),
                value_words(field.name, field.value),
                field.value == "absent:withheld" or (field.sensitivity == Sensitivity.S3 and not opened),
            )
            for field in view.package.fields
        ),
        marks=marks_text(view.package.marks),
        ground=word(GROUNDS, view.package.ground) if view.package.ground else "",
        digest=view.digest,
        whole=view.whole,
        outward=view.outward,
        at=view.at,
        sealed=any(
            field.sensitivity == Sensitivity.S3 and field.value != "absent:withheld" for field in view.package.fields
        ),
        gone=bool(view.gone),
        lost=bool(view.lost),
        expired_at=view.package.marks.expires_at if view.expired else None,
    )


def codes_of_packages(packages: list[PackageShown]) -> list[str]:
    """The codes for the edge of every sheet on which these packages stand, each once."""
    return list(dict.fromkeys(one.marks.line for one in packages if one.expired_at is None))


def steps(view: ThreadView, deliveries: list[Delivery]) -> list[Step]:
    """The timeline in words, each of our steps with what is known of its delivery."""
    known = {one.message_id: one for one in deliveries}
    return [_step(entry, known.get(entry.message)) for entry in view.timeline]


def _step(entry: TimelineEntry, delivery: Delivery | None) -> Step:
    accepted = delivery is not None and delivery.status == "accepted"
    return Step(
        entry=entry,
        done=word(DONE, entry.kind),
        code=word(CODES, entry.code) if entry.code else "",
        more=word(CODES, entry.more) if entry.more else "",
        delivered_at=delivery.receipted_at if delivery and accepted else None,
        waiting=delivery is not None and not delivery.status,
        refused=reason_text(delivery.because) if delivery and delivery.status and not accepted else "",
    )


def state_words(view: ThreadView) -> dict[str, str]:
    row = view.row
    return {
        "kind": word(KINDS, row.kind),
        "urgency": word(URGENCIES, row.urgency),
        "state": word(STATES, row.state),
        "tone": TONES.get(row.state, ""),
        "outcome": word(CODES, row.outcome) if row.outcome else "",
    }
