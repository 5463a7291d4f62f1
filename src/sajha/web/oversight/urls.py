"""Addresses of this area."""

from django.urls import path

from sajha.web.oversight import views

urlpatterns = [
    path("overdue/", views.overdue, name="overdue"),
    path("overdue/<str:notice>/seen/", views.seen, name="overdue-seen"),
    path("overdue/<str:notice>/remind/", views.remind, name="overdue-remind"),
]
