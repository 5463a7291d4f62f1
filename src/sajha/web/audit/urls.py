"""Addresses of this area."""

from django.urls import path

from sajha.web.audit import countersigned, views

urlpatterns = [
    path("audit/", views.entries, name="audit"),
    path("audit/check/", views.check, name="audit_check"),
    path("audit/members/", countersigned.members, name="audit_members"),
    path("audit/members/<str:node_id>/accept/", countersigned.accept, name="audit_accept"),
]
