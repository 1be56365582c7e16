"""The life of a promise: its state, its acts, its deadlines that were met, its reminders, the call to recruit."""

from datetime import date, timedelta

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import migrations, models

import releve.pipeline.commitments.models.promises


def end_what_is_over(apps, schema_editor):
    """What runs keeps running; a promise whose last day is past has ended."""
    Commitment = apps.get_model("commitments", "Commitment")
    over = [
        row.id
        for row in Commitment.objects.all()
        if (row.ends_on or row.starts_on + relativedelta(months=row.maximum_term_months) - timedelta(days=1))
        < date.today()
    ]
    Commitment.objects.filter(id__in=over).update(state="ended")


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DeadlineMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='échéance')),
                ('due_on', models.DateField(verbose_name='au plus tard le')),
                ('done_on', models.DateField(verbose_name='fait le')),
                ('proof', models.CharField(blank=True, max_length=200, verbose_name='preuve')),
                ('is_not_needed', models.BooleanField(default=False, verbose_name='sans objet')),
                ('noted_at', models.DateTimeField(verbose_name='noté le')),
            ],
            options={
                'verbose_name': 'échéance tenue',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PromiseAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('propose', 'Proposition'), ('agree', 'Accord'), ('enter', 'Saisie d’un engagement en cours'), ('declare', 'Déclaration reçue par l’Ordre'), ('oppose', 'Opposition de l’Ordre'), ('appeal', 'Recours devant le Conseil national'), ('allow', 'Opposition levée'), ('sign', 'Signature du contrat'), ('start', 'Début'), ('give_notice', 'Départ annoncé'), ('withdraw_notice', 'Départ retiré'), ('extend', 'Prolongation'), ('amend', 'Avenant'), ('end', 'Fin'), ('give_up', 'Abandon')], max_length=20, verbose_name='acte')),
                ('before', models.CharField(blank=True, choices=[('proposed', 'proposé'), ('agreed', 'convenu'), ('declared', 'déclaré'), ('opposed', 'opposition de l’Ordre'), ('signed', 'signé'), ('running', 'en cours'), ('notice_given', 'départ annoncé'), ('extended', 'prolongé'), ('ended', 'terminé'), ('given_up', 'abandonné')], max_length=20, verbose_name='état avant')),
                ('after', models.CharField(choices=[('proposed', 'proposé'), ('agreed', 'convenu'), ('declared', 'déclaré'), ('opposed', 'opposition de l’Ordre'), ('signed', 'signé'), ('running', 'en cours'), ('notice_given', 'départ annoncé'), ('extended', 'prolongé'), ('ended', 'terminé'), ('given_up', 'abandonné')], max_length=20, verbose_name='état après')),
                ('happened_on', models.DateField(verbose_name='date prouvée')),
                ('proof', models.CharField(blank=True, max_length=200, verbose_name='preuve')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('changes', models.JSONField(blank=True, default=dict, verbose_name='termes changés')),
                ('noted_at', models.DateTimeField(verbose_name='noté le')),
            ],
            options={
                'verbose_name': 'acte d’un engagement',
                'ordering': ['noted_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RecruitmentCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_on', models.DateField(verbose_name='ouvert le')),
                ('needed_from', models.DateField(verbose_name='à partir du')),
                ('half_days_per_week', models.DecimalField(decimal_places=1, max_digits=3, verbose_name='demi-journées par semaine')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='clos le')),
                ('outcome', models.CharField(blank=True, choices=[('found', 'médecin trouvé'), ('notice_withdrawn', 'départ retiré'), ('given_up', 'recherche arrêtée')], max_length=20, verbose_name='issue')),
            ],
            options={
                'verbose_name': 'recherche d’un médecin',
                'ordering': ['needed_from', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReminderKnobs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('early_days', models.PositiveSmallIntegerField(default=45, verbose_name='premier rappel (jours avant)')),
                ('late_days', models.PositiveSmallIntegerField(default=10, verbose_name='deuxième rappel (jours avant)')),
                ('repeat_days', models.PositiveSmallIntegerField(default=7, verbose_name='puis tous les (jours)')),
            ],
            options={
                'verbose_name': 'réglage des rappels',
                'ordering': ['network'],
            },
        ),
        migrations.CreateModel(
            name='ReminderLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30, verbose_name='échéance')),
                ('due_on', models.DateField(verbose_name='au plus tard le')),
                ('party', models.CharField(max_length=12, verbose_name='destinataire')),
                ('step', models.PositiveSmallIntegerField(verbose_name='rang du rappel')),
                ('sent_on', models.DateField(verbose_name='envoyé le')),
            ],
            options={
                'verbose_name': 'rappel d’échéance',
                'ordering': ['sent_on', 'id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commitment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='commitment',
            name='update_update',
        ),
        migrations.RemoveConstraint(
            model_name='commitment',
            name='doctor_commits_once_to_an_office_at_a_time',
        ),
        migrations.AddField(
            model_name='commitment',
            name='declaration_noted_on',
            field=models.DateField(blank=True, null=True, verbose_name='déclaration notée le'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='licence_until',
            field=models.DateField(blank=True, null=True, verbose_name='licence de remplacement valable jusqu’au'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='may_start_on',
            field=models.DateField(blank=True, null=True, verbose_name='peut commencer le'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='notice_given_on',
            field=models.DateField(blank=True, null=True, verbose_name='départ annoncé le'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='replaced_doctor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commitments.doctor', verbose_name='médecin remplacé, s’il est du réseau'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='replaced_nearby_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jours de remplacement à proximité'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='replaced_nearby_until',
            field=models.DateField(blank=True, null=True, verbose_name='dernier jour de ces remplacements'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='state',
            field=models.CharField(choices=[('proposed', 'proposé'), ('agreed', 'convenu'), ('declared', 'déclaré'), ('opposed', 'opposition de l’Ordre'), ('signed', 'signé'), ('running', 'en cours'), ('notice_given', 'départ annoncé'), ('extended', 'prolongé'), ('ended', 'terminé'), ('given_up', 'abandonné')], default='running', max_length=20, verbose_name='état'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='declaration_noted_on',
            field=models.DateField(blank=True, null=True, verbose_name='déclaration notée le'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='licence_until',
            field=models.DateField(blank=True, null=True, verbose_name='licence de remplacement valable jusqu’au'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='may_start_on',
            field=models.DateField(blank=True, null=True, verbose_name='peut commencer le'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='notice_given_on',
            field=models.DateField(blank=True, null=True, verbose_name='départ annoncé le'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='replaced_doctor',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='commitments.doctor', verbose_name='médecin remplacé, s’il est du réseau'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='replaced_nearby_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jours de remplacement à proximité'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='replaced_nearby_until',
            field=models.DateField(blank=True, null=True, verbose_name='dernier jour de ces remplacements'),
        ),
        migrations.AddField(
            model_name='commitmentstep',
            name='state',
            field=models.CharField(choices=[('proposed', 'proposé'), ('agreed', 'convenu'), ('declared', 'déclaré'), ('opposed', 'opposition de l’Ordre'), ('signed', 'signé'), ('running', 'en cours'), ('notice_given', 'départ annoncé'), ('extended', 'prolongé'), ('ended', 'terminé'), ('given_up', 'abandonné')], default='running', max_length=20, verbose_name='état'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "commitments_commitmentstep" ("declaration_noted_on", "doctor_id", "ends_on", "half_days_per_week", "id", "licence_until", "maximum_term_months", "may_start_on", "minimum_term_months", "network_id", "notice_given_on", "notice_months", "office_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_doctor_id", "replaced_doctor_name", "replaced_nearby_days", "replaced_nearby_until", "route", "starts_on", "state", "supervisor_name") VALUES (NEW."declaration_noted_on", NEW."doctor_id", NEW."ends_on", NEW."half_days_per_week", NEW."id", NEW."licence_until", NEW."maximum_term_months", NEW."may_start_on", NEW."minimum_term_months", NEW."network_id", NEW."notice_given_on", NEW."notice_months", NEW."office_id", NOW(), \'insert\', NEW."id", NEW."replaced_doctor_id", NEW."replaced_doctor_name", NEW."replaced_nearby_days", NEW."replaced_nearby_until", NEW."route", NEW."starts_on", NEW."state", NEW."supervisor_name"); RETURN NULL;', hash='81f0cebc2bd6d0ee42cb291ce0bc3dca16c99d63', operation='INSERT', pgid='pgtrigger_insert_insert_67480', table='commitments_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "commitments_commitmentstep" ("declaration_noted_on", "doctor_id", "ends_on", "half_days_per_week", "id", "licence_until", "maximum_term_months", "may_start_on", "minimum_term_months", "network_id", "notice_given_on", "notice_months", "office_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_doctor_id", "replaced_doctor_name", "replaced_nearby_days", "replaced_nearby_until", "route", "starts_on", "state", "supervisor_name") VALUES (NEW."declaration_noted_on", NEW."doctor_id", NEW."ends_on", NEW."half_days_per_week", NEW."id", NEW."licence_until", NEW."maximum_term_months", NEW."may_start_on", NEW."minimum_term_months", NEW."network_id", NEW."notice_given_on", NEW."notice_months", NEW."office_id", NOW(), \'update\', NEW."id", NEW."replaced_doctor_id", NEW."replaced_doctor_name", NEW."replaced_nearby_days", NEW."replaced_nearby_until", NEW."route", NEW."starts_on", NEW."state", NEW."supervisor_name"); RETURN NULL;', hash='13364e4d2ea385f73551e5e3a31f237d7a79ab98', operation='UPDATE', pgid='pgtrigger_update_update_56e76', table='commitments_commitment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('licence_until__isnull', True), models.Q(('licence_until__day', 15), ('licence_until__month', 11)), _connector='OR'), name='licence_ends_on_15_november', violation_error_message='Licence de remplacement : elle vaut toujours jusqu’à un 15 novembre. Vérifiez la date.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('licence_until__isnull', True), ('route__in', ['replacement', 'assistant']), _connector='OR'), name='licence_holder_replaces_or_assists', violation_error_message='Licence de remplacement : elle ne permet que le remplacement ou l’adjuvat. Choisissez un de ces cadres, ou retirez la licence.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_nearby_until__isnull', True), ('replaced_nearby_days__gte', 1), _connector='OR'), name='nearby_replacements_have_days_and_a_last_day', violation_error_message='Jours de remplacement à proximité : indiquez combien, avec le dernier jour.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'agreed', 'declared', 'opposed', 'signed', 'running', 'notice_given', 'extended', 'ended', 'given_up'])), name='promise_state_is_known', violation_error_message='État de l’engagement inconnu.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'notice_given'), _negated=True), models.Q(('ends_on__isnull', False), ('notice_given_on__isnull', False)), _connector='OR'), name='notice_given_has_its_date', violation_error_message='Un départ annoncé a sa date prouvée et un dernier jour.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declaration_noted_on__isnull', True), ('may_start_on__isnull', True)), models.Q(('declaration_noted_on__isnull', False), ('may_start_on__isnull', False), ('route', 'distinct_site')), _connector='OR'), name='declaration_has_both_its_dates', violation_error_message='Seul un site distinct se déclare à l’Ordre deux mois avant.'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'given_up'), _negated=True), expressions=[('doctor', '='), ('office', '='), (releve.pipeline.commitments.models.promises.Term('starts_on', 'ends_on', models.Value('[]')), '&&')], name='doctor_commits_once_to_an_office_at_a_time', violation_error_message='Ce médecin a déjà un engagement dans ce cabinet pour une partie de ces dates.'),
        ),
        migrations.AddField(
            model_name='deadlinemark',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadline_marks', to='commitments.commitment', verbose_name='engagement'),
        ),
        migrations.AddField(
            model_name='deadlinemark',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)'),
        ),
        migrations.AddField(
            model_name='deadlinemark',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par'),
        ),
        migrations.AddField(
            model_name='promiseact',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='commitments.commitment', verbose_name='engagement'),
        ),
        migrations.AddField(
            model_name='promiseact',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)'),
        ),
        migrations.AddField(
            model_name='promiseact',
            name='noted_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par'),
        ),
        migrations.AddField(
            model_name='recruitmentcall',
            name='commitment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recruitment_calls', to='commitments.commitment', verbose_name='engagement qui prend fin'),
        ),
        migrations.AddField(
            model_name='recruitmentcall',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)'),
        ),
        migrations.AddField(
            model_name='recruitmentcall',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office', verbose_name='cabinet'),
        ),
        migrations.AddField(
            model_name='reminderknobs',
            name='network',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)'),
        ),
        migrations.AddField(
            model_name='reminderline',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_lines', to='commitments.commitment', verbose_name='engagement'),
        ),
        migrations.AddField(
            model_name='reminderline',
            name='network',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.network', verbose_name='réseau (CPTS)'),
        ),
        migrations.AddConstraint(
            model_name='deadlinemark',
            constraint=models.UniqueConstraint(fields=('commitment', 'kind', 'due_on'), name='deadline_is_marked_once', violation_error_message='Cette échéance est déjà notée comme faite.'),
        ),
        migrations.AddConstraint(
            model_name='deadlinemark',
            constraint=models.CheckConstraint(condition=models.Q(('is_not_needed', False), models.Q(('proof', ''), _negated=True), _connector='OR'), name='deadline_without_object_says_why', violation_error_message='Preuve : dites pourquoi cette échéance est sans objet.'),
        ),
        migrations.AddConstraint(
            model_name='promiseact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after', 'proposed'), ('before__in', ['']), ('kind', 'propose')), models.Q(('after', 'agreed'), ('before__in', ['', 'proposed']), ('kind', 'agree')), models.Q(('after', 'running'), ('before__in', ['']), ('kind', 'enter')), models.Q(('after', 'proposed'), ('before__in', ['proposed']), ('kind', 'amend')), models.Q(('after', 'given_up'), ('before__in', ['proposed', 'agreed', 'declared', 'opposed', 'signed']), ('kind', 'give_up')), models.Q(('after', 'declared'), ('before__in', ['agreed', 'declared', 'opposed']), ('kind', 'declare')), models.Q(('after', 'signed'), ('before__in', ['agreed', 'declared']), ('kind', 'sign')), models.Q(('after', 'running'), ('before__in', ['agreed', 'declared', 'signed']), ('kind', 'start')), models.Q(('after', 'agreed'), ('before__in', ['agreed']), ('kind', 'amend')), models.Q(('after', 'opposed'), ('before__in', ['declared', 'signed', 'running', 'extended', 'notice_given']), ('kind', 'oppose')), models.Q(('after', 'declared'), ('before__in', ['declared']), ('kind', 'amend')), models.Q(('after', 'opposed'), ('before__in', ['opposed']), ('kind', 'appeal')), models.Q(('after', 'declared'), ('before__in', ['opposed']), ('kind', 'allow')), models.Q(('after', 'opposed'), ('before__in', ['opposed']), ('kind', 'amend')), models.Q(('after', 'ended'), ('before__in', ['opposed', 'running', 'extended', 'notice_given']), ('kind', 'end')), models.Q(('after', 'signed'), ('before__in', ['signed']), ('kind', 'declare')), models.Q(('after', 'signed'), ('before__in', ['signed']), ('kind', 'amend')), models.Q(('after', 'running'), ('before__in', ['running']), ('kind', 'declare')), models.Q(('after', 'running'), ('before__in', ['running']), ('kind', 'sign')), models.Q(('after', 'running'), ('before__in', ['running']), ('kind', 'amend')), models.Q(('after', 'notice_given'), ('before__in', ['running', 'extended']), ('kind', 'give_notice')), models.Q(('after', 'extended'), ('before__in', ['running', 'extended']), ('kind', 'extend')), models.Q(('after', 'extended'), ('before__in', ['extended']), ('kind', 'declare')), models.Q(('after', 'extended'), ('before__in', ['extended']), ('kind', 'sign')), models.Q(('after', 'extended'), ('before__in', ['extended']), ('kind', 'amend')), models.Q(('after', 'notice_given'), ('before__in', ['notice_given']), ('kind', 'declare')), models.Q(('after', 'notice_given'), ('before__in', ['notice_given']), ('kind', 'sign')), models.Q(('after', 'running'), ('before__in', ['notice_given']), ('kind', 'withdraw_notice')), models.Q(('after', 'notice_given'), ('before__in', ['notice_given']), ('kind', 'amend')), _connector='OR'), name='act_is_a_step_of_a_promises_life', violation_error_message='Cet acte n’a pas sa place dans l’état actuel de l’engagement.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promiseact',
            trigger=pgtrigger.compiler.Trigger(name='promise_acts_are_only_appended', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='37a63461e00b8c424cf91839a35f4521be965a44', operation='UPDATE OR DELETE', pgid='pgtrigger_promise_acts_are_only_appended_b09db', table='commitments_promiseact', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promiseact',
            trigger=pgtrigger.compiler.Trigger(name='act_starts_from_the_state_of_its_promise', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    UPDATE commitments_commitment SET state = NEW.after\n    WHERE id = NEW.commitment_id AND network_id = NEW.network_id\n      AND state = COALESCE(NULLIF(NEW.before, ''), NEW.after);\n    IF NOT FOUND THEN\n        RAISE EXCEPTION 'promise is in another state'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'act_starts_from_the_state_of_its_promise';\n    END IF;\n    RETURN NULL;\n", hash='71b30066788387909d703283703bb5377637e49b', operation='INSERT', pgid='pgtrigger_act_starts_from_the_state_of_its_promise_731f5', table='commitments_promiseact', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='recruitmentcall',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('commitment',), name='departure_opens_one_recruitment_at_a_time', violation_error_message='Une recherche est déjà ouverte pour ce départ.'),
        ),
        migrations.AddConstraint(
            model_name='recruitmentcall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('outcome', '')), models.Q(('closed_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='closed_recruitment_tells_its_outcome', violation_error_message='Issue : dites comment la recherche s’est terminée.'),
        ),
        migrations.AddConstraint(
            model_name='reminderknobs',
            constraint=models.CheckConstraint(condition=models.Q(('early_days__gt', models.F('late_days'))), name='first_reminder_comes_before_the_second', violation_error_message='Premier rappel : il part avant le deuxième. Donnez un nombre plus grand.'),
        ),
        migrations.AddConstraint(
            model_name='reminderknobs',
            constraint=models.CheckConstraint(condition=models.Q(('repeat_days__gte', 1)), name='reminders_are_repeated_no_sooner_than_daily', violation_error_message='Répétition : un jour au moins.'),
        ),
        migrations.AddIndex(
            model_name='reminderline',
            index=models.Index(fields=['network', 'sent_on'], name='reminder_of_network_by_day'),
        ),
        migrations.AddConstraint(
            model_name='reminderline',
            constraint=models.UniqueConstraint(fields=('commitment', 'kind', 'due_on', 'party', 'step'), name='reminder_is_sent_once', violation_error_message='Ce rappel est déjà parti.'),
        ),
        migrations.RunPython(end_what_is_over, migrations.RunPython.noop),
    ]
