"""The second part of the demonstration's story: seen elsewhere? A phone that Telangana knows, and a daughter whom the shelter cares for."""

import time
from collections.abc import Callable
from typing import Any

from sajha.cli.demo.node import CommandFailed, Node
from sajha.cli.demo.story import PATIENCE, Desk, Say


def play_elsewhere(nodes: dict[str, Node], cases: dict[str, list[str]], say: Say, *, to_the_end: bool) -> None:
    """Ask about the phone, get a yes and what is granted; look for the daughter, whose custodian learns first."""
    kumar, asha = Desk(nodes["tamilnadu"], "kumar"), Desk(nodes["telangana"], "asha")
    deepa, usha = Desk(nodes["shelter"], "deepa"), Desk(nodes["committee"], "usha")
    _phone(kumar, asha, cases["tamilnadu"][0], say, to_the_end)
    _daughter(kumar, deepa, usha, cases["tamilnadu"][1], cases["shelter"][0], say, to_the_end)


def _until(look: Callable[[], Any], wanted: Callable[[Any], bool], what: str) -> Any:
    """What a look shows, once it is as wanted."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if wanted(found):
            return found
        time.sleep(0.3)
    raise CommandFailed(f"{what}: not within {PATIENCE:.0f} s")


def _ask(desk: Desk, case: str, purpose: str, ground: str, why: str) -> str:
    told = desk.node.json(
        "match", "ask", case, "--purpose", purpose, "--ground", ground, "--why", why, "--yes", "--as", desk.person
    )
    return str(told["id"])


def _phone(kumar: Desk, asha: Desk, case: str, say: Say, to_the_end: bool) -> None:
    def known() -> Any:
        return kumar.node.json("match", "partners", "--as", "malar")[asha.node.id]["set_from"]

    _until(known, bool, "the set of Telangana")
    item = _item(kumar, case, "phone")
    told = kumar.node.json(
        "match", "ask", case, "--item", item, "--purpose", "investigation", "--ground", "registered_fir",
        "--why", "FIR 12 of 2026, Chennai (invented)", "--yes", "--as", "kumar",
    )  # fmt: skip
    found = _until(
        lambda: kumar.node.json("match", "show", told["id"], "--as", "kumar"),
        lambda view: not any(one["state"] in ("waiting", "looking") for one in view["asked"]),
        "the answers about the phone",
    )
    knows = [one["partner_name"] for one in found["asked"] if one["hits"]]
    if knows != [asha.node.organisation]:
        raise CommandFailed(f"the phone: known by {knows}")
    question = "You know the telephone number of our case. Please tell us whose it is, and whom to speak to."
    thread = kumar.open(asha.node, case=case, kind="disclose_after_match", place="IN-36", question=question)
    asha.move(thread, "acknowledge")
    if to_the_end:
        for kind in ("accept", "start"):
            asha.move(thread, kind)
        asha.move(thread, "complete", code="disclosed")
        kumar.sees(thread, lambda view: view["row"]["state"] == "completed")
    say("seen elsewhere? Telangana knows the phone: asked for, and " + ("granted" if to_the_end else "received"))


def _item(desk: Desk, case: str, sort: str) -> str:
    told = desk.node.json("match", "items", case, "--as", desk.person)["items"]
    return str(next(one["subject"] for one in told if one["sort"] == sort))


def _daughter(kumar: Desk, deepa: Desk, usha: Desk, case: str, own: str, say: Say, to_the_end: bool) -> None:
    search = _ask(kumar, case, "family", "missing_report", "Missing report 7 of 2026, Chennai (invented)")
    found = _until(
        lambda: deepa.node.json("match", "sightings", "--as", "deepa")["sightings"], bool, "the shelter's sighting"
    )
    told = kumar.node.json("match", "show", search, "--as", "kumar")
    if any(one["hits"] for one in told["asked"]):
        raise CommandFailed("the seeker learned of a victim before her custodian decided")
    signs = len(found[0]["agreed"])
    deepa.node.sajha(
        "match", "decide", found[0]["id"], "committee", "--reason", "She wants the committee to speak to her mother",
        "--as", "deepa",
    )  # fmt: skip
    question = "A police unit looks for a girl like one in our care. Please decide with her whether it is answered."
    thread = deepa.open(usha.node, case=own, kind="disclose_after_match", place="IN-28", question=question)
    usha.move(thread, "acknowledge")
    if to_the_end:
        for kind in ("accept", "start"):
            usha.move(thread, kind)
        usha.move(thread, "complete", code="disclosed")
        deepa.sees(thread, lambda view: view["row"]["state"] == "completed")
    say(
        f"seen elsewhere? the shelter learns first that somebody looks for her ({signs} signs), and goes through the committee"
    )
