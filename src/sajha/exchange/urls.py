"""The one door for other nodes."""

from django.urls import path

from sajha.exchange.door import door

urlpatterns = [path("v1/", door, name="door")]
