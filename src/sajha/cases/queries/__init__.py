"""Read cases, always for an Actor."""

from sajha.cases.queries.scope import case_for, sees_all, visible, visible_ids

__all__ = ["case_for", "sees_all", "visible", "visible_ids"]
