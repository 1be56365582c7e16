"""Guards that the care of patients hangs on earlier tables, and the only way by which numbers leave it."""

from typing import ClassVar

from django.db import migrations

from releve.pipeline.appointments.law import COUNTS_FOR_THE_ESTATE, PATIENTS_KEEP_THEIR_SHIFT


class Migration(migrations.Migration):
    dependencies: ClassVar = [("appointments", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            PATIENTS_KEEP_THEIR_SHIFT,
            "DROP TRIGGER booked_patients_keep_their_shift ON rota_shift; DROP FUNCTION public.patients_keep_their_shift()",
        ),
        migrations.RunSQL(
            COUNTS_FOR_THE_ESTATE,
            "DROP FUNCTION public.appointment_counts(date, date); DROP FUNCTION public.masked(bigint)",
        ),
    ]
