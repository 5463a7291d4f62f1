"""Addresses of this area."""

from django.urls import path

from sajha.web.home import views

urlpatterns = [path("", views.home, name="home")]
