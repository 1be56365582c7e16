from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "releve.pipeline.offices"
    label = "offices"
