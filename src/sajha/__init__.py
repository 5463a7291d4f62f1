"""Sajha (held in common): organisations that counter human trafficking ask each other, and get an answer."""

__version__ = "0.1.0"
