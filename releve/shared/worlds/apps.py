from django.apps import AppConfig


class WorldsConfig(AppConfig):
    name = "releve.shared.worlds"
    label = "worlds"
