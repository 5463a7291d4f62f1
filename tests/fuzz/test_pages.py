"""Every address with damaged ids, parameters and forms: an answer below 500, within 2 seconds of CPU, whatever comes."""

import os
import random
import resource
import time

import pytest
from django.test import Client

from tests.web.conftest import both_factors_shown, member, node_keys  # noqa: F401
from tests.web.routes import routes

pytestmark = pytest.mark.fuzz
INPUTS = int(os.environ.get("FUZZ_INPUTS", "300"))
ROLES = ["unit_head", "nodal_officer", "administrator", "auditor"]
PIECES = [
    "",
    "0",
    "-1",
    "9" * 30,
    "x" * 3000,
    "\x00",
    "%00",
    "../../etc/passwd",
    "' OR 1=1 --",
    "<script>",
    "=1+1",
    "తెలుగు",
    "\ud7ff",
    "IN-36",
    "IN-36-501",
    "case_" + "0" * 32,
    "thread_" + "f" * 32,
    "2026-13-45",
    "NaN",
    "[]",
    "{}",
]
FIELDS = [
    "kind",
    "urgency",
    "place",
    "state",
    "district",
    "recipient",
    "question",
    "parties",
    "fields",
    "ground",
    "reason",
    "words",
    "code",
    "find",
    "before",
    "after",
    "area",
    "language",
    "username",
    "login",
    "password",
    "first_name",
    "role",
    "shown",
    "revision",
    "mine",
    "status",
    "region",
    "file",
    "descriptor",
    "fingerprint",
    "page",
    "closed",
]


def test_no_input_breaks_a_page(db, member, tmp_path):  # noqa: F811
    chance = random.Random(int(os.environ.get("FUZZ_SEED", "7")))
    clients = []
    for role in ROLES:
        clients.append(Client(raise_request_exception=False))
        clients[-1].force_login(member(role))
    known = [route for route in routes() if "sign-out" not in route.address]
    for _number in range(INPUTS):
        client, route = chance.choice(clients), chance.choice(known)
        address = _damaged(route.address, chance)
        given = {chance.choice(FIELDS): chance.choice(PIECES) for _field in range(chance.randrange(6))}
        begun = time.process_time()
        answer = client.get(address, given) if chance.random() < 0.5 else client.post(address, given)
        assert answer.status_code < 500, (address, given)
        assert time.process_time() - begun < 2, (address, given)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 600 * 1024  # kilobytes, the test runner included


def _damaged(address: str, chance: random.Random) -> str:
    parts = address.split("/")
    if chance.random() < 0.3 and len(parts) > 2:
        parts[chance.randrange(1, len(parts) - 1)] = chance.choice(PIECES)[:200]
    return "/".join(parts).replace("\x00", "%00").replace("?", "%3F").replace("#", "%23")
