from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "releve.ui"
    label = "ui"
    verbose_name = "Présentation"
