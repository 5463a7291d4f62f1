"""Addresses of this area."""

from django.urls import path

from sajha.web.counselling import readers, views

urlpatterns = [
    path("counselling/", views.index, name="counselling"),
    path("counselling/new/<str:case>/", views.new, name="counselling_new"),
    path("counselling/<str:note>/", views.show, name="counselling_note"),
    path("counselling/<str:note>/change/", views.change, name="counselling_change"),
    path("counselling/<str:note>/readers/", readers.readers, name="counselling_readers"),
    path("counselling/<str:note>/readers/<str:user>/end/", readers.end, name="counselling_reader_end"),
]
