"""Emergencies in the reader's words."""

from dataclasses import dataclass
from datetime import datetime

from sajha.accounts.queries import names_of
from sajha.basics.actor import Actor
from sajha.cases.emergency.values import EmergencyLine, EmergencySheet, Stage
from sajha.terms.labels.emergency import STAGE_TONES, STAGES, VERDICTS
from sajha.terms.labels.requests import word


@dataclass(frozen=True, slots=True)
class LineShown:
    """A row of the list. ``overdue``: a review was due before now."""

    id: str
    number: str
    vault: str
    stage: str
    tone: str
    asked_by: str
    asked_at: datetime
    until: datetime | None
    review_due: datetime | None
    overdue: bool


def lines_shown(by: Actor, lines: list[EmergencyLine], at: datetime) -> list[LineShown]:
    names = names_of(by, [line.asked_by for line in lines])
    return [_shown(line, names, at) for line in lines]


def _shown(line: EmergencyLine, names: dict[str, str], at: datetime) -> LineShown:
    due = line.review_due if line.stage == Stage.ENDED else None
    return LineShown(
        id=line.id,
        number=line.number,
        vault=line.vault,
        stage=word(STAGES, line.stage),
        tone=STAGE_TONES.get(line.stage, ""),
        asked_by=names.get(line.asked_by, ""),
        asked_at=line.asked_at,
        until=line.until if line.stage == Stage.OPEN else None,
        review_due=due,
        overdue=due is not None and due < at,
    )


def sheet_shown(by: Actor, sheet: EmergencySheet, at: datetime) -> dict[str, object]:
    """One emergency for its page: names of people instead of ids, steps as words for the template."""
    people = (sheet.line.asked_by, sheet.confirmed_by, sheet.declined_by, sheet.ended_by, sheet.reviewed_by)
    names = names_of(by, [id for id in people if id])
    return {
        "line": _shown(sheet.line, names, at),
        "sheet": sheet,
        "confirmed_by": names.get(sheet.confirmed_by, ""),
        "declined_by": names.get(sheet.declined_by, ""),
        "ended_by": names.get(sheet.ended_by, ""),
        "reviewed_by": names.get(sheet.reviewed_by, ""),
        "verdict": word(VERDICTS, sheet.verdict) if sheet.verdict else "",
        "may": {step.value: True for step in sheet.may},
    }
