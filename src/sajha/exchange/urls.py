"""The one door for other nodes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
