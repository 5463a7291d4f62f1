"""Make the demonstration network: six nodes, each a folder, keys, a database and a port of its own; all paired."""

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sajha.cli.demo.cast import MEMBERS, Member
from sajha.cli.demo.node import Node

Say = Callable[[str], None]
PEOPLE = Path(__file__).parent / "people.csv"


def make_network(folder: Path, first_port: int, clock_scale: float, say: Say) -> dict[str, Node]:
    """Six prepared nodes by key, not yet running. ``first_port`` 0 takes any free ports."""
    nodes = {
        member.key: new_node(folder, member, first_port + place if first_port else 0, clock_scale)
        for place, member in enumerate(MEMBERS)
    }
    with ThreadPoolExecutor(2) as hands:
        for key in hands.map(make_node, nodes.items()):
            say(nodes[key].organisation)
    pair_all(nodes)
    return nodes


def new_node(folder: Path, member: Member, port: int, clock_scale: float) -> Node:
    """A node of this member, not yet made; ``port`` 0 takes any free one."""
    node = Node(
        folder / member.key,
        member.organisation,
        member.kind,
        member.places,
        language=member.language,
        clock_scale=clock_scale,
    )
    node.port = port or node.port
    return node


def make_node(item: tuple[str, Node]) -> str:
    key, node = item
    node.make()
    node.sajha("demo", "settle", key)
    return key


def pair_all(nodes: dict[str, Node]) -> None:
    """Every node takes the description of every other, and compares fingerprints (here: both are in our hands)."""
    with tempfile.TemporaryDirectory() as folder:
        shown = {}
        for key, node in nodes.items():
            file = Path(folder) / f"{key}.json"
            shown[key] = (file, node.json("pair", "show", "--out", str(file)))
        with ThreadPoolExecutor(2) as hands:
            list(hands.map(lambda key: _take_others(nodes[key], key, shown), nodes))


def _take_others(node: Node, own: str, shown: dict[str, tuple[Path, dict[str, str]]]) -> None:
    for key, (file, told) in shown.items():
        if key != own:
            node.sajha("pair", "add", str(file))
            node.sajha("pair", "confirm", told["node"], "--fingerprint", told["fingerprint"])


def load_records(nodes: dict[str, Node], say: Say) -> None:
    """The investigator in Telangana and the shelter bring in invented people from a file, as they would from their own."""
    for key, person in (("telangana", "asha"), ("shelter", "deepa")):
        told = nodes[key].json("import", "htcds", str(PEOPLE), "--as", person, "--yes")
        say(f"{nodes[key].organisation}: {told}")


def stage_cases(nodes: dict[str, Node]) -> dict[str, list[str]]:
    """The cases of "seen elsewhere?" at each member; gives their numbers."""
    return {key: nodes[key].json_of("demo", "stage", key)["cases"] for key in ("telangana", "tamilnadu", "shelter")}
