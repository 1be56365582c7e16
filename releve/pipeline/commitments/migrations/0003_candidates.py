"""Candidates, the welcome list, calls for a gap."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0002_life"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_name', models.CharField(max_length=60, verbose_name='prénom')),
                ('last_name', models.CharField(max_length=60, verbose_name='nom')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('kind', models.CharField(choices=[('resident', 'interne'), ('locum', 'médecin qui remplace'), ('junior_doctor', 'docteur junior'), ('young_doctor', 'jeune médecin'), ('settled_doctor', 'médecin installé ailleurs'), ('retired_doctor', 'médecin retraité')], max_length=20, verbose_name='situation')),
                ('stage', models.CharField(choices=[('met', 'rencontré'), ('interested', 'intéressé'), ('visiting', 'visite le cabinet'), ('agreed', 'd’accord sur le principe'), ('came', 'venu'), ('declined', 'a décliné')], default='met', max_length=12, verbose_name='étape')),
                ('motive', models.CharField(blank=True, max_length=200, verbose_name='raison de venir')),
                ('half_days_per_week', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(12)], verbose_name='demi-journées souhaitées par semaine')),
                ('slots', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None, verbose_name='demi-journées possibles')),
                ('available_from', models.DateField(blank=True, null=True, verbose_name='disponible à partir du')),
                ('farthest_km', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='distance la plus longue (km)')),
                ('last_contact_on', models.DateField(verbose_name='dernier contact')),
                ('next_contact_on', models.DateField(blank=True, null=True, verbose_name='à recontacter le')),
                ('registered_department', models.CharField(blank=True, max_length=3, verbose_name='département d’inscription à l’Ordre')),
                ('registration_asked_on', models.DateField(blank=True, null=True, verbose_name='inscription demandée le')),
                ('thesis_on', models.DateField(blank=True, null=True, verbose_name='soutenance de thèse')),
                ('licence_from', models.DateField(blank=True, null=True, verbose_name='licence de remplacement valable du')),
                ('licence_until', models.DateField(blank=True, null=True, verbose_name='licence de remplacement valable jusqu’au')),
                ('supervisor_name', models.CharField(blank=True, max_length=120, verbose_name='maître de stage')),
                ('has_replaced_nearby', models.BooleanField(blank=True, null=True, verbose_name='a remplacé un généraliste voisin 90 jours ou plus ces 24 derniers mois')),
                ('last_replacement_on', models.DateField(blank=True, null=True, verbose_name='dernier jour de remplacement')),
                ('may_settle_nearby', models.BooleanField(default=False, verbose_name='accord du médecin remplacé, notifié à l’Ordre')),
                ('present_notice_months', models.PositiveSmallIntegerField(default=0, verbose_name='préavis du poste actuel (mois)')),
                ('notice_given_on', models.DateField(blank=True, null=True, verbose_name='préavis donné le')),
                ('doctor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='commitments.doctor', verbose_name='médecin')),
                ('followed_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='suivi par')),
                ('home_town', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.town', verbose_name='commune de résidence')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
            ],
            options={
                'verbose_name': 'candidat',
                'ordering': ['last_name', 'first_name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CandidateOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declaration_received_on', models.DateField(blank=True, null=True, verbose_name='déclaration reçue par l’Ordre le')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offices', to='commitments.candidate', verbose_name='candidat')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offices.office', verbose_name='cabinet')),
            ],
            options={
                'verbose_name': 'cabinet souhaité',
                'ordering': ['office_id'],
            },
        ),
        migrations.CreateModel(
            name='WelcomeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                ('task', models.CharField(choices=[('registration', 'Inscription au tableau du conseil départemental de l’Ordre (RPPS, carte CPS)'), ('insurance', 'Assurance en responsabilité civile professionnelle'), ('site_declaration', 'Déclaration de site distinct, reçue par l’Ordre'), ('agreement_draft', 'Projet de convention entre la mairie, le réseau et le médecin'), ('council_resolution', 'Délibération du conseil municipal'), ('signature', 'Signature de la convention'), ('contract_to_order', 'Envoi de la convention au conseil départemental de l’Ordre'), ('health_insurance', 'Rendez-vous à la CPAM : enregistrement, secteur, numéro de facturation'), ('convention', 'Adhésion à la convention médicale'), ('business_desk', 'Guichet unique (INPI), Urssaf et Carmf'), ('software', 'Logiciel, lecteur de cartes et messagerie sécurisée'), ('urgent_care', 'Information sur le SAS et la permanence des soins'), ('public_page', 'Page publique du cabinet à jour'), ('plate', 'Plaque à l’entrée du cabinet')], max_length=20, verbose_name='à faire')),
                ('who', models.CharField(choices=[('doctor', 'le médecin'), ('town_hall', 'la mairie'), ('network', 'le réseau')], max_length=10, verbose_name='par qui')),
                ('due_on', models.DateField(verbose_name='à faire avant le')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='fait le')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='welcome', to='commitments.commitment', verbose_name='engagement')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)')),
            ],
            options={
                'verbose_name': 'point d’accueil',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('half_days_per_week__isnull', True), models.Q(('half_days_per_week__gte', 0.5), ('half_days_per_week__lte', 12)), _connector='OR'), name='candidate_wants_possible_half_days', violation_error_message='Entre une demi-journée toutes les deux semaines (0,5) et 12 par semaine.'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('slots__contained_by', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])), name='candidate_names_half_days_of_the_week', violation_error_message='Une des demi-journées choisies n’existe pas dans la semaine.'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('licence_from__isnull', True), ('licence_until__isnull', True), ('licence_until__gte', models.F('licence_from')), _connector='OR'), name='licence_ends_after_it_starts', violation_error_message='La fin de la licence de remplacement vient après son début.'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('licence_until__isnull', True), models.Q(('licence_until__day', 15), ('licence_until__month', 11)), _connector='OR'), name='candidates_licence_ends_on_15_november', violation_error_message='Licence de remplacement : elle vaut toujours jusqu’à un 15 novembre. Vérifiez la date.'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(('last_replacement_on__isnull', True), models.Q(('has_replaced_nearby', True), ('has_replaced_nearby__isnull', False)), _connector='OR'), name='last_replacement_tells_of_a_replacement', violation_error_message='Un dernier jour de remplacement suppose un remplacement : répondez « oui », ou effacez le jour.'),
        ),
        migrations.AddConstraint(
            model_name='candidateoffice',
            constraint=models.UniqueConstraint(fields=('candidate', 'office'), name='candidate_names_each_office_once', violation_error_message='Ce cabinet est déjà dans les souhaits.'),
        ),
        migrations.AddConstraint(
            model_name='welcomeline',
            constraint=models.UniqueConstraint(fields=('commitment', 'task'), name='welcome_list_names_each_task_once', violation_error_message='Ce point est déjà dans la liste d’accueil.'),
        ),
    ]
