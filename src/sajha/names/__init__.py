"""How names are heard: spoken forms, old and new names of places, how common a name is. Plain Python, no Django."""

from sajha.names.parts import Part, glued, own_and_parent, parts_of

__all__ = ["Part", "glued", "own_and_parent", "parts_of"]
