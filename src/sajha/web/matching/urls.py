"""Addresses of this area."""

from django.urls import path

from sajha.web.matching import comparing, hits, keys, partners, search, second, settings, sightings, watch

urlpatterns = [
    path("cases/<str:case>/elsewhere/", search.new, name="match_new"),
    path("elsewhere/", watch.watch, name="elsewhere"),
    path("elsewhere/settings/", settings.show, name="match_settings"),
    path("elsewhere/settings/change/", settings.change, name="match_settings_change"),
    path("elsewhere/keys/", keys.renew, name="match_renew"),
    path("elsewhere/protected/", settings.protected, name="match_protected"),
    path("elsewhere/protected/<str:protected>/", settings.release, name="match_unprotect"),
    path("elsewhere/waiting/", second.waiting, name="match_waiting"),
    path("elsewhere/waiting/<str:search>/", second.decide, name="match_decide"),
    path("elsewhere/partners/", partners.listed, name="match_partners"),
    path("elsewhere/partners/<str:node_id>/", partners.one, name="match_partner"),
    path("elsewhere/searches/<str:search>/", search.show, name="match_search"),
    path("elsewhere/searches/<str:search>/end/", search.end, name="match_end"),
    path("elsewhere/hits/", hits.waiting, name="match_hits"),
    path("elsewhere/hits/<str:hit>/", hits.show, name="match_hit"),
    path("elsewhere/hits/<str:hit>/ask/", hits.ask, name="match_ask"),
    path("sightings/", sightings.listed, name="sightings"),
    path("sightings/<str:sighting>/", sightings.show, name="sighting"),
    path("sightings/<str:sighting>/judge/", sightings.judge, name="sighting_judge"),
    path("sightings/<str:sighting>/write/", sightings.write, name="sighting_write"),
    path("requests/<str:thread>/compare/", comparing.compare, name="request-compare"),
]
