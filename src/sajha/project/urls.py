"""Pages for people, and the one door for other nodes."""

from django.urls import include, path

urlpatterns = [
    path("exchange/", include("sajha.exchange.urls")),
    path("", include("sajha.web.urls")),
]
