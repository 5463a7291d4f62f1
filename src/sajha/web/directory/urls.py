"""Addresses of this area."""

from django.urls import path

from sajha.web.directory import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/who/", views.who, name="directory_who"),
    path("directory/districts/", views.district_field, name="directory_districts"),
    path("directory/boxes/", views.district_boxes, name="directory_district_boxes"),
    path("directory/add/", views.add, name="organisation_add"),
    path("directory/<str:organisation>/", views.organisation, name="organisation"),
    path("directory/<str:organisation>/edit/", views.edit, name="organisation_edit"),
    path("directory/<str:organisation>/listing/", views.listing, name="organisation_listing"),
]
