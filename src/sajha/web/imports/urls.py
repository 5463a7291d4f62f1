"""Addresses of this area."""

from django.urls import path

from sajha.web.imports import views

urlpatterns = [
    path("imports/", views.index, name="imports"),
    path("imports/<str:job_id>/", views.job, name="import"),
    path("imports/<str:job_id>/confirm/", views.confirm, name="import_confirm"),
    path("imports/<str:job_id>/cancel/", views.cancel, name="import_cancel"),
]
