"""The demonstration's story, told by the commands that people at the console would use, and the account of it."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sajha.cli.demo.node import CommandFailed, Node

Say = Callable[[str], None]
PATIENCE = 90.0  # seconds that a message or a rung may take on a busy machine
HEADS = {"telangana": "balu", "tamilnadu": "malar", "shelter": "rani", "committee": "usha", "nodal": "elango"}
# five of the first story; a referral, leave to pass it on, the request onward, and two recalls; two of "seen elsewhere?"
REQUESTS = 12
FINAL = {"declined", "completed", "failed", "cancelled", "withdrawn"}
RUNGS = {"unit_head", "own_nodal", "their_nodal", "coordinator"}


@dataclass
class Desk:
    """Somebody at the console of a node."""

    node: Node
    person: str

    def open(
        self,
        to: Node,
        *,
        case: str,
        kind: str,
        place: str,
        question: str,
        urgency: str = "routine",
        more: tuple[str, ...] = (),
    ) -> str:
        told = self.node.json(
            "request", "open", "--case", case, "--kind", kind, "--to", to.id, "--place", place, "--urgency", urgency,
            "--question", question, *more, "--yes", "--as", self.person,
        )  # fmt: skip
        return str(told["request"])

    def move(self, thread: str, kind: str, *, code: str = "", words: str = "") -> None:
        """One step, as soon as what it answers has arrived."""
        self.patiently("request", "move", thread, kind, "--code", code, "--words", words, "--as", self.person)

    def sees(self, thread: str, wanted: Callable[[Any], bool]) -> Any:
        """The thread as this person sees it, once it looks as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                told = self.node.json("request", "show", thread, "--as", self.person)
                if wanted(told):
                    return told
            except CommandFailed:
                pass  # it has not arrived yet
            time.sleep(0.3)
        raise CommandFailed(f"{self.node.organisation}: the request did not get there in {PATIENCE:.0f} s")

    def holders(self, case: str, person: str, wanted: Callable[[Any], bool]) -> Any:
        """Who has something of a person, once it is as wanted."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.node.json("package", "holders", case, person, "--as", self.person)["holders"]
            if found and wanted(found):
                return found
            time.sleep(0.3)
        raise CommandFailed(f"{self.node.organisation}: not every holder answered in {PATIENCE:.0f} s")

    def patiently(self, *words: str) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.node.sajha(*words)
                return
            except CommandFailed:
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)


def play(nodes: dict[str, Node], say: Say, *, to_the_end: bool) -> None:
    """Ask and answer between the nodes; with ``to_the_end`` until every request is closed and the silent one has climbed."""
    asha, kumar = Desk(nodes["telangana"], "asha"), Desk(nodes["tamilnadu"], "kumar")
    deepa = Desk(nodes["shelter"], "deepa")
    _traced(asha, kumar, say)
    _asked_back(asha, kumar, say, to_the_end)
    _sheltered(asha, deepa, say, to_the_end)
    _declined(deepa, asha, say)
    _called_back(deepa, kumar, Desk(nodes["nodal"], "elango"), say, to_the_end)
    _climbed(asha, kumar, nodes, say, to_the_end)


def _traced(asha: Desk, kumar: Desk, say: Say) -> None:
    more = ("--person", "V1")
    question = "Please find out whether she is at the workshop in Tiruppur that her sister named."
    thread = asha.open(kumar.node, case=_case(1), kind="trace_person", place="IN-33", question=question, more=more)
    kumar.move(thread, "acknowledge")
    kumar.move(thread, "accept", words="A team goes there tomorrow.")
    kumar.move(thread, "start")
    kumar.move(thread, "complete", code="located", words="Found and safe; she wants to speak to the caseworker.")
    asha.sees(thread, lambda told: told["row"]["state"] == "completed")
    say("trace_person: completed")


def _asked_back(asha: Desk, kumar: Desk, say: Say, to_the_end: bool) -> None:
    question = "Please preserve the call records that the operator in Chennai holds."
    thread = asha.open(kumar.node, case=_case(2), kind="preserve_evidence", place="IN-33", question=question)
    kumar.move(thread, "acknowledge")
    kumar.move(thread, "ask_back", words="For which days?")
    if to_the_end:
        asha.move(thread, "answer_back", words="From 1 to 14 March.")
        kumar.move(thread, "accept")
        kumar.move(thread, "start")
        kumar.move(thread, "complete", code="preserved")
    say("preserve_evidence: " + ("completed" if to_the_end else "the other side asks back"))


def _sheltered(asha: Desk, deepa: Desk, say: Say, to_the_end: bool) -> None:
    question = "Is there a place for a woman and her child from Friday?"
    thread = asha.open(deepa.node, case=_case(3), kind="transfer_person", place="IN-28", question=question)
    deepa.move(thread, "acknowledge")
    deepa.move(thread, "waitlist", words="A room is free on Saturday.")
    if to_the_end:
        deepa.move(thread, "accept")
        deepa.move(thread, "start")
        deepa.move(thread, "complete", code="arrived")
    say("transfer_person: " + ("completed" if to_the_end else "on the waiting list"))


def _declined(deepa: Desk, asha: Desk, say: Say) -> None:
    thread = deepa.open(
        asha.node, case=_case(1), kind="verify_address", place="IN-36", question="Does the family live at this address?"
    )
    asha.move(thread, "acknowledge")
    asha.move(thread, "decline", code="not_our_place", words="The address lies in Andhra Pradesh.")
    deepa.sees(thread, lambda told: told["row"]["state"] == "declined")
    say("verify_address: declined with a reason")


def _called_back(deepa: Desk, kumar: Desk, elango: Desk, say: Say, to_the_end: bool) -> None:
    """The shelter refers a survivor to the unit in Tamil Nadu, which passes it on to the nodal office with leave; she withdraws."""
    case, person = _case(2), ("V1", "--as", "deepa")
    day = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    deepa.node.sajha(
        "consent", "give", case, *person, "--for", "return_home", "--to", "ahtu", "--to", "state_nodal_office",
        "--data", "S2", "--data", "S3", "--until", day, "--how", "thumb", "--read-in", "te", "--giver", "committee", "--heard", "--yes",
    )  # fmt: skip
    more = (
        "--person", "V1", "--field", "party.first_name", "--ground", "consent_recorded",
        "--ground-reason", "The committee agreed after hearing her (invented)",
    )  # fmt: skip
    question = "She wants to go home to her sister. Please find out whether it is safe."
    thread = deepa.open(kumar.node, case=case, kind="repatriation", place="IN-33", question=question, more=more)
    kumar.move(thread, "acknowledge")
    package = kumar.node.json("package", "list", thread, "--as", "kumar")["packages"][0]["package"]
    about = (package, "--person", "p1", "--kind", "repatriation", "--to", elango.node.id, "--as", "kumar")
    leave = kumar.node.json("package", "ask-leave", *about, "--words", "The office books the escort.")["request"]
    deepa.patiently("package", "grant-leave", leave, "--until", day, "--as", "deepa")
    kumar.sees(leave, lambda told: told["row"]["state"] == "completed")
    on = kumar.node.json("package", "pass-on", *about, "--place", "IN-36", "--question", "An escort, please.", "--yes")
    elango.move(on["request"], "acknowledge")
    say("repatriation: passed on with leave of the shelter")
    if not to_the_end:
        return
    deepa.node.sajha("consent", "withdraw", case, *person, "--yes")
    found = deepa.holders(case, "V1", lambda all_: all(one["state"] == "destroyed" for one in all_))
    for desk, request in ((kumar, thread), (elango, on["request"])):
        left = desk.node.json("package", "list", request, "--as", desk.person)["packages"]
        if any(one["people"] for one in left if not one["ours"]):
            raise CommandFailed(f"{desk.node.organisation}: still holds what was called back")
    below = [further["recipient_name"] for one in found for further in one["below"]]
    say(f"consent withdrawn: {len(found)} holder and {len(below)} beyond it destroyed what they had, and signed it")
    for desk, request in ((deepa, thread), (kumar, on["request"])):
        desk.move(request, "cancel", code="no_longer_needed")


def _climbed(asha: Desk, kumar: Desk, nodes: dict[str, Node], say: Say, to_the_end: bool) -> None:
    question = "Two girls are expected on the night train to Chennai. Please meet it."
    thread = asha.open(
        kumar.node, case=_case(4), kind="rescue_assistance", place="IN-33", question=question, urgency="immediate"
    )
    if not to_the_end:
        say("rescue_assistance: nobody acknowledges it, it will climb")
        return
    asha.sees(thread, lambda told: rungs_of(told) == RUNGS)
    elango = Desk(nodes["nodal"], "elango")
    notice = elango.node.json("request", "overdue", "--as", "elango")["overdue"][0]["id"]
    elango.node.json("request", "seen", notice, "--as", "elango")
    elango.node.json("request", "remind", notice, "--as", "elango")
    kumar.move(thread, "acknowledge")
    kumar.move(thread, "accept")
    kumar.move(thread, "start")
    kumar.move(thread, "complete", code="rescued")
    asha.sees(thread, lambda told: told["row"]["state"] == "completed")
    say("rescue_assistance: climbed to the coordinator, then completed")


def rungs_of(told: Any) -> set[str]:
    """The rungs that a thread has climbed."""
    return {entry["code"] for entry in told["timeline"] if entry["kind"] == "climb"}


def _case(number: int) -> str:
    """The number of a case in the demonstration: they are counted from one, in the year of the import."""
    return f"{time.gmtime().tm_year}-{number:06d}"


def summary(nodes: dict[str, Node]) -> dict[str, Any]:
    """What happened, counted on every node: each request once on either side, the same moves on both, each chain whole."""
    asked, answered = _threads(nodes, "sent", "closed"), _threads(nodes, "inbox", "answered")
    views = {
        side: {thread: desk.sees(thread, lambda _told: True) for thread, desk in found}
        for side, found in (("asked", asked), ("got", answered))
    }
    sent, got = Counter(thread for thread, _desk in asked), Counter(thread for thread, _desk in answered)
    chains = {key: node.json("audit", "verify")["whole"] for key, node in nodes.items()}
    told: dict[str, Any] = {
        "requests sent": len(sent),
        "received": len(got),
        "answered": sum(
            any(entry["side"] == "recipient" for entry in view["timeline"]) for view in views["asked"].values()
        ),
        "climbed": sum(bool(rungs_of(view)) for view in views["asked"].values()),
        "closed": sum(view["row"]["state"] in FINAL for view in views["asked"].values()),
        "lost": len(set(sent) - set(got)),
        "duplicated": sum(count - 1 for count in (*sent.values(), *got.values())),
        "different on the two sides": sum(
            _moves(view) != _moves(views["got"].get(thread)) for thread, view in views["asked"].items()
        ),
        "audit chains whole": sum(chains.values()),
        "nodes": len(nodes),
    }
    told["as it should be"] = (
        told["requests sent"] == told["received"] == told["answered"] == told["closed"] == REQUESTS
        and told["climbed"] >= 1
        and not (told["lost"] or told["duplicated"] or told["different on the two sides"])
        and all(chains.values())
    )
    return told


def _threads(nodes: dict[str, Node], *boxes: str) -> list[tuple[str, Desk]]:
    """Every thread in these boxes, with somebody who may see it."""
    found = []
    for key, head in HEADS.items():
        for box in boxes:
            rows = nodes[key].json("request", "list", "--box", box, "--as", head)["requests"]
            found += [(row["id"], Desk(nodes[key], head)) for row in rows]
    return found


def _moves(view: Any) -> Any:
    """What must be the same on both sides: the state, and every move in order."""
    if view is None:
        return None
    return view["row"]["state"], [
        (entry["id"], entry["kind"], entry["code"], entry["superseded"]) for entry in view["timeline"]
    ]
