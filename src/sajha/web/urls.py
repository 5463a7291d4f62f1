"""All pages, one folder per area."""

from django.urls import include, path

AREAS = [
    "account",
    "home",
    "cases",
    "counselling",
    "emergency",
    "vaults",
    "consent",
    "survivor",
    "requests",
    "matching",
    "oversight",
    "retention",
    "directory",
    "imports",
    "people",
    "network",
    "audit",
]
urlpatterns = [path("", include(f"sajha.web.{area}.urls")) for area in AREAS]
