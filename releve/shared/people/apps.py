from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "releve.shared.people"
    label = "people"
