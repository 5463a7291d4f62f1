"""Importing this makes Django usable without a node, in English, for pages that are written from tables."""

import os

import django
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
django.setup()
translation.activate("en")
