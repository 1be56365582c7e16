"""The coverage horizon: its knobs and its alarms."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0003_candidates"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CoverageAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gap_on', models.DateField(verbose_name='premier jour sans médecin')),
                ('missing_a_week', models.DecimalField(decimal_places=1, max_digits=5, verbose_name='demi-journées manquantes par semaine')),
                ('look_by', models.DateField(verbose_name='dernier jour pour chercher')),
                ('raised_on', models.DateField(verbose_name='première alerte le')),
                ('last_sent_on', models.DateField(verbose_name='dernière alerte le')),
                ('n_sent', models.PositiveSmallIntegerField(default=1, verbose_name='nombre d’alertes')),
                ('look_again_on', models.DateField(blank=True, null=True, verbose_name='à revoir le')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='vue le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='terminée le')),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='vue par')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offices.office', verbose_name='cabinet')),
            ],
            options={
                'verbose_name': 'alerte de couverture',
                'ordering': ['look_by', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('office', 'missing_a_week'), name='gap_has_one_open_alarm', violation_error_message='Cette alerte est déjà ouverte.'), models.CheckConstraint(condition=models.Q(('look_again_on__isnull', True), ('acknowledged_at__isnull', False), _connector='OR'), name='looking_again_follows_an_acknowledgement', violation_error_message='Une date pour y revenir suppose que quelqu’un a vu l’alerte.')],
            },
        ),
        migrations.CreateModel(
            name='CoverageKnobs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doctors_wanted', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='médecins voulus par demi-journée d’ouverture')),
                ('recruitment_months', models.PositiveSmallIntegerField(default=6, verbose_name='durée habituelle d’une recherche (mois)')),
                ('recruitment_spread_months', models.PositiveSmallIntegerField(default=3, verbose_name='plus ou moins (mois)')),
                ('post_notice_months', models.PositiveSmallIntegerField(default=1, verbose_name='préavis du poste actuel du médecin qui arrive (mois)')),
                ('notice_chance', models.DecimalField(decimal_places=3, default='0.020', max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='risque de départ anticipé, par mois')),
                ('extension_chance', models.DecimalField(decimal_places=2, default='0.00', max_digits=3, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='chance qu’un engagement soit prolongé')),
                ('alarm_lead_months', models.PositiveSmallIntegerField(default=3, verbose_name='alerter avant le dernier jour pour chercher (mois)')),
                ('alarm_repeat_weeks', models.PositiveSmallIntegerField(default=4, verbose_name='rappeler toutes les (semaines)')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='d’où viennent ces réglages')),
                ('changed_on', models.DateField(verbose_name='réglé le')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offices.office', verbose_name='cabinet')),
            ],
            options={
                'verbose_name': 'réglages de la couverture',
                'ordering': ['network', 'office'],
                'constraints': [models.UniqueConstraint(fields=('network', 'office'), name='coverage_knobs_are_set_once', nulls_distinct=False, violation_error_message='Ces réglages existent déjà. Rechargez la page.'), models.CheckConstraint(condition=models.Q(('doctors_wanted__range', (1, 20))), name='coverage_wants_one_to_20_doctors', violation_error_message='Médecins voulus par demi-journée d’ouverture : entre 1 et 20.'), models.CheckConstraint(condition=models.Q(('alarm_lead_months__range', (0, 24)), ('post_notice_months__range', (0, 24)), ('recruitment_months__range', (0, 24)), ('recruitment_spread_months__range', (0, 24))), name='coverage_months_are_possible', violation_error_message='Chaque durée de la couverture compte 24 mois au plus.'), models.CheckConstraint(condition=models.Q(('extension_chance__range', (0, 1)), ('notice_chance__range', (0, 1))), name='coverage_chances_lie_between_0_and_1', violation_error_message='Un risque s’écrit entre 0 et 100 %.'), models.CheckConstraint(condition=models.Q(('alarm_repeat_weeks__range', (1, 52))), name='coverage_alarm_repeats_within_a_year', violation_error_message='Rappeler toutes les (semaines) : entre 1 et 52.')],
            },
        ),
    ]
