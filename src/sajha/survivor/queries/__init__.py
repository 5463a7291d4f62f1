"""Read one person's own record, and who may."""

from sajha.survivor.queries.doors import open_code, open_wishes, visit_of
from sajha.survivor.queries.scope import person_of
from sajha.survivor.queries.view import view_of

__all__ = ["open_code", "open_wishes", "person_of", "view_of", "visit_of"]
