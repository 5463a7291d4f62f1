"""Everything that changes a case."""

from sajha.cases.actions.numbers import take_numbers

__all__ = ["take_numbers"]
