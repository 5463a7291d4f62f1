"""The ``sajha`` command. Each file of this folder brings its commands; ``main`` only gathers them and speaks of errors."""

import os
import sys
from importlib import import_module

import click

# file of this folder -> it has a function add_to(group)
AREAS: list[str] = []


def main() -> None:
    """Run a command. Exit codes: 0 done, 1 refused or not whole, 2 used wrongly or not configured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
    import django

    django.setup()
    group = click.Group("sajha", help="Sajha: organisations ask each other, and get an answer.")
    for area in AREAS:
        import_module(f"sajha.cli.{area}").add_to(group)
    sys.exit(group())
