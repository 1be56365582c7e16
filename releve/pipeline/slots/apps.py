from django.apps import AppConfig


class SlotsConfig(AppConfig):
    name = "releve.pipeline.slots"
    label = "slots"
