from django.apps import AppConfig


class SecretaryConfig(AppConfig):
    name = "releve.desks.secretary"
    label = "desk_secretary"
