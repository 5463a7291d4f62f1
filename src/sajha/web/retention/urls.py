"""Addresses of this area."""

from django.urls import path

from sajha.web.retention import certificates, decisions, lists

_ONE = "keeping/<str:subject>/"

urlpatterns = [
    path("keeping/", lists.kept, name="retention"),
    path("keeping/classes/", lists.retention_classes, name="retention_classes"),
    path(_ONE, decisions.matter, name="retention_of"),
    path(f"{_ONE}ask/<slug:verb>/", decisions.ask, name="retention_ask"),
    path(f"{_ONE}holds/<str:hold>/<slug:verb>/", decisions.look_at_hold, name="retention_hold"),
    path(f"{_ONE}decide/<slug:verb>/", decisions.decide, name="retention_decide"),
    path(f"{_ONE}certificate/", certificates.certificate, name="retention_certificate"),
    path(f"{_ONE}certificate.json", certificates.as_json, name="retention_certificate_json"),
    path(f"{_ONE}certificate.pdf", certificates.as_pdf, name="retention_certificate_pdf"),
]
