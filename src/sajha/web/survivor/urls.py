"""Addresses of a person's own record: under the person of a case for workers; without any id for the person."""

from django.urls import path

from sajha.web.survivor import mine, views

_PERSON = "cases/<str:case_id>/people/<str:party_id>/own/"

urlpatterns = [
    path(_PERSON, views.own, name="own"),
    path(f"{_PERSON}code/", views.code, name="own_code"),
    path(f"{_PERSON}code/end/", views.end, name="own_code_end"),
    path(f"{_PERSON}paper/", views.paper, name="own_paper"),
    path("wishes/", views.wishes, name="wishes"),
    path("wishes/<str:wish_id>/", views.talked, name="wish_talked"),
    path("mine/", mine.mine, name="mine"),
    path("blank/", mine.blank, name="blank"),
]
