"""How names are heard and how common they are, for the keys of persons: from the room of names, with the versions of its data."""

from sajha.names import Part, parts_of
from sajha.names.frequencies import VERSION as FREQUENCIES
from sajha.names.frequencies import share_of, share_of_place
from sajha.names.gazetteer import place_key
from sajha.names.spoken import VERSION as FORMS

VERSION = f"{FORMS}-{FREQUENCIES}"
"""Part of every key: keys built with other rules or other frequencies agree with none of these."""

__all__ = ["VERSION", "Part", "parts_of", "place_key", "share_of", "share_of_place"]
