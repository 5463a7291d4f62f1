"""Addresses of this area."""

from django.urls import path

from sajha.web.audit import views

urlpatterns = [
    path("audit/", views.entries, name="audit"),
    path("audit/check/", views.check, name="audit_check"),
]
