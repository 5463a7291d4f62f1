"""Addresses of this area."""

from django.urls import path

from sajha.web.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/add/", views.add, name="person_add"),
    path("people/<str:user_id>/", views.person, name="person"),
    path("people/<str:user_id>/roles/", views.roles, name="person_roles"),
    path("people/<str:user_id>/vaults/", views.vaults, name="person_vaults"),
    path("people/<str:user_id>/close/", views.close, name="person_close"),
    path("people/<str:user_id>/reopen/", views.reopen, name="person_reopen"),
    path("people/<str:user_id>/password/", views.password, name="person_password"),
    path("people/<str:user_id>/second-factor/", views.second_factor, name="person_second_factor"),
]
