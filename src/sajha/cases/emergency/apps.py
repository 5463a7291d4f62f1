"""A part of ``cases`` with tables of its own: access in an emergency, by two persons, for hours."""

from django.apps import AppConfig


class Emergencies(AppConfig):
    name = "sajha.cases.emergency"
    label = "emergency"
