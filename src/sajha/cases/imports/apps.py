"""A part of ``cases`` with a table of its own: imports that wait for their turn."""

from django.apps import AppConfig


class Imports(AppConfig):
    name = "sajha.cases.imports"
    label = "imports"
