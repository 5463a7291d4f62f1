"""The gate's answer to each field, written a second time in Cedar, must agree on every generated case.

Cedar sees the tables as data and says whether the value goes; the words that the gate gives are not compared. ``ORACLE_CASES`` says
how many fields are asked about (2,000 by default, 50,000 in CI). A failing seed replays.
"""

import os
from random import Random

import cedarpy
import pytest

from sajha.cases.values import FIELD_CLASSES, Sensitivity, field_class
from sajha.directory.values import ORGANISATION_KINDS
from sajha.disclosure.rules import GROUPS, IDENTITY_TO, NEEDED, release
from sajha.disclosure.values import GROUNDS, Audience, Onward, Outcome, Question, RecordField
from sajha.liaison.values import OFFERED

CASES = int(os.environ.get("ORACLE_CASES", "2000"))
PER_SEED = 50
NAMES = sorted({*FIELD_CLASSES, *GROUPS, "party.aadhaar"})
SUBJECTS = ["", "p1", "p2"]
TLP = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]

POLICY = """
permit (principal, action == Action::"send", resource) when {
  !context.onward && resource.class != "S3" && context.needed.contains(resource.group)
};
permit (principal, action == Action::"send", resource) when {
  !context.onward && resource.class == "S3" && context.needed.contains(resource.group)
  && context.named_to.contains(principal.kind) && context.chosen.contains(resource.name) && context.reason
  && resource.subject != ""
  && ((context.ground == "consent_recorded" && context.agreed.contains(resource.point))
      || (context.ground == "legal_basis" && context.based.contains(resource.point))
      || (context.ground == "registered_fir" && context.accused.contains(resource.subject)))
};
permit (principal, action == Action::"send", resource) when {
  !context.onward && resource.class == "S3" && context.needed.contains(resource.group)
  && context.named_to.contains(principal.kind) && context.chosen.contains(resource.name) && context.reason
  && resource.subject == "" && context.ground == "registered_fir"
};
permit (principal, action == Action::"send", resource) when {
  context.onward && resource.class != "S3" && context.needed.contains(resource.group)
  && ((context.tlp != "AMBER+STRICT" && !context.codes.contains("H2")) || context.leave.contains(resource.subject))
};
permit (principal, action == Action::"send", resource) when {
  context.onward && resource.class == "S3" && context.needed.contains(resource.group)
  && context.leave_named.contains(resource.subject)
  && context.named_to.contains(principal.kind) && context.chosen.contains(resource.name)
};
forbid (principal, action, resource) when { principal.node == "" || principal.kind == "" };
forbid (principal, action, resource) when { resource.class == "S4" || resource.group == "" };
forbid (principal, action, resource) when { !context.onward && context.refused.contains(resource.point) };
forbid (principal, action, resource) when { context.onward && (context.barred || context.expired || context.tlp == "RED") };
"""


def some(random: Random, of) -> frozenset:
    return frozenset(one for one in of if random.random() < 0.5)


def question(random: Random) -> Question:
    names = random.sample(NAMES, 6)
    fields = tuple(
        RecordField(random.choice(SUBJECTS), name, found.sensitivity if (found := field_class(name)) else Sensitivity.S1, "x")
        for name in names
    )  # fmt: skip
    points = [(field.subject, field.sensitivity) for field in fields]
    kind = random.choice(OFFERED)
    # half the time somebody who may have an identity, so that the deciding lines are met often
    kinds = sorted(IDENTITY_TO[kind]) if random.random() < 0.5 and IDENTITY_TO[kind] else ["", *ORGANISATION_KINDS]
    onward = Onward(
        tlp=random.choice(TLP),
        handling=some(random, ["H1", "H2", "H3"]),
        leave=some(random, SUBJECTS),
        named=some(random, SUBJECTS),
        barred=random.random() < 0.1,
        expired=random.random() < 0.1,
    )
    return Question(
        kind=kind,
        audience=Audience(random.choice(["node_a", "node_a", "node_a", ""]), random.choice(kinds)),
        fields=fields,
        chosen=some(random, names),
        ground=random.choice(["", "hunch", *GROUNDS, *GROUNDS]),
        ground_reason=random.choice(["", "  ", "Order 3", "Order 3"]),
        agreed=some(random, points),
        based=some(random, points),
        refused=frozenset(point for point in points if random.random() < 0.15),
        accused=some(random, SUBJECTS),
        onward=onward if random.random() < 0.4 else None,
    )


def point(subject: str, sensitivity: Sensitivity) -> str:
    return f"{subject}/{sensitivity}"


def asked(question: Question) -> tuple[list[dict], list[dict]]:
    """The requests of all its fields, and the entities that they speak of."""
    onward = question.onward
    context = {
        "onward": onward is not None,
        "needed": [str(group) for group in NEEDED[question.kind]],
        "named_to": sorted(IDENTITY_TO[question.kind]),
        "chosen": sorted(question.chosen),
        "ground": question.ground,
        "reason": bool(question.ground_reason.strip()),
        "agreed": [point(*one) for one in question.agreed],
        "based": [point(*one) for one in question.based],
        "refused": [point(*one) for one in question.refused],
        "accused": sorted(question.accused),
        "tlp": onward.tlp if onward else "",
        "codes": sorted(onward.handling) if onward else [],
        "leave": sorted(onward.leave) if onward else [],
        "leave_named": sorted(onward.named) if onward else [],
        "barred": bool(onward and onward.barred),
        "expired": bool(onward and onward.expired),
    }
    whom = {
        "uid": {"type": "Node", "id": "it"},
        "attrs": {"node": question.audience.node, "kind": question.audience.kind},
    }
    entities = [{**whom, "parents": []}]
    requests = []
    for place, field in enumerate(question.fields):
        attributes = {
            "name": field.name,
            "subject": field.subject,
            "class": str(field.sensitivity),
            "group": str(GROUPS.get(field.name, "")),
            "point": point(field.subject, field.sensitivity),
        }
        entities.append({"uid": {"type": "Field", "id": str(place)}, "attrs": attributes, "parents": []})
        requests.append(
            {"principal": 'Node::"it"', "action": 'Action::"send"', "resource": f'Field::"{place}"', "context": context}
        )
    return requests, entities


@pytest.mark.parametrize("seed", range(0, max(1, CASES // PER_SEED)))
def test_the_gate_agrees_with_the_same_policy_in_cedar(seed):
    random, met = Random(seed), 0
    while met < PER_SEED:
        one = question(random)
        requests, entities = asked(one)
        said = cedarpy.is_authorized_batch(requests, POLICY, entities)
        for field, answer, cedar in zip(one.fields, release(one), said, strict=True):
            assert not cedar.diagnostics.errors, cedar.diagnostics.errors
            goes = answer.outcome == Outcome.GOES
            assert goes == (cedar.decision == cedarpy.Decision.Allow), (seed, met, one, field.name, answer)
            met += 1


def test_the_generated_cases_meet_both_answers():
    random, goes = Random(1), 0
    for _ in range(300):
        goes += sum(answer.outcome == Outcome.GOES for answer in release(question(random)))
    assert 100 < goes < 1500
