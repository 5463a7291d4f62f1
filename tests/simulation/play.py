"""One seed: a hundred events by chance, then the network heals and everything must hold."""

from dataclasses import dataclass

from sajha.disclosure.models import Departure
from sajha.exchange.models import Delivery
from sajha.exchange.rules import may_speak
from sajha.network.queries import known
from tests.simulation.events import CALM, ROUGH, delivered, works
from tests.simulation.invariants import wrongs
from tests.simulation.nodes import CLOCK
from tests.simulation.world import Trouble, World, running

ROUNDS = 80


@dataclass(frozen=True)
class Played:
    """What became of a seed: what is wrong (nothing, if all holds), and the list of what happened."""

    seed: int
    wrong: list[str]
    log: list[str]
    copies: int


def play(world: World, seed: int) -> Played:
    """Play one seed from the first day to the last."""
    with running(world):
        world.begin(seed)
        chance = world.chance
        rough = seed % 3 > 0
        world.trouble = Trouble(*(chance.choice((0.0, 0.1, 0.3)) if rough else 0.0 for _ in range(4)))
        table = CALM | ROUGH if rough else CALM
        events, weights = list(table), list(table.values())
        for _ in range(chance.randint(15, 55)):
            CLOCK.moves(seconds=chance.choice((0, 1, 60)))
            chance.choices(events, weights)[0](world)
        quiet = heal(world)
        wrong = wrongs(world) + ([] if quiet else ["it does not come to rest: " + "; ".join(waiting(world))])
    return Played(seed, wrong, world.log, len(world.went))


def heal(world: World) -> bool:
    """Everything is up, nothing is lost, and the clockwork runs until there is nothing to do; false if it never ends."""
    world.trouble = Trouble()
    for node in world.nodes:
        node.up = True
    world.says("the network heals")
    for _ in range(ROUNDS):
        CLOCK.moves(minutes=61)
        if delivers(world):
            continue
        done = sum(works(world, node) for node in world.nodes)
        if not done and not waiting(world):
            return True
    return False


def delivers(world: World) -> int:
    """Deliver what waits, at the nodes where something does; gives how much was settled."""
    settled = 0
    for node in world.nodes:
        with node.here():
            if Departure.objects.filter(status="").exists() or Delivery.objects.filter(open=True).exists():
                settled += delivered(CLOCK.at)
    return settled


def waiting(world: World) -> list[str]:
    """Messages that wait although their recipient may be spoken to."""
    found = []
    for node in world.nodes:
        with node.here():
            for delivery in Delivery.objects.filter(open=True).select_related("departure").order_by("departure_id"):
                member = known(delivery.recipient)
                kind = delivery.departure.kind
                if (
                    member
                    and may_speak(member.status, kind).allowed
                    and _hears(world, delivery.recipient, node.id, kind)
                ):
                    to = world.by_id(delivery.recipient).number
                    found.append(f"{node.number} to {to}: {kind} {delivery.because}")
    return found


def _hears(world: World, recipient: str, sender: str, kind: str) -> bool:
    """Whether the other side takes messages of this kind from us."""
    with world.by_id(recipient).here():
        member = known(sender)
        return member is not None and may_speak(member.status, kind).allowed
