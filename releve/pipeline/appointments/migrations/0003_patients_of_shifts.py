"""Masked numbers of patients by shift, for whoever draws the rota."""

from typing import ClassVar

from django.db import migrations

from releve.pipeline.appointments.law import PATIENTS_OF_SHIFTS_FOR_THE_ESTATE


class Migration(migrations.Migration):
    dependencies: ClassVar = [("appointments", "0002_guards_across_stages")]
    operations: ClassVar = [
        migrations.RunSQL(
            PATIENTS_OF_SHIFTS_FOR_THE_ESTATE, "DROP FUNCTION public.masked_patients_of_shifts(date, date)"
        ),
    ]
