from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "releve.desks.network"
    label = "desk_network"
