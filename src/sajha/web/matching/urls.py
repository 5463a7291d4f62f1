"""Addresses of this area."""

from django.urls import path

from sajha.web.matching import hits, search, sightings

urlpatterns = [
    path("cases/<str:case>/elsewhere/", search.new, name="match_new"),
    path("elsewhere/searches/<str:search>/", search.show, name="match_search"),
    path("elsewhere/searches/<str:search>/end/", search.end, name="match_end"),
    path("elsewhere/hits/", hits.waiting, name="match_hits"),
    path("elsewhere/hits/<str:hit>/", hits.show, name="match_hit"),
    path("elsewhere/hits/<str:hit>/ask/", hits.ask, name="match_ask"),
    path("sightings/", sightings.listed, name="sightings"),
    path("sightings/<str:sighting>/", sightings.show, name="sighting"),
    path("sightings/<str:sighting>/judge/", sightings.judge, name="sighting_judge"),
    path("sightings/<str:sighting>/write/", sightings.write, name="sighting_write"),
]
