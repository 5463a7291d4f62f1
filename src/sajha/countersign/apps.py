from django.apps import AppConfig


class CountersignConfig(AppConfig):
    name = "sajha.countersign"
    label = "countersign"
