from django.apps import AppConfig


class TownhallConfig(AppConfig):
    name = "releve.desks.townhall"
    label = "desk_townhall"
