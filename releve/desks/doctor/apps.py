from django.apps import AppConfig


class DoctorConfig(AppConfig):
    name = "releve.desks.doctor"
    label = "desk_doctor"
