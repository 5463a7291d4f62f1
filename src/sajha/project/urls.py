"""Pages for people, and the one door for other nodes."""

from django.urls import include, path

urlpatterns = [
    path("exchange/", include("sajha.exchange.urls")),
    path("", include("sajha.web.urls")),
]

handler400 = "sajha.web.errors.bad_request"
handler403 = "sajha.web.errors.forbidden"
handler404 = "sajha.web.errors.not_found"
handler500 = "sajha.web.errors.broken"
