"""Direction, grounds, reach and size, for whatever may come: nothing unknown is asked, no withdrawal widens, no size tells a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.accounts.values import Vault
from sajha.cases.values import Role
from sajha.matching.rules import (
    BATCH,
    GROUNDS_FOR,
    KNOWN_BOUNDS,
    LARGEST,
    SIZES,
    SOUGHT_BOUNDS,
    TAU,
    WHO_LEARNS,
    asks_known,
    bounds,
    direction,
    is_known,
    may_evaluate,
    may_say_why,
    may_search_for,
    reach_of,
    rounded,
    size_for,
    tau,
)
from sajha.matching.values import KINDS, SOUGHT, Direction, Ground, Purpose, Reach, SetName, Settings

VAULTS = st.one_of(st.sampled_from(list(Vault)).map(str), st.text(max_size=12))
ROLES = st.one_of(st.sampled_from([*map(str, Role), ""]), st.text(max_size=12))
GROUNDS = st.one_of(st.sampled_from(list(Ground)).map(str), st.text(max_size=12))
SAID = st.fixed_dictionaries({"agreed": st.booleans(), "based": st.booleans(), "refused": st.booleans()})
PARTNERS = st.integers(0, 2_000)


@given(VAULTS, ROLES)
def test_whatever_stands_in_no_line_is_the_custodians(vault: str, role: str) -> None:
    expected = WHO_LEARNS.get((vault, role), Direction.CUSTODIAN_FIRST)
    assert direction(vault, role) is expected
    assert is_known(vault, role) == (expected is Direction.ASKER_LEARNS)


@given(VAULTS, ROLES)
def test_only_the_police_publishes_what_it_knows_and_nobody_whom_it_protects(vault: str, role: str) -> None:
    if is_known(vault, role):
        assert vault == Vault.POLICE and role in (Role.ACCUSED, "")


@given(ROLES)
def test_what_care_and_lawyers_hold_is_never_known(role: str) -> None:
    assert [vault for vault in Vault if is_known(vault, role)] in ([], [Vault.POLICE])


@given(VAULTS, ROLES)
def test_what_is_known_is_what_may_be_asked_about(vault: str, role: str) -> None:
    """Both ends agree on the roles: no node answers about what no node asks, and nobody who is protected is asked about."""
    assert asks_known(role) or not is_known(vault, role)
    assert asks_known(role) == any(is_known(one, role) for one in Vault)


@given(ROLES, GROUNDS, SAID)
def test_a_withdrawal_never_widens(role: str, ground: str, said: dict[str, bool]) -> None:
    """A consent that ends, a basis that ends, a no that is spoken: what was not allowed before is not allowed after."""
    if may_search_for(role, ground, **said).allowed:
        return
    for less in ({"agreed": False}, {"based": False}, {"refused": True}):
        assert not may_search_for(role, ground, **{**said, **less}).allowed


@given(ROLES, GROUNDS, SAID)
def test_who_said_no_is_searched_for_on_nothing_but_what_two_persons_decided(
    role: str, ground: str, said: dict[str, bool]
) -> None:
    if said["refused"] and not said["based"]:
        assert not may_search_for(role, ground, **said).allowed
    if not (said["agreed"] or said["based"]):
        assert role not in (Role.VICTIM, Role.WITNESS) or not may_search_for(role, ground, **said).allowed


@given(ROLES, GROUNDS, SAID)
def test_no_role_and_no_ground_outside_the_table_is_searched_for(role: str, ground: str, said: dict[str, bool]) -> None:
    if may_search_for(role, ground, **said).allowed:
        assert ground in GROUNDS_FOR[role]


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_without_a_purpose_a_ground_and_where_it_is_written_nothing_is_asked(
    purpose: str, ground: str, reason: str
) -> None:
    if may_say_why(purpose, ground, reason).allowed:
        assert purpose in set(Purpose) and ground in set(Ground) and reason.strip()


@given(PARTNERS, PARTNERS)
def test_the_more_are_asked_the_rarer_it_must_be(some: int, more: int) -> None:
    some, more = sorted((some, more))
    assert tau(reach_of(more)) <= tau(reach_of(some))
    assert bounds(reach_of(more), asked=True) <= bounds(reach_of(some), asked=True)


@given(PARTNERS)
def test_what_is_asked_at_any_reach_is_published_and_who_is_sought_has_one_bound(partners: int) -> None:
    reach = reach_of(partners)
    assert set(bounds(reach, asked=True)) <= set(KNOWN_BOUNDS)
    assert bounds(reach, asked=False) == SOUGHT_BOUNDS
    assert max(*KNOWN_BOUNDS, *SOUGHT_BOUNDS) == TAU[Reach.ONE]


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_a_size_holds_what_is_asked_and_is_one_of_few(some: int, more: int) -> None:
    some, more = sorted((some, more))
    assert some <= size_for(some) in SIZES
    assert size_for(some) <= size_for(more)
    assert not [size for size in SIZES if some <= size < size_for(some)]


@given(st.integers(LARGEST + 1))
def test_what_no_size_holds_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        size_for(count)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_rounded_number_is_never_too_small_and_hides_one_more(some: int, more: int) -> None:
    some, more = sorted((some, more))
    assert some <= rounded(some) <= rounded(more)
    assert rounded(some) == rounded(rounded(some))
    assert str(rounded(some)).rstrip("0") in ("1", "5") and rounded(some) <= max(10, 5 * some)


@given(st.sampled_from(SetName), st.integers(1, LARGEST), st.integers(0, 10_000), st.booleans(), st.booleans())
def test_a_custodians_batch_is_never_a_question_and_the_reverse(
    name: SetName, elements: int, today: int, published: bool, epoch_known: bool
) -> None:
    settings = Settings(publishes=frozenset({*KINDS, SOUGHT}))
    told = {"published": published, "epoch_known": epoch_known, "says_why": True, "today": today}
    if may_evaluate(set=name, elements=elements, settings=settings, **told).allowed:
        assert elements == BATCH if name is SetName.SOUGHT else elements in SIZES
        assert published and epoch_known and today + elements <= settings.partner_a_day
    assert BATCH not in SIZES
