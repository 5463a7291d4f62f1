"""How names are heard: spoken forms, old and new names of places, how common a name is. Plain Python, no Django."""

from sajha.names.frequencies import VERSION, share_of, share_of_place, share_of_women, shares_of_ages
from sajha.names.gazetteer import place_key, state_of
from sajha.names.parts import Part, glued, own_and_parent, parts_of

__all__ = [
    "VERSION",
    "Part",
    "glued",
    "own_and_parent",
    "parts_of",
    "place_key",
    "share_of",
    "share_of_place",
    "share_of_women",
    "shares_of_ages",
    "state_of",
]
