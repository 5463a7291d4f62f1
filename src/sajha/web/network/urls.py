"""Addresses of this area."""

from django.urls import path

from sajha.web.network import views

urlpatterns = [
    path("network/", views.members, name="network"),
    path("network/description/", views.description, name="network_description"),
    path("network/add/", views.add, name="network_add"),
    path("network/deliveries/", views.deliveries, name="network_deliveries"),
    path("network/<str:node_id>/", views.member, name="network_member"),
    path("network/<str:node_id>/confirm/", views.confirm, name="network_confirm"),
    path("network/<str:node_id>/suspend/", views.suspend, name="network_suspend"),
    path("network/<str:node_id>/resume/", views.resume, name="network_resume"),
    path("network/<str:node_id>/revoke/", views.revoke, name="network_revoke"),
]
