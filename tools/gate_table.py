"""The whole decision as tables that a lawyer and a survivors' group can read: every question asked of the real rules, and lines
that answer alike put together. ``python -m tools.gate_table`` writes them to tests/gate/golden/."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.accounts.rules import PERMISSIONS, may, may_read_vaults
from sajha.accounts.values import Role, Vault, home_vault
from sajha.basics.actor import Actor
from sajha.cases.values import Sensitivity, field_class
from sajha.consent.grounds import grounds
from sajha.consent.rules import standing
from sajha.consent.values import (
    EVERYONE,
    GRANTABLE,
    Age,
    Basis,
    Event,
    EventKind,
    Giver,
    Held,
    Opinion,
    Purpose,
    Scope,
    Vote,
)
from sajha.consent.values import Audience as Named
from sajha.consent.values import Question as Asked
from sajha.directory.values import ORGANISATION_KINDS
from sajha.disclosure.rules import (
    BY_BASIS,
    BY_CONSENT,
    BY_FIR,
    GROUPS,
    IDENTITY_TO,
    NEEDED,
    PURPOSE_OF,
    Word,
    marks_for,
    may_name_in_court,
    may_release,
    may_use_in_court,
    release,
    word,
)
from sajha.disclosure.rules.gate import STRICTER
from sajha.disclosure.values import (
    PASSED_ON,
    Audience,
    Group,
    Handling,
    Marks,
    Onward,
    Question,
    RecordField,
)
from sajha.liaison.rules import may_in, may_move
from sajha.liaison.values import OFFERED, TRANSITIONS, Kind, MoveKind, Side, State
from sajha.terms.reasons import reason_text

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "gate" / "golden"
AT, DAY = datetime(2026, 3, 2, 12, tzinfo=UTC), timedelta(days=1)
NODE, SUBJECT = "node_x", "p1"

Cells = tuple[frozenset[str], ...]
Rows = dict[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """``heading`` and ``said`` for readers; ``columns`` are what was asked, then what was answered."""

    name: str
    heading: str
    said: str
    columns: tuple[str, ...]
    lines: list[tuple[str, ...]]

    def text(self) -> str:
        """The table as CSV."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.columns, *self.lines])
        return out.getvalue()


@cache
def table(name: str) -> Table:
    """One of them."""
    return BUILDERS[name]()


def tables() -> list[Table]:
    """All of them, in the order in which they are read."""
    return [table(name) for name in BUILDERS]


# ---- putting lines together


def together(rows: Rows, domains: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """As few lines as it takes: each stands for all questions that its columns name, and all of these have its answer.

    Two lines with the same answer may speak of the same question; two with different answers never do.
    """
    found: list[tuple[Cells, tuple[str, ...]]] = []
    covered: set[tuple[str, ...]] = set()
    for key in product(*domains):
        if key not in covered:
            cells = _widened(key, rows, domains)
            covered.update(product(*cells))
            found.append((cells, rows[key]))
    found.sort(key=lambda pair: [_first(cell, domain) for cell, domain in zip(pair[0], domains, strict=True)])
    return [(*map(_cell, cells, domains), *answer) for cells, answer in found]


def _widened(key: tuple[str, ...], rows: Rows, domains: Sequence[Sequence[str]]) -> Cells:
    """The widest block around a question in which every question has its answer, widened from the last column on."""
    cells = [frozenset({one}) for one in key]
    for column in reversed(range(len(domains))):
        for value in domains[column]:
            beside = [*cells[:column], frozenset({value}), *cells[column + 1 :]]
            if all(rows[other] == rows[key] for other in product(*beside)):
                cells[column] |= {value}
    return tuple(cells)


def _first(cell: frozenset[str], domain: Sequence[str]) -> tuple[int, int]:
    return min(domain.index(one) for one in cell), -len(cell)


def _cell(cell: frozenset[str], domain: Sequence[str]) -> str:
    """The values in their order; what is said of all is ``any``, what is said of nearly all is said by its exceptions."""
    missing = [one for one in domain if one not in cell]
    if not missing:
        return "any"
    if 2 * len(missing) < len(domain) and len(domain) > 2:
        return "all but " + "; ".join(missing)
    return "; ".join(one for one in domain if one in cell)


def _table(
    name: str, heading: str, said: str, domains: Mapping[str, Sequence[str]], answers: Sequence[str], ask: Callable[..., tuple[str, ...]]
) -> Table:  # fmt: skip
    """Ask every question that the columns make, and put the answers together."""
    rows = {key: ask(*key) for key in product(*domains.values())}
    return Table(name, heading, said, (*domains, *answers), together(rows, list(domains.values())))


def _why(because: str) -> tuple[str, str]:
    return because, reason_text(because) if "." in because else ""


# ---- who may do it at all


def _roles() -> Table:
    """One line for each set of roles, with all that they may do."""
    acts: dict[str, list[str]] = {}
    for act in sorted(PERMISSIONS):
        holders = [str(role) for role in Role if may(Actor("x", "person", "x", frozenset({role})), act).allowed]
        acts.setdefault("; ".join(holders) if len(holders) < len(Role) else "any", []).append(act)
    lines = [(holders, "; ".join(named)) for holders, named in acts.items()]
    said = "Nobody sends, opens or decides anything whose role does not name it; nothing below is asked before this."
    return Table("roles", "Who may do what", said, ("role", "may"), lines)


def _readers() -> Table:
    columns = {"role": list(map(str, Role)), "vault": list(map(str, Vault))}

    def ask(role: str, vault: str) -> tuple[str, ...]:
        answer = may_read_vaults(frozenset({role}), frozenset({vault}))
        return (
            "when the administrator says so" if answer.allowed else "never",
            *_why("" if answer.allowed else answer.because),
        )

    said = "Records of one person lie apart in three vaults inside a node. A worker reads the vault of the own organisation until the administrator says otherwise."
    return _table("readers", "Who may read which vault", said, columns, ("may be given it", "reason", "in words"), ask)


# ---- the fields of our own record

PLAIN, NAMING, NOT_NEEDED = "coded, needed", "identity, needed", "not needed for it"
NO_RULE, NEVER = "in no table", "S4: place of the shelter, notes"
FIELDS = (PLAIN, NAMING, NOT_NEEDED, NO_RULE, NEVER)


@cache
def fields_for(kind: Kind) -> dict[str, tuple[RecordField, ...]]:
    """One field of each group and class that the gate knows, by what it is for this kind of request."""
    found: dict[str, tuple[RecordField, ...]] = {
        NO_RULE: (_field("party.aadhaar", Sensitivity.S1),),
        NEVER: (_field("case.notes", Sensitivity.S4), _field("party.first_name", Sensitivity.S4)),
    }
    for name, group in GROUPS.items():
        known = field_class(name)
        sensitivity = known.sensitivity if known else Sensitivity.S4
        what = NOT_NEEDED if group not in NEEDED[kind] else NAMING if sensitivity == Sensitivity.S3 else PLAIN
        if not any((GROUPS[known.name], known.sensitivity) == (group, sensitivity) for known in found.get(what, ())):
            found[what] = (*found.get(what, ()), _field(name, sensitivity))
    return found


def _field(name: str, sensitivity: Sensitivity) -> RecordField:
    return RecordField(SUBJECT, name, sensitivity, "x")


def _vaults() -> Table:
    """Of each kind of request: for which purpose of consent, and to whom an identity may go, by asking with everything allowed."""
    lines = []
    for kind in OFFERED:
        open_to = [to for to in ORGANISATION_KINDS if "goes" in {one for one, _ in _all_allowed(kind, to)}]
        coded = [group for group in Group if any(f in fields_for(kind).get(PLAIN, ()) for f in _of(group))]
        named = [group for group in Group if any(f in fields_for(kind).get(NAMING, ()) for f in _of(group))]
        lines.append((str(kind), str(PURPOSE_OF[kind]), "; ".join(coded), "; ".join(named), _by_vault(open_to)))
    columns = (
        "kind of request",
        "purpose of consent",
        "needs in codes",
        "needs of an identity",
        "vaults that may have the identity",
    )
    said = (
        "Police, care and legal records lie apart; behind each vault stand the kinds of organisation that work in it. Whoever is not "
        "named gets no identity for this kind of request, whatever else holds."
    )
    return Table("vaults", "What each kind of request needs, and which vaults may have an identity for it", said, columns, lines)  # fmt: skip


def _by_vault(kinds: list[str]) -> str:
    """Kinds of organisation behind the vault in which each works."""
    found = [(vault, [kind for kind in kinds if home_vault(kind) == vault]) for vault in Vault]
    return "; ".join(f"{vault}: {', '.join(named)}" for vault, named in found if named) or "nobody"


def _of(group: Group) -> list[RecordField]:
    names = [name for name, of in GROUPS.items() if of == group]
    return [_field(name, known.sensitivity) for name in names if (known := field_class(name))]


def _all_allowed(kind: Kind, to: str) -> set[tuple[str, str]]:
    """The answers for identities when they are ticked and a basis stands."""
    fields = fields_for(kind).get(NAMING, ())
    question = _question(kind, to, fields, ticked=True, ground=BY_BASIS, reason="Order 7")
    asked = replace(question, based=frozenset({(SUBJECT, Sensitivity.S3)}))
    return {(str(one.outcome), one.because) for one in release(asked)}


def _question(
    kind: Kind, to: str, fields: tuple[RecordField, ...], *, ticked: bool, ground: str, reason: str
) -> Question:
    chosen = frozenset(field.name for field in fields) if ticked else frozenset()
    return Question(kind, Audience(NODE if to else "", to), fields, chosen, ground, reason)


WORDS = (
    "was never asked",
    "agreed to this",
    "agreed to another purpose",
    "agreed to another kind of organisation",
    "agreed to coded data alone",
    "agreed, and its day has come",
    "said no",
    "agreed, then took it back",
)
BASES = ("none", "stands", "only one decided", "has ended")
ASKED, OF_CASE = "victim, missing or witness", "nobody: it belongs to the case"
WAYS = (
    "not ticked",
    "ticked, no ground",
    "ticked, ground without a reason",
    "ticked, by consent",
    "ticked, by legal basis",
    "ticked, by FIR",
)
MAY_HAVE, MAY_NOT, NOBODY = "may have an identity", "may not", "nobody named"


def _own() -> Table:
    columns = {
        "field": FIELDS,
        "asked of": (MAY_HAVE, MAY_NOT, NOBODY),
        "how": WAYS,
        "the person": WORDS,
        "by": ("the person", "the committee"),
        "age": list(map(str, Age)),
        "legal basis": BASES,
        "who": (ASKED, "accused", OF_CASE),
    }
    rows: Rows = {}
    for question in product(*list(columns.values())[1:]):
        for field, answer in _asked_of_all_kinds(*question).items():
            rows[field, *question] = answer
    said = (
        "Asked of each kind of request for which there is such a field and such an organisation; where kinds answered differently "
        "it would say so. No handling code lets more out."
    )
    names = (*columns, "outcome", "reason", "in words")
    return Table("own", "What leaves of our own record", said, names, together(rows, list(columns.values())))


def _whole() -> Table:
    columns = {"asked of": ("an organisation", NOBODY), "an identity is": (*WAYS, "ticked, on another ground")}

    def ask(to: str, how: str) -> tuple[str, ...]:
        kind, ground = Kind.TRACE_PERSON, "hunch" if how == "ticked, on another ground" else _GROUND.get(how, "")
        if how == "ticked, ground without a reason":
            ground = BY_BASIS
        fields = fields_for(kind)[NAMING]
        reason = "" if ground == BY_BASIS and how not in _GROUND else "FIR 12/2026"
        whom = "" if to == NOBODY else "ahtu"
        answer = may_release(_question(kind, whom, fields, ticked=how != "not ticked", ground=ground, reason=reason))
        return ("may be sent" if answer.allowed else "stops", *_why("" if answer.allowed else answer.because))

    said = "Before its fields: a request that names nobody, or an identity without a ground and a reason, is not sent at all."
    return _table("whole", "When a request may be sent at all", said, columns, ("outcome", "reason", "in words"), ask)


def _asked_of_all_kinds(
    to: str, how: str, said: str, by: str, age: str, base: str, who: str
) -> dict[str, tuple[str, ...]]:
    """The one answer for each sort of field, over all kinds of request."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for kind in OFFERED:
        whom = _whom(kind, to)
        if whom is None:
            continue
        words = _words(kind, whom, said, by, age, base)
        points = tuple(
            frozenset((SUBJECT, one) for one, said in words.items() if getattr(said, sort))
            for sort in ("agreed", "basis", "refused")
        )
        for what in fields_for(kind):
            found.setdefault(what, set()).update(_answers(kind, whom, what, how, points, who))
    return {what: _one(answers) for what, answers in found.items()}


def _one(answers: set[tuple[str, ...]]) -> tuple[str, ...]:
    return answers.pop() if len(answers) == 1 else ("it depends on the kind of request", "", "", "")


def _whom(kind: Kind, to: str) -> str | None:
    """An organisation of this sort for this kind of request: the first of the list, since :func:`_vaults` asked them all."""
    if to == NOBODY:
        return ""
    may_have = [one for one in ORGANISATION_KINDS if one in IDENTITY_TO[kind]]
    others = [one for one in ORGANISATION_KINDS if one not in IDENTITY_TO[kind]]
    return next(iter(may_have if to == MAY_HAVE else others), None)


@cache
def _words(kind: Kind, whom: str, said: str, by: str, age: str, base: str) -> dict[Sensitivity, Word]:
    """What consent and basis say of each class, computed by the rules from such a history."""
    held = Held(standing(_history(PURPOSE_OF[kind], whom, said, by), AT), age)
    bases = _bases(PURPOSE_OF[kind], whom, base)
    return {
        one: word(held, bases, Asked(PURPOSE_OF[kind], whom, NODE, one, age)) for one in map(Sensitivity, GRANTABLE)
    }


def _history(purpose: Purpose, whom: str, said: str, by: str) -> list[Event]:
    giver = Giver.PERSON if by == "the person" else Giver.COMMITTEE
    scope = Scope(frozenset({purpose}), frozenset({Named(whom or "ahtu")}), frozenset(map(Sensitivity, GRANTABLE)))
    given = Event("1", EventKind.GIVEN, giver, scope, AT - 9 * DAY, AT + 9 * DAY)
    other = Purpose.FAMILY
    everything = Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(map(Sensitivity, GRANTABLE)))
    taken = Event("2", EventKind.WITHDRAWN, giver, everything, AT - DAY)
    return {
        "was never asked": [],
        "agreed to this": [given],
        "agreed to another purpose": [replace(given, scope=replace(scope, purposes=frozenset({other})))],
        "agreed to another kind of organisation": [
            replace(given, scope=replace(scope, audiences=frozenset({Named("media")})))
        ],
        "agreed to coded data alone": [
            replace(given, scope=replace(scope, classes=frozenset({Sensitivity.S1, Sensitivity.S2})))
        ],
        "agreed, and its day has come": [replace(given, until=AT)],
        "said no": [replace(taken, kind=EventKind.REFUSED)],
        "agreed, then took it back": [given, taken],
    }[said]


def _bases(purpose: Purpose, whom: str, base: str) -> list[Basis]:
    """A basis whose ground reaches this far, in each state."""
    if base == "none":
        return []
    everything = frozenset(map(Sensitivity, GRANTABLE))
    ground = replace(
        grounds()["court_order"],
        purposes=frozenset({purpose}),
        kinds=frozenset({whom}),
        classes=everything,
        children_only=False,
    )
    votes = (Vote("one", Opinion.AGREE), Vote("two", Opinion.AGREE))[: 1 if base == "only one decided" else 2]
    ended = AT - DAY if base == "has ended" else None
    scope = Scope(frozenset({purpose}), frozenset({Named(whom)}), everything)
    return [Basis("1", ground, scope, "one", AT - 5 * DAY, AT + 5 * DAY, votes, ended)]


_GROUND = {"ticked, by consent": BY_CONSENT, "ticked, by legal basis": BY_BASIS, "ticked, by FIR": BY_FIR}


@cache
def _answers(
    kind: Kind, whom: str, what: str, how: str, points: tuple[frozenset[tuple[str, Sensitivity]], ...], who: str
) -> frozenset[tuple[str, ...]]:
    """What the gate says of these fields; ``points`` are agreed, based, refused."""
    ground = _GROUND.get(how, BY_BASIS if how == "ticked, ground without a reason" else "")
    reason = "FIR 12/2026" if how in _GROUND else ""
    agreed, based, refused = points
    fields = tuple(replace(one, subject="" if who == OF_CASE else SUBJECT) for one in fields_for(kind)[what])
    asked = replace(
        _question(kind, whom, fields, ticked=how != "not ticked", ground=ground, reason=reason),
        agreed=agreed,
        based=based,
        refused=refused,
        accused=frozenset({SUBJECT} if who == "accused" else ()),
    )
    return frozenset((str(one.outcome), *_why(one.because)) for one in release(asked))


# ---- what came from elsewhere

CODES = ("none", *map(str, Handling))
LEAVES = (
    "none",
    "in codes, for this person, organisation and kind",
    "with the identity, for this person, organisation and kind",
    "with the identity, for another person, organisation or kind",
)


def _passed_on() -> Table:
    columns = {
        "field": FIELDS,
        "asked of": (MAY_HAVE, MAY_NOT, NOBODY),
        "label": [f"TLP:{one}" for one in STRICTER],
        "code": CODES,
        "leave": LEAVES,
        "ticked": ("yes", "no"),
        "organisation": ("member", "removed by the source"),
        "time": ("running", "over"),
    }

    def ask(field: str, to: str, *rest: str) -> tuple[str, ...]:
        found: set[tuple[str, ...]] = set()
        for kind in OFFERED:
            whom, fields = _whom(kind, to), fields_for(kind).get(field, ())
            if whom is not None and fields:
                found |= set(_onward_answers(kind, whom, fields, *rest))
        return _one(found)

    said = (
        "A package that another organisation sent us, asked to go on to a third. Leave is of one person, one organisation and one kind of "
        "request: leave for anything else is no leave. What is passed on keeps all marks of its source."
    )
    return _table("passed_on", "What may be passed on", said, columns, ("outcome", "reason", "in words"), ask)


def _onward_answers(
    kind: Kind, whom: str, fields: tuple[RecordField, ...], label: str, code: str, leave: str, ticked: str, member: str, time: str
) -> Iterator[tuple[str, ...]]:  # fmt: skip
    whose = frozenset() if leave == "none" else frozenset({"p2" if "another" in leave else SUBJECT})
    onward = Onward(
        tlp=label.removeprefix("TLP:"),
        handling=frozenset() if code == "none" else frozenset({Handling(code)}),
        leave=whose | {""} if whose else whose,
        named=whose if "identity" in leave else frozenset(),
        barred=member != "member",
        expired=time == "over",
    )
    asked = replace(_question(kind, whom, fields, ticked=ticked == "yes", ground=PASSED_ON, reason=""), onward=onward)
    for one in release(asked):
        yield str(one.outcome), *_why(one.because)


# ---- what a package is marked with

SOURCES = ("our own record", *(f"TLP:{one}" for one in STRICTER))
_CONTENTS = {"coded data": {Sensitivity.S2}, "an identity": {Sensitivity.S2, Sensitivity.S3}}


def _labels() -> Table:
    columns = {"in it": tuple(_CONTENTS), "wished": [f"TLP:{one}" for one in STRICTER], "from": SOURCES}

    def ask(holds: str, wished: str, source: str) -> tuple[str, ...]:
        came = None if source == SOURCES[0] else Marks(source.removeprefix("TLP:"))
        marks = marks_for(
            Marks(wished.removeprefix("TLP:")), sensitivities=_CONTENTS[holds], ground=BY_BASIS, ends=None, source=came
        )
        return (f"TLP:{marks.tlp}",)

    said = "Never laxer than what is in it needs, than was wished, or than its source marked it. A sender is not offered less than TLP:AMBER."
    return _table("labels", "Which label a package gets", said, columns, ("label",), ask)


def _codes() -> Table:
    yes_no = ("yes", "no")
    columns = {
        "code": CODES[1:],
        "wished": yes_no,
        "its source marked it so": yes_no,
        "an identity is in it": yes_no,
        "ground": ("none", BY_CONSENT, BY_BASIS, BY_FIR),
    }

    def ask(code: str, wished: str, source: str, identity: str, ground: str) -> tuple[str, ...]:
        marks = marks_for(
            _coded(code if wished == "yes" else "none"),
            sensitivities=_CONTENTS["an identity" if identity == "yes" else "coded data"],
            ground="" if ground == "none" else ground,
            ends=None,
            source=_coded(code) if source == "yes" else None,
        )
        return ("has it" if code in marks.handling else "does not",)

    said = "Every code that was wished or came from the source, and H2 for an identity that leaves by consent. The earliest end counts."
    return _table("codes", "Which handling codes a package gets", said, columns, ("the package",), ask)


def _coded(code: str) -> Marks:
    return Marks("AMBER", () if code == "none" else (Handling(code),), "Ask first" if code == "H3" else "")


# ---- a pack for the court


def _court() -> Table:
    columns = {
        "package": ("ours", "of others"),
        "label": [f"TLP:{one}" for one in STRICTER],
        "code": CODES,
    }

    def ask(whose: str, label: str, code: str) -> tuple[str, ...]:
        marks = _labelled(_coded(code), label.removeprefix("TLP:"))
        answer = may_use_in_court(marks, ours=whose == "ours")
        return (
            "in the pack" if answer.allowed else "held, no content",
            *_why("" if answer.allowed else answer.because),
        )

    said = "What is over, and what was called back and destroyed, is never in it. What we pass on of others is theirs."
    return _table(
        "court", "What may stand in a pack for the court", said, columns, ("outcome", "reason", "in words"), ask
    )


def _labelled(marks: Marks, tlp: str) -> Marks:
    """The same with another label."""
    return Marks(tlp, marks.handling, marks.conditions)


def _court_names() -> Table:
    columns = {"ground": (BY_CONSENT, BY_BASIS, BY_FIR, PASSED_ON), "kind of request": list(map(str, OFFERED))}

    def ask(ground: str, kind: str) -> tuple[str, ...]:
        answer = may_name_in_court(Kind(kind), ground)
        return ("shown" if answer.allowed else "hidden", *_why("" if answer.allowed else answer.because))

    said = "An identity, opened for a reason that is on record. Without one, no identity stands in a pack."
    return _table("court_names", "Which identities may be named in a pack", said, columns, ("outcome", "reason", "in words"), ask)  # fmt: skip


# ---- the moves of a request


def _moves() -> Table:
    columns = {"side": list(map(str, Side)), "move": list(map(str, MoveKind)), "state": list(map(str, State))}

    def ask(side: str, move: str, state: str) -> tuple[str, ...]:
        to = TRANSITIONS.get((State(state), side, move))
        allowed = may_move(State(state), Side(side), move).allowed
        return (("the same state" if to == state else str(to)) if to is not None and allowed else "not allowed",)

    said = "What each side of a request may do, and the state to which it leads. What comes too late changes nothing."
    return _table("moves", "Which moves a request allows", said, columns, ("leads to",), ask)


def _people() -> Table:
    columns = {"kind of request": list(map(str, Kind)), "move": list(map(str, MoveKind))}

    def ask(kind: str, move: str) -> tuple[str, ...]:
        return ("by people" if may_in(Kind(kind), move).allowed else "by the node, with what belongs to it",)

    said = "In a recall, and where leave to pass on is asked, a signed answer comes with the move: people cannot make it by hand."
    return _table("people", "Who makes a move", said, columns, ("is made",), ask)


BUILDERS: dict[str, Callable[[], Table]] = {
    "roles": _roles,
    "readers": _readers,
    "vaults": _vaults,
    "whole": _whole,
    "own": _own,
    "passed_on": _passed_on,
    "labels": _labels,
    "codes": _codes,
    "court": _court,
    "court_names": _court_names,
    "moves": _moves,
    "people": _people,
}


def main() -> None:
    """Write the files anew."""
    FOLDER.mkdir(exist_ok=True)
    for one in tables():
        (FOLDER / f"{one.name}.csv").write_text(one.text(), "utf-8")


if __name__ == "__main__":
    main()
