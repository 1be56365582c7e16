"""Plans: rotas drawn by the engine, compared and published."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rota", "0002_guards_on_earlier_tables"),
        ("commitments", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RotaPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('drawn', 'planning dessiné'), ('replanned', 'remplacement')], default='drawn', max_length=10, verbose_name='nature')),
                ('status', models.CharField(choices=[('drawing', 'en cours de calcul'), ('ready', 'prêt'), ('published', 'publié'), ('withdrawn', 'retiré'), ('failed', 'en échec')], default='drawing', max_length=10, verbose_name='état')),
                ('office_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='cabinets')),
                ('first_monday', models.DateField(verbose_name='premier lundi')),
                ('n_weeks', models.PositiveSmallIntegerField(verbose_name='nombre de semaines')),
                ('frozen_until', models.DateField(blank=True, null=True, verbose_name='rien ne change avant le')),
                ('seconds', models.PositiveSmallIntegerField(verbose_name='secondes de calcul')),
                ('seed', models.PositiveIntegerField(default=0, verbose_name='graine')),
                ('engine', models.CharField(blank=True, max_length=80, verbose_name='version du moteur')),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('is_stop_asked', models.BooleanField(default=False, verbose_name='arrêt demandé')),
                ('cost', models.BigIntegerField(blank=True, null=True, verbose_name='coût')),
                ('bound', models.BigIntegerField(blank=True, null=True, verbose_name='borne')),
                ('cpu_seconds', models.FloatField(default=0, verbose_name='secondes de processeur')),
                ('n_moves', models.PositiveIntegerField(default=0, verbose_name='essais')),
                ('drawn_at', models.DateTimeField(blank=True, null=True, verbose_name='calculé le')),
                ('half_days', models.JSONField(default=list, verbose_name='demi-journées')),
                ('is_valid', models.BooleanField(default=False, verbose_name='vérifié sans faute')),
                ('costs', models.JSONField(default=dict, verbose_name='coûts')),
                ('violations', models.JSONField(default=list, verbose_name='règles enfreintes')),
                ('failure', models.CharField(blank=True, max_length=300, verbose_name='cause de l’échec')),
                ('stood', models.CharField(blank=True, max_length=64, verbose_name='empreinte des vacations en place')),
                ('patients', models.JSONField(default=dict, verbose_name='patients par vacation, masqués')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publié le')),
                ('undo', models.JSONField(default=dict, verbose_name='de quoi revenir en arrière')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                ('doctor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.doctor', verbose_name='médecin remplacé')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par')),
            ],
            options={
                'verbose_name': 'planning proposé',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['network', '-id'], name='plan_of_network')],
                'constraints': [models.CheckConstraint(condition=models.Q(('first_monday__iso_week_day', 1)), name='plan_starts_on_a_monday', violation_error_message='Un planning commence un lundi.'), models.CheckConstraint(condition=models.Q(('n_weeks__gte', 1), ('n_weeks__lte', 53)), name='plan_covers_1_to_53_weeks', violation_error_message='Un planning couvre de 1 à 53 semaines.'), models.CheckConstraint(condition=models.Q(('office_ids__len__gt', 0)), name='plan_names_its_offices', violation_error_message='Choisissez au moins un cabinet.'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['ready', 'published']), _negated=True), ('is_valid', True), _connector='OR'), name='usable_plan_was_checked', violation_error_message='Un planning qui enfreint une règle n’est jamais proposé.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_plan_tells_when', violation_error_message='Un planning publié porte la date de sa publication.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'failed'), _negated=True), models.Q(('failure', ''), _negated=True), _connector='OR'), name='failed_plan_says_why', violation_error_message='Indiquez pourquoi le calcul a échoué.')],
            },
        ),
    ]
