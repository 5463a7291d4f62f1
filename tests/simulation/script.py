"""A story told at the five nodes, step by step, for tests that need several of them."""

from datetime import timedelta

from sajha.basics.decision import Refused
from sajha.consent import actions as consent
from sajha.consent.values import EVERYONE, Audience, Giver, Manner, Notice, Purpose, Said, Scope
from sajha.disclosure.actions import agree_to_keep, ask_leave, ask_to_keep, grant_leave, send_request
from sajha.disclosure.actions import restored as disclosure_restored
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.models import HeldPackage, Leave
from sajha.disclosure.queries import holders_of, preview
from sajha.disclosure.queries.ledger import Holder
from sajha.disclosure.queries.packages import view_of
from sajha.exchange import actions as exchange
from sajha.liaison.actions import change_draft, start_draft, start_onward
from sajha.liaison.values import Kind
from tests.cast import ASHA, BALU, GITA
from tests.simulation.events import CLASSES, NAME, PLACE, works
from tests.simulation.invariants import _flat, wrongs
from tests.simulation.nodes import CLOCK, Node, Saved
from tests.simulation.world import Person, World

ALL = frozenset(Purpose)
QUIET_ROUNDS = 3  # what fails is tried again after a pause


class Story:
    """What people do, in the words of a test; the network is good unless a node is switched off."""

    def __init__(self, world: World) -> None:
        self.world, self.nodes = world, world.nodes
        self.person: Person = world.people[0]

    @property
    def home(self) -> Node:
        return self.nodes[self.person.home]

    def agrees(self, *nodes: int, days: int = 300) -> None:
        """The survivor agrees to these organisations by name, for every purpose."""
        audiences = frozenset(Audience(self.nodes[one].kind, self.nodes[one].id) for one in nodes)
        self._says("give_consent", Scope(ALL, audiences, frozenset(CLASSES)), until=CLOCK.at + timedelta(days=days))

    def withdraws(self) -> None:
        self._says("withdraw_consent", Scope(ALL, frozenset({EVERYONE}), frozenset(CLASSES)))

    def excludes(self, node: int) -> None:
        """She takes back what concerns one organisation."""
        audience = Audience(self.nodes[node].kind, self.nodes[node].id)
        self._says("narrow_consent", Scope(ALL, frozenset({audience}), frozenset(CLASSES)))

    def _says(self, verb: str, scope: Scope, until=None) -> None:
        CLOCK.moves(seconds=1)
        said = Said(Giver.PERSON, scope, CLOCK.at, until, Manner.SIGNATURE, Notice("1", "te", "te"))
        with self.home.here():
            getattr(consent, verb)(
                case_id=self.person.case, party_id=self.person.party, said=said, by=ASHA, at=CLOCK.at
            )

    def sends(self, to: int, kind: Kind = Kind.REPATRIATION, *, named: bool = True) -> str:
        """A request about her, with her name by her consent; gives the package."""
        with self.home.here():
            draft = start_draft(
                case=self.person.case, kind=kind, urgency="routine", place=PLACE, by=ASHA, at=CLOCK.at
            ).id
            ground = "consent_recorded" if named else ""
            return self._leaves(draft, to, (self.person.party,), ground, f"Please help {self.person.token}")

    def passes_on(self, at: int, package: str, to: int, kind: Kind = Kind.REPATRIATION, *, named: bool = True) -> str:
        """A holder passes it on; gives the new package."""
        with self.nodes[at].here():
            row = HeldPackage.objects.get(pk=package)
            draft = start_onward(
                package=package, thread=row.thread, kind=kind, urgency="routine", place=PLACE, by=ASHA, at=CLOCK.at
            ).id
            return self._leaves(draft, to, ("p1",), "", "Can you help?", fields=(NAME,) if named else ())

    def _leaves(
        self, draft: str, to: int, parties: tuple[str, ...], ground: str, words: str, fields: tuple[str, ...] = ()
    ) -> str:
        change_draft(
            thread=draft, urgency="routine", place=PLACE, recipient=self.nodes[to].id, question=words, parties=parties,
            fields=(NAME,) if ground else fields, ground=ground, ground_reason="She said so" if ground else "",
            by=ASHA, at=CLOCK.at,
        )  # fmt: skip
        send_request(thread=draft, shown=mark_of(preview(ASHA, draft)), by=ASHA, at=CLOCK.at)
        return HeldPackage.objects.get(thread=draft).id

    def gives_leave(self, package: str, holder: int, to: int, kind: Kind = Kind.REPATRIATION, days: int = 60) -> str:
        """The holder asks where it came from and gets leave (or the reason why not, as an id)."""
        with self.nodes[holder].here():
            thread = ask_leave(
                package=package, subjects=("p1",), to=self.nodes[to].id, purpose=kind, identity=True, urgency="routine",
                words="They can help her", by=ASHA, at=CLOCK.at,
            )  # fmt: skip
        self.runs()
        with self.home.here():
            try:
                until = CLOCK.at + timedelta(days=days)
                grant_leave(thread=Leave.objects.get(pk=thread).id, until=until, by=ASHA, at=CLOCK.at)
            except Refused as refused:
                return refused.decision.because
        self.runs()
        return ""

    def keeps(self, at: int, package: str) -> None:
        """Two persons of a holder name a ground on which her part is kept."""
        with self.nodes[at].here():
            keeping = ask_to_keep(
                package=package, subject="p1", ground="court_order", reference="Order 3", reason="Evidence",
                until=CLOCK.at + timedelta(days=100), by=ASHA, at=CLOCK.at,
            )  # fmt: skip
            agree_to_keep(keeping=keeping, by=BALU, at=CLOCK.at)

    def removes(self, at: int, member: int) -> None:
        with self.nodes[at].here():
            exchange.revoke(node_id=self.nodes[member].id, reason="Inquiry", by=GITA, at=CLOCK.at)

    def saves(self, at: int) -> Saved:
        CLOCK.moves(hours=2)
        saved = Saved(self.nodes[at])
        CLOCK.moves(hours=2)
        return saved

    def restores(self, at: int, saved: Saved) -> None:
        node, self.world.restores = self.nodes[at], self.world.restores + 1
        node.restore(saved, self.world.restores + 1)
        with node.here():
            exchange.ask_again(since=saved.at - timedelta(hours=1), by=GITA, at=CLOCK.at)
            disclosure_restored.ask_again(CLOCK.at)

    def runs(self, *, days: float = 0) -> None:
        """Time passes, and the clockwork of every node that is up runs until there is nothing to do."""
        CLOCK.moves(days=days)
        quiet = 0
        for _ in range(30):
            CLOCK.moves(minutes=61)
            done = sum(works(self.world, node) for node in self.nodes if node.up)
            quiet = 0 if done else quiet + 1
            if quiet == QUIET_ROUNDS:
                return

    def reads(self, at: int, package: str) -> bool:
        """Whether a node can read anything of her in a package."""
        with self.nodes[at].here():
            row = HeldPackage.objects.filter(pk=package).prefetch_related("parts").first()
            return row is not None and any(field.subject for field in view_of(row, at=CLOCK.at).package.fields)

    def holders(self) -> dict[str, str]:
        """Who has it, as the page of the survivor's case shows it: number of the node and state."""
        with self.home.here():
            tops = holders_of(ASHA, self.person.case, self.person.party)
        shown = [one for top in tops for one in _flat(top)]
        return {str(self.world.by_id(one.recipient).number): str(one.state) for one in shown if isinstance(one, Holder)}

    def wrong(self) -> list[str]:
        """The plain invariants of a network at rest, apart from those that need the list of what was sent."""
        return [line for line in wrongs(self.world) if "nobody sent" not in line and "still names" not in line]
