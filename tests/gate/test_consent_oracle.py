"""The same policy, written a second time in Cedar, must agree on every generated case.

Here nothing is folded: each consent becomes a ``permit`` that holds unless a later word covers the same point, and what no
consent opens is a ``forbid``. ``ORACLE_CASES`` says how many cases (2,000 by default, 50,000 in CI). A failing seed replays.
"""

import os
from datetime import timedelta
from random import Random

import cedarpy
import pytest

from sajha.consent.grounds import grounds
from sajha.consent.rules import may_leave, standing
from sajha.consent.values import (
    EVERYONE,
    Age,
    Audience,
    Basis,
    DataClass,
    Event,
    EventKind,
    Giver,
    Manner,
    Notice,
    Opinion,
    Purpose,
    Question,
    Scope,
    Vote,
)
from tests.cast import NOON

CASES = int(os.environ.get("ORACLE_CASES", "2000"))
PER_SEED = 50
DAY = timedelta(days=1)
KINDS, NODES = ["ahtu", "shelter", "cwc", "court"], ["node_a", "node_b", "node_c"]
PURPOSES, CLASSES = [Purpose.CARE, Purpose.TRIAL, Purpose.FAMILY], ["S1", "S2", "S3"]
TAKES = ("refused", "withdrawn", "narrowed")

STATIC = """
permit (principal, action, resource) when { resource.class == "S0" };
forbid (principal, action, resource) when { resource.class == "S4" };
forbid (principal, action, resource) unless { ["S0", "S1", "S2", "S3", "S4"].contains(resource.class) };
forbid (principal, action, resource) when { principal.node == "" || principal.kind == "" };
forbid (principal, action, resource) unless { context.known };
permit (principal, action, resource) when {
  context has basis && context.now < context.basis.until && context.basis.opened <= context.now
  && context.basis.first != "" && context.basis.second != "" && context.basis.first != context.basis.second
  && context.basis.first_agrees && context.basis.second_agrees && !(context.basis has ended && context.basis.ended <= context.now)
  && context.basis.purposes.contains(context.purpose) && context.basis.ground_purposes.contains(context.purpose)
  && context.basis.classes.contains(resource.class) && context.basis.ground_classes.containsAll(context.basis.classes)
  && principal.kind == context.basis.kind && (context.basis.node == "" || principal.node == context.basis.node)
  && context.basis.ground_kinds.contains(context.basis.kind)
  && (!context.basis.children_only || context.age != "adult")
};
"""


def seconds(at) -> int:
    return int(at.timestamp())


def who(audience: Audience, *, gives: bool) -> str:
    if audience == EVERYONE:
        return "false" if gives else "true"
    kind, node = f'principal.kind == "{audience.kind}"', f'principal.node == "{audience.organisation}"'
    if not audience.organisation:
        return kind
    return f"{kind} && {node}" if gives else node


def speaks_of(event: Event, *, gives: bool) -> str:
    def any_of(what, words):
        return "(" + " || ".join(f'{what} == "{word}"' for word in sorted(words)) + ")" if words else "false"

    audiences = " || ".join(f"({who(audience, gives=gives)})" for audience in sorted(event.scope.audiences)) or "false"
    return (
        f"{any_of('context.purpose', event.scope.purposes)} && {any_of('resource.class', event.scope.classes)}"
        f" && ({audiences})"
    )


def about(event: Event, known: list[Event]) -> list[Event]:
    return [other for other in known if other.of == event.id]


def covering(event: Event, known: list[Event]) -> str:
    """Where this word is the one to listen to: its own block, cut by what was corrected."""
    if event.kind != "given":
        return speaks_of(event, gives=False)
    cuts = [speaks_of(other, gives=True) for other in about(event, known) if other.kind == "corrected"]
    return " && ".join(f"({part})" for part in [speaks_of(event, gives=True), *cuts])


def permit(event: Event, later: list[Event], known: list[Event]) -> str:
    ends = [event.until, *(other.until or event.until for other in about(event, known) if other.kind == "corrected")]
    ends += [other.at for other in about(event, known) if other.kind == "expired"]
    holds = [f"context.now < {seconds(end)}" for end in ends]
    holds.append('context.age != "adult"' if event.giver == "committee" else 'context.age == "adult"')
    over = []
    for other in later:
        if other.kind == "narrowed" and other.until:
            over.append(f"(({covering(other, known)}) && context.now >= {seconds(other.until)})")
        elif other.kind in (*TAKES, "given"):
            over.append(f"({covering(other, known)})")
    unless = f" unless {{ {' || '.join(over)} }}" if over else ""
    return (
        f"permit (principal, action, resource) when {{ ({covering(event, known)}) && {' && '.join(holds)} }}{unless};"
    )


def policies(events: list[Event], at) -> str:
    known = [event for event in events if event.at <= at]
    known.sort(key=lambda event: (seconds(event.at), 1 if event.kind in TAKES else 0, event.id))
    texts = [permit(event, known[place + 1 :], known) for place, event in enumerate(known) if event.kind == "given"]
    return STATIC + "\n".join(texts)


def some(random: Random, of, most=3):
    return frozenset(random.sample(of, random.randint(1, min(most, len(of)))))


def scope(random: Random, *, takes: bool) -> Scope:
    if takes and random.random() < 0.3:
        return Scope(some(random, PURPOSES), frozenset({EVERYONE}), frozenset(CLASSES))
    named = [Audience(kind, node) for kind in KINDS for node in ["", *NODES]]
    return Scope(some(random, PURPOSES), some(random, named), some(random, CLASSES))


def history(random: Random) -> list[Event]:
    events: list[Event] = []
    for number in range(random.randint(0, 8)):
        kind = random.choice(["given", "given", "given", "refused", "narrowed", "withdrawn", "corrected", "expired"])
        at = NOON + random.randint(0, 20) * DAY
        given = [event for event in events if event.kind == "given"]
        if kind in ("corrected", "expired"):
            if not given:
                continue
            of = random.choice(given)
            until = random.choice([None, at + random.randint(1, 9) * DAY]) if kind == "corrected" else None
            events.append(
                Event(
                    f"e{number}",
                    EventKind(kind),
                    Giver.PERSON,
                    scope(random, takes=False),
                    of.at + DAY,
                    until,
                    of=of.id,
                )
            )
            continue
        until = (
            at + random.randint(1, 30) * DAY
            if kind == "given" or (kind == "narrowed" and random.random() < 0.5)
            else None
        )
        events.append(
            Event(
                f"e{number}",
                EventKind(kind),
                random.choice(list(Giver)),
                scope(random, takes=kind != "given"),
                at,
                until,
                Manner.THUMB,
                Notice("1", "te", "te"),
            )  # fmt: skip
        )
    random.shuffle(events)
    return events


def some_basis(random: Random) -> Basis | None:
    if random.random() < 0.4:
        return None
    ground = random.choice(list(grounds().values()))
    opened = NOON + random.randint(0, 15) * DAY
    voters = [random.choice(["asha", "balu", "chitra"]) for _ in range(random.choice([0, 1, 2, 2, 2, 2]))]
    votes = tuple(
        Vote(voter, random.choice([Opinion.AGREE] * 4 + [Opinion.DISAGREE])) for voter in dict.fromkeys(voters)
    )
    wish = Scope(
        frozenset({random.choice([*ground.purposes, *PURPOSES])}),
        frozenset({Audience(random.choice([*ground.kinds, *KINDS]), random.choice(["", *NODES]))}),
        some(random, CLASSES),
    )
    ended = opened + random.randint(1, 12) * DAY if random.random() < 0.2 else None
    return Basis("basis_1", ground, wish, "asha", opened, opened + random.randint(1, 40) * DAY, votes, ended)


def as_context(basis: Basis) -> dict:
    first, second, *_ = [*basis.votes, Vote("", ""), Vote("", "")]
    (audience,) = basis.scope.audiences
    found = {
        "first": first.voter, "second": second.voter,
        "first_agrees": first.opinion == "agree", "second_agrees": second.opinion == "agree",
        "opened": seconds(basis.opened_at), "until": seconds(basis.until),
        "purposes": sorted(basis.scope.purposes), "classes": sorted(basis.scope.classes),
        "kind": audience.kind, "node": audience.organisation,
        "ground_purposes": sorted(basis.ground.purposes), "ground_kinds": sorted(basis.ground.kinds),
        "ground_classes": sorted(basis.ground.classes), "children_only": basis.ground.children_only,
    }  # fmt: skip
    return {**found, "ended": seconds(basis.ended_at)} if basis.ended_at else found


def one_question(random: Random, events: list[Event]) -> Question:
    """Half of them near something that was said, half anywhere, a few of them malformed."""
    near = [event for event in events if event.kind == "given"]
    purpose = random.choice([*PURPOSES, *Purpose, "advertising"])
    kind, node = random.choice([*KINDS, *KINDS, ""]), random.choice([*NODES, *NODES, ""])
    data_class = random.choice([*CLASSES, *CLASSES, "S0", "S4", "S9"])
    if near and random.random() < 0.6:
        event = random.choice(near)
        audience = random.choice(sorted(event.scope.audiences))
        purpose, data_class = random.choice(sorted(event.scope.purposes)), random.choice(sorted(event.scope.classes))
        kind, node = audience.kind, audience.organisation or random.choice(NODES)
    return Question(purpose, kind, node, data_class, random.choice(list(Age)))


def request(question: Question, basis: Basis | None, at) -> dict:
    context = {
        "now": seconds(at),
        "purpose": str(question.purpose),
        "age": str(question.age),
        "known": question.purpose in set(Purpose),
    }
    if basis:
        context["basis"] = as_context(basis)
    recipient = f'Recipient::"{question.kind}/{question.organisation}"'
    return {
        "principal": recipient,
        "action": 'Action::"leave"',
        "resource": f'Data::"{question.data_class}"',
        "context": context,
    }


ENTITIES = [
    {"uid": {"type": "Recipient", "id": f"{kind}/{node}"}, "attrs": {"kind": kind, "node": node}, "parents": []}
    for kind in [*KINDS, "", "child_protection_unit", "prosecutor", "police_station", "dlsa"]
    for node in [*NODES, ""]
] + [
    {"uid": {"type": "Data", "id": name}, "attrs": {"class": name}, "parents": []} for name in [*DataClass, "S9"]
]  # fmt: skip


@pytest.mark.parametrize("seed", range(-(-CASES // PER_SEED)))
def test_cedar_and_the_rules_agree(seed):
    random = Random(seed)
    events, basis = history(random), some_basis(random)
    at = NOON + random.randint(5, 35) * DAY
    now = standing(events, at)
    asked = [one_question(random, events) for _ in range(PER_SEED)]
    answers = cedarpy.is_authorized_batch([request(one, basis, at) for one in asked], policies(events, at), ENTITIES)
    differences = []
    for question, answer in zip(asked, answers, strict=True):
        assert not answer.diagnostics.errors
        ours = may_leave(now, basis, question)
        if ours.allowed != (answer.decision == cedarpy.Decision.Allow):
            differences.append((question, ours, answer.decision))
    assert differences == []


def test_the_cases_are_not_all_alike():
    """Both answers, and most reasons, occur among the generated cases; else agreement would mean little."""
    seen: dict[str, int] = {}
    for seed in range(60):
        random = Random(seed)
        events, basis = history(random), some_basis(random)
        now = standing(events, NOON + random.randint(5, 35) * DAY)
        for _ in range(50):
            because = may_leave(now, basis, one_question(random, events)).because
            seen[because] = seen.get(because, 0) + 1
    assert seen["consent.given"] > 100
    assert seen["basis.stands"] > 1
    wanted = {"none", "refused", "narrowed", "withdrawn", "expired", "child", "of_age"}
    assert {f"consent.{word}" for word in wanted} | {"class.public", "class.never_leaves", "audience.empty"} <= set(
        seen
    )
