"""Persons: composite keys of spoken names, age, sex and place, and what an agreement says. Plain Python, no database."""
