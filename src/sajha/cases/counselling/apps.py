"""A part of ``cases`` with tables of its own: what was said in counselling, for its author and whom the author names."""

from django.apps import AppConfig


class Counselling(AppConfig):
    name = "sajha.cases.counselling"
    label = "counselling"
