"""New keys: what was published under the old ones dies, and nobody is left without an answer meanwhile."""

import pytest

from sajha.audit.models import AuditEntry
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.cases.values import Role
from sajha.disclosure.actions import depart
from sajha.disclosure.models import Departure
from sajha.matching.actions.epochs import GRACE, LASTS, LONGEST, begin_anew
from sajha.matching.actions.publishing import SETS
from sajha.matching.blind.tables import Table
from sajha.matching.keys import folder, present
from sajha.matching.tasks import publish_due
from sajha.matching.values import SetName
from sajha.matching.wire import Evaluated, NotEvaluated, TablePart, Withdrawn, encode
from tests.areas.test_match_flow import PHONE, a_case
from tests.cast import ASHA, BALU, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import later

pytestmark = pytest.mark.django_db
VALUE = f"phone:{PHONE}".encode()


@pytest.fixture
def partner():
    for path in folder().glob("matching-*.key"):
        path.unlink()
    yield MatchingPartner()
    for path in folder().glob("matching-*.key"):
        path.unlink()


def taken(partner):
    """Every departure was taken by the partner: the next set may go."""
    Departure.objects.filter(status="").update(status="accepted", receipted_at=NOON)
    return [told for told in partner.gets(TablePart) if told.set == "known"]


def test_new_keys_need_a_head_and_a_reason(partner):
    with pytest.raises(Refused):
        begin_anew(reason="Laptop stolen", by=ASHA, at=NOON)
    with pytest.raises(Refused):
        begin_anew(reason=" ", by=BALU, at=NOON)
    assert present().number == 1


def test_the_old_set_is_answered_until_everybody_has_the_new_one(partner):
    a_case(role=Role.ACCUSED, phones="98765 43210")
    publish_due(NOON)
    (old,) = taken(partner)
    begin_anew(reason="Laptop stolen", by=BALU, at=NOON)
    publish_due(NOON)
    (new,) = taken(partner)
    assert new.epoch != old.epoch and not new.before, "the whole, for nothing of the old set is in the new one"
    for told in (old, new):
        pairs = partner.questions(VALUE, epoch=told.epoch)
        (answer,) = partner.gets(Evaluated)
        assert Table.from_bytes(told.content).contains(*partner.reads(pairs, answer))
    publish_due(NOON + GRACE * 2)
    partner.questions(VALUE, epoch=old.epoch)
    assert [one.because for one in partner.gets(NotEvaluated)] == ["match.epoch_over"]
    assert AuditEntry.objects.filter(action="epoch.ended").count() == 1


def test_a_partner_that_was_not_sent_its_new_set_keeps_the_old_one_alive(partner):
    a_case(role=Role.ACCUSED, phones="98765 43210")
    publish_due(NOON)
    (old,) = taken(partner)
    begin_anew(reason="Laptop stolen", by=BALU, at=NOON)

    depart(
        recipient=partner.id,
        thread=SETS,
        kind="match.withdrawn",
        body=encode(Withdrawn(SetName.SOUGHT)),
        by=SYSTEM,
        at=NOON,
    )
    publish_due(NOON + GRACE * 2)
    partner.questions(VALUE, epoch=old.epoch)
    assert len(partner.gets(Evaluated)) == 1
    publish_due(NOON + LONGEST + GRACE)
    partner.questions(VALUE, epoch=old.epoch)
    assert not partner.gets(Evaluated), "one that is away for long does not keep it alive for all"


def test_an_epoch_is_over_after_its_time(partner):
    publish_due(NOON)
    first = present()
    publish_due(later(days=LASTS.days - 1))
    assert present() == first
    publish_due(later(days=LASTS.days + 1))
    assert present().number == first.number + 1
