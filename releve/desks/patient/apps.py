from django.apps import AppConfig


class PatientConfig(AppConfig):
    name = "releve.desks.patient"
    label = "desk_patient"
