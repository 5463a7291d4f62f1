"""How common a question may be, with what was asked before."""

from hypothesis import given
from hypothesis import strategies as st

from sajha.matching.rules import reach_among, reach_of, tau
from sajha.matching.values import Reach

PARTNERS = st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=12, unique=True)


@given(st.lists(PARTNERS, min_size=1, max_size=12))
def test_one_after_the_other_is_no_wider_than_at_once(searches):
    before = []
    for chosen in searches:
        before.append((reach_among(chosen, before), chosen))
    for reach in (Reach.ONE, Reach.FEW):
        asked = {one for bound, chosen in before if tau(bound) >= tau(reach) for one in chosen}
        assert not asked or tau(reach_of(len(asked))) >= tau(reach)


@given(PARTNERS)
def test_whoever_asked_all_may_ask_one_about_what_is_less_rare(chosen):
    assert reach_among(chosen[:1], [(reach_of(12), "abcdefghijkl")]) is Reach.ONE
    assert reach_among(chosen, []) is reach_of(len(chosen))
