from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "sajha.exchange"
    label = "exchange"
