"""How many fields the gate decides per CPU-second: a request with every field of several people, consent folded for each of them.

Run by itself: ``python -m bench.gate PEOPLE SECONDS`` prints one JSON line.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.messages import per_second

FIELDS_EACH = 15
SAYINGS = 20  # entries in the history of each person's consent


def main(people: int, seconds: float) -> dict[str, float]:
    """``decisions``: fields of a question that stands; ``words``: what consent says of one person and class, from its whole history."""
    from sajha.disclosure.rules import release

    question, ask_word = _question(people), _word(people)
    decided = len(question.fields)
    assert any(answer.outcome == "goes" for answer in release(question))
    return {
        "decisions_per_cpu_second": decided * per_second(lambda: release(question), seconds),
        "words_per_cpu_second": per_second(ask_word, seconds),
        "folds_per_cpu_second": per_second(lambda: _fold(people), seconds),
    }


def _question(people: int) -> Any:
    from sajha.cases.values import field_class
    from sajha.disclosure.rules import GROUPS
    from sajha.disclosure.values import Audience, Question, RecordField, Sensitivity
    from sajha.liaison.values import Kind

    names = [name for name in GROUPS if name.startswith("party.")][:FIELDS_EACH]
    aliases = [f"p{number}" for number in range(1, people + 1)]
    fields = tuple(RecordField(alias, name, field_class(name).sensitivity, "x") for alias in aliases for name in names)  # type: ignore[union-attr]
    return Question(
        kind=Kind.TRACE_PERSON,
        audience=Audience("node_x", "ahtu"),
        fields=fields,
        chosen=frozenset(names),
        ground="consent_recorded",
        ground_reason="said so",
        agreed=frozenset((alias, Sensitivity.S3) for alias in aliases),
    )


def _history() -> list[Any]:
    from sajha.consent.values import GRANTABLE, Audience, Event, Purpose, Scope

    at, scope = (
        datetime(2026, 3, 2, tzinfo=UTC),
        Scope(frozenset(Purpose), frozenset({Audience("ahtu")}), frozenset(GRANTABLE)),
    )
    return [
        Event(f"event_{number}", "given" if number % 2 == 0 else "withdrawn", "person", scope, at + timedelta(days=number), at + timedelta(days=90))
        for number in range(SAYINGS + 1)
    ]  # fmt: skip


def _fold(people: int) -> Any:
    from sajha.consent.rules import standing

    return standing(_EVENTS or _EVENTS.extend(_history()) or _EVENTS, datetime(2026, 4, 1, tzinfo=UTC))


_EVENTS: list[Any] = []


def _word(people: int) -> Any:
    from sajha.consent.values import Held
    from sajha.consent.values import Question as ConsentQuestion
    from sajha.disclosure.rules import word

    held = Held(_fold(people), "adult")
    asked = ConsentQuestion("investigation", "ahtu", "node_x", "S3", "adult")
    assert word(held, (), asked).agreed
    return lambda: word(held, (), asked)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))))
