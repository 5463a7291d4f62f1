from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "sajha.network"
    label = "network"
