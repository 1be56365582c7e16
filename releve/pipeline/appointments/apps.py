from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "releve.pipeline.appointments"
    label = "appointments"
