"""Addresses of this area. Of allauth only what we use, each declared."""

from allauth.account import views as allauth
from django.urls import path

from sajha.web.account import views
from sajha.web.policy import public

urlpatterns = [
    path("language/", views.language, name="language"),
    path("account/", views.account, name="account"),
    path("sign-in/", public("GET", "POST")(allauth.login), name="account_login"),
    path("sign-out/", public("POST")(allauth.logout), name="account_logout"),
]
