from django.apps import AppConfig


class RotaConfig(AppConfig):
    name = "releve.pipeline.rota"
    label = "rota"
