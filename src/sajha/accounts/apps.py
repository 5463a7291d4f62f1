from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sajha.accounts"
    label = "accounts"
