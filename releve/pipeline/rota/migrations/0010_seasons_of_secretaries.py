"""Secretaries answer for seasons as doctors do; what each was told of her half-days."""

from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


# A season before every rota: what was said without a season holds until she answers for one.
BEFORE = date(2020, 1, 6)


def keep_what_secretaries_said(apps, schema_editor):
    """What the coordinator noted for every week becomes the answers of a season long past."""
    SecretaryWish, WeeklyWish = (apps.get_model("rota", name) for name in ("SecretaryWish", "WeeklyWish"))
    WeeklyWish.objects.bulk_create(
        WeeklyWish(
            network_id=row.network_id,
            secretary_id=row.secretary_id,
            season=BEFORE,
            weekday=row.weekday,
            half=row.half,
            wish=row.wish,
            changed_at=timezone.now(),
        )
        for row in SecretaryWish.objects.order_by("id")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0005_amended_terms'),
        ('offices', '0002_reception_rota'),
        ('rota', '0009_longer_failure'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ToldHalfDays',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('half_days', models.JSONField(default=list, verbose_name='demi-journées annoncées')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='annoncées le')),
            ],
            options={
                'verbose_name': 'demi-journées annoncées à une secrétaire',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='datedwish',
            name='secretary',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='secrétaire'),
        ),
        migrations.AddField(
            model_name='seasonanswer',
            name='secretary',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='secrétaire'),
        ),
        migrations.AddField(
            model_name='weeklywish',
            name='secretary',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='secrétaire'),
        ),
        migrations.AlterField(
            model_name='datedwish',
            name='doctor',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commitments.doctor', verbose_name='médecin'),
        ),
        migrations.AlterField(
            model_name='seasonanswer',
            name='doctor',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commitments.doctor', verbose_name='médecin'),
        ),
        migrations.AlterField(
            model_name='weeklywish',
            name='doctor',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commitments.doctor', verbose_name='médecin'),
        ),
        migrations.AddConstraint(
            model_name='datedwish',
            constraint=models.UniqueConstraint(fields=('secretary', 'network', 'day', 'half'), name='secretary_answers_each_dated_half_day_once', violation_error_message='Cette demi-journée a déjà une exception.'),
        ),
        migrations.AddConstraint(
            model_name='datedwish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('doctor__isnull', False), ('secretary__isnull', True)), models.Q(('doctor__isnull', True), ('secretary__isnull', False)), _connector='OR'), name='dated_wish_is_of_one_person', violation_error_message='Une disponibilité est celle d’un médecin ou d’une secrétaire.'),
        ),
        migrations.AddConstraint(
            model_name='seasonanswer',
            constraint=models.UniqueConstraint(fields=('secretary', 'network', 'season'), name='secretary_answers_a_season_once', violation_error_message='Cette secrétaire a déjà une réponse pour cette saison.'),
        ),
        migrations.AddConstraint(
            model_name='seasonanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('doctor__isnull', False), ('secretary__isnull', True)), models.Q(('doctor__isnull', True), ('secretary__isnull', False)), _connector='OR'), name='answer_to_a_season_is_of_one_person', violation_error_message='Une disponibilité est celle d’un médecin ou d’une secrétaire.'),
        ),
        migrations.AddConstraint(
            model_name='weeklywish',
            constraint=models.UniqueConstraint(fields=('secretary', 'network', 'season', 'weekday', 'half'), name='secretary_answers_each_half_day_of_a_season_once', violation_error_message='Cette demi-journée a déjà une réponse.'),
        ),
        migrations.AddConstraint(
            model_name='weeklywish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('doctor__isnull', False), ('secretary__isnull', True)), models.Q(('doctor__isnull', True), ('secretary__isnull', False)), _connector='OR'), name='weekly_wish_is_of_one_person', violation_error_message='Une disponibilité est celle d’un médecin ou d’une secrétaire.'),
        ),
        migrations.RunPython(keep_what_secretaries_said, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='SecretaryWish',
        ),
        migrations.AddField(
            model_name='toldhalfdays',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)'),
        ),
        migrations.AddField(
            model_name='toldhalfdays',
            name='secretary',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='secrétaire'),
        ),
        migrations.AddConstraint(
            model_name='toldhalfdays',
            constraint=models.UniqueConstraint(fields=('secretary', 'network'), name='secretary_is_told_once_in_a_network', violation_error_message='Les demi-journées de cette secrétaire sont déjà annoncées.'),
        ),
    ]
