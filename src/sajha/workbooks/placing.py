"""Which place of the registers a text means: a country, in India a state or a district. Never a guess between two."""

from functools import lru_cache

from django.utils.translation import override

from sajha.terms.coded import Coded
from sajha.terms.places import Place, districts, old_names, place_name, place_named
from sajha.workbooks.cells import NotThat, as_codes, key


@lru_cache(maxsize=5_000)
def place_of(country: str, state: str = "", district: str = "") -> Place | None:
    """The smallest place that the three texts agree on; a state or district of India counts also where no country is given."""
    land = country_of(country)
    if country and land is None:
        return None
    if land and land.country != "IN":
        return land
    province = _in_india(state, district=False)
    if state and province is None:
        return land
    found = _district(province, district)
    return found or province or land


@lru_cache(maxsize=2_000)
def country_of(text: str) -> Place | None:
    """The country that a code or an English name means."""
    try:
        codes = as_codes(text, "country", many=False) if text else ()
    except NotThat:
        return None
    return Place(codes[0].code) if codes and isinstance(codes[0], Coded) else None


@lru_cache(maxsize=5_000)
def place_in_text(text: str) -> Place | None:
    """A place written in one line, smallest part first: "Nalgonda, Telangana", "Telangana, India", "Kathmandu, Nepal"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or len(parts) > 4:
        return None
    land = country_of(parts[-1])
    rest = parts[:-1] if land else parts
    if land and land.country != "IN":
        return land
    province = _in_india(rest[-1], district=False) if rest else None
    smaller = rest[:-1] if province else rest
    return _district(province, smaller[-1] if smaller else "") or province or land


def _in_india(name: str, *, district: bool) -> Place | None:
    if not name:
        return None
    with override("en"):
        found = place_named(name)
    return found if found and found.country == "IN" and found.state and bool(found.district) == district else None


def _district(state: Place | None, name: str) -> Place | None:
    """The district of this name in the state; without a state only when the name is borne once in India."""
    if not name or state is None:
        return _in_india(name, district=True)
    word = key(name)
    found = [
        place
        for place in districts(state.state)
        if word in {key(other) for other in (place_name(place), *old_names(place))}
    ]
    return found[0] if len(found) == 1 else None
