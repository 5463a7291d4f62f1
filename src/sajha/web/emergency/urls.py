"""Addresses of this area. What an emergency opens is reached through the emergency alone."""

from django.urls import path

from sajha.web.emergency import deciding, looking, views

urlpatterns = [
    path("emergency/", views.index, name="emergencies"),
    path("emergency/ask/", views.ask, name="emergency_ask"),
    path("emergency/<str:emergency>/", views.show, name="emergency"),
    path("emergency/<str:emergency>/confirm/", deciding.confirm, name="emergency_confirm"),
    path("emergency/<str:emergency>/decline/", deciding.decline, name="emergency_decline"),
    path("emergency/<str:emergency>/end/", deciding.end, name="emergency_end"),
    path("emergency/<str:emergency>/review/", deciding.review, name="emergency_review"),
    path("emergency/<str:emergency>/case/", looking.case, name="emergency_case"),
    path("emergency/<str:emergency>/case/notes/", looking.notes, name="emergency_notes"),
    path("emergency/<str:emergency>/case/people/<str:party>/", looking.reveal, name="emergency_reveal"),
]
