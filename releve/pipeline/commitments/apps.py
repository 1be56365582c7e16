from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "releve.pipeline.commitments"
    label = "commitments"
