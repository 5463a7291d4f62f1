"""Addresses of this area."""

from django.urls import path

from sajha.web.vaults import crossing, received

urlpatterns = [
    path("vaults/", received.index, name="crossed"),
    path("vaults/cross/<str:case>/", crossing.cross, name="vault_cross"),
    path("vaults/received/<str:package>/", received.show, name="crossed_package"),
    path("vaults/received/<str:package>/identity/", received.reveal, name="crossed_reveal"),
]
