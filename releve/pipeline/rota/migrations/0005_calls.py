"""Calls for a gap."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rota", "0004_wishes"),
        ("commitments", "0003_candidates"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.CharField(blank=True, max_length=300, verbose_name='message')),
                ('publishes_shifts', models.BooleanField(default=True, verbose_name='ouvre aussitôt aux patients')),
                ('published_at', models.DateTimeField(verbose_name='publié le')),
                ('expires_at', models.DateTimeField(verbose_name='valable jusqu’au')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office', verbose_name='cabinet')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
                ('replaced', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.commitment', verbose_name='médecin remplacé')),
            ],
            options={
                'verbose_name': 'appel',
                'ordering': ['-published_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CallHalfDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='jour')),
                ('half', models.CharField(choices=[('am', 'matin'), ('pm', 'après-midi')], max_length=2, verbose_name='demi-journée')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='half_days', to='rota.call', verbose_name='appel')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
            ],
            options={
                'verbose_name': 'demi-journée d’un appel',
                'ordering': ['day', 'half', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CallInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='rota.call', verbose_name='appel')),
                ('candidate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commitments.candidate', verbose_name='candidat')),
                ('doctor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commitments.doctor', verbose_name='médecin')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
            ],
            options={
                'verbose_name': 'invitation à un appel',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CallTaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField(verbose_name='prise le')),
                ('doctor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.doctor', verbose_name='médecin')),
                ('half_day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takings', to='rota.callhalfday', verbose_name='demi-journée')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rota.shift', verbose_name='vacation')),
            ],
            options={
                'verbose_name': 'réponse à un appel',
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='call',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('published_at'))), name='call_expires_after_it_is_published', violation_error_message='Valable jusqu’au : choisissez un moment à venir.'),
        ),
        migrations.AddConstraint(
            model_name='callhalfday',
            constraint=models.UniqueConstraint(fields=('call', 'day', 'half'), name='call_names_each_half_day_once', violation_error_message='Cette demi-journée est déjà dans l’appel.'),
        ),
        migrations.AddConstraint(
            model_name='callinvitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('candidate__isnull', True), ('doctor__isnull', False)), models.Q(('candidate__isnull', False), ('doctor__isnull', True)), _connector='OR'), name='invitation_is_for_one_person', violation_error_message='Une invitation s’adresse à un médecin ou à un candidat.'),
        ),
        migrations.AddConstraint(
            model_name='callinvitation',
            constraint=models.UniqueConstraint(fields=('call', 'doctor'), name='doctor_is_invited_once_to_a_call', violation_error_message='Ce médecin est déjà invité.'),
        ),
        migrations.AddConstraint(
            model_name='callinvitation',
            constraint=models.UniqueConstraint(fields=('call', 'candidate'), name='candidate_is_invited_once_to_a_call', violation_error_message='Ce candidat est déjà invité.'),
        ),
        migrations.AddConstraint(
            model_name='calltaking',
            constraint=models.UniqueConstraint(fields=('half_day',), name='half_day_of_a_call_is_taken_once', violation_error_message='Cette demi-journée vient d’être prise.'),
        ),
    ]
