"""Addresses of consent: under the person of a case whose it is, and the texts that are read out."""

from django.urls import path

from sajha.web.consent import bases, holders, views

_PERSON = "cases/<str:case_id>/people/<str:party_id>/consent/"

urlpatterns = [
    path(_PERSON, views.consent, name="consent"),
    path(f"{_PERSON}ground/", bases.name, name="basis_new"),
    path(f"{_PERSON}ground/<str:basis_id>/", bases.basis, name="basis"),
    path(f"{_PERSON}ground/<str:basis_id>/decide/", bases.vote, name="basis_vote"),
    path(f"{_PERSON}ground/<str:basis_id>/end/", bases.end, name="basis_end"),
    path(f"{_PERSON}entry/<str:event_id>/words/", views.words, name="consent_words"),
    path(f"{_PERSON}entry/<str:event_id>/correct/", views.correct, name="consent_correct"),
    path(f"{_PERSON}<slug:verb>/", views.say, name="consent_say"),
    path("cases/<str:case_id>/people/<str:party_id>/holders/", holders.holders, name="holders"),
    path("cases/<str:case_id>/people/<str:party_id>/holders/<str:edge>/", holders.call_back, name="call_back"),
    path("grounds/", bases.waiting, name="bases"),
    path("notice/<slug:language>/", views.read_aloud, name="notice"),
    path("notice/<slug:version>/<slug:language>.pdf", views.printed, name="notice_printed"),
]
