"""Availability of the doctors and exchanges."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import releve.pipeline.rota.models.wishes


class Migration(migrations.Migration):
    dependencies = [("rota", "0003_plans"), ("commitments", "0001_initial"), ("offices", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "proposé"),
                            ("agreed", "accepté, à valider par le réseau"),
                            ("done", "fait"),
                            ("declined", "décliné"),
                            ("withdrawn", "retiré"),
                            ("refused", "refusé par le réseau"),
                            ("lapsed", "caduc"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="mot au confrère")),
                ("created_at", models.DateTimeField(verbose_name="proposé le")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                ("settled_because", models.CharField(blank=True, max_length=300, verbose_name="pourquoi")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="proposé par",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
            ],
            options={
                "verbose_name": "échange de demi-journées",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ExchangePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="jour")),
                (
                    "half",
                    models.CharField(
                        choices=[("am", "matin"), ("pm", "après-midi")], max_length=2, verbose_name="demi-journée"
                    ),
                ),
                (
                    "exchange",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="rota.exchange",
                        verbose_name="échange de demi-journées",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="cède",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
                (
                    "new_shift",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="rota.shift",
                        verbose_name="nouvelle vacation",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                        verbose_name="cabinet",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="rota.shift",
                        verbose_name="vacation",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="reprend",
                    ),
                ),
            ],
            options={
                "verbose_name": "demi-journée échangée",
                "ordering": ["exchange_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="ExchangeVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("awaited", "attendu"), ("yes", "d’accord"), ("no", "pas d’accord")],
                        default="awaited",
                        max_length=7,
                        verbose_name="accord",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("told", models.CharField(blank=True, max_length=10, verbose_name="dernier état annoncé")),
                (
                    "doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="médecin",
                    ),
                ),
                (
                    "exchange",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="rota.exchange",
                        verbose_name="échange de demi-journées",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
            ],
            options={
                "verbose_name": "accord d’un médecin",
                "ordering": ["exchange_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="RotaKnobs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "unloved_slots",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MaxValueValidator(13)]
                        ),
                        blank=True,
                        default=releve.pipeline.rota.models.wishes.usually_unloved,
                        size=None,
                        verbose_name="demi-journées peu aimées",
                    ),
                ),
                (
                    "eves_are_unloved",
                    models.BooleanField(default=True, verbose_name="les veilles de jour férié sont peu aimées"),
                ),
                (
                    "exchanges_need_consent",
                    models.BooleanField(default=False, verbose_name="le réseau valide chaque échange"),
                ),
                (
                    "network",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
            ],
            options={
                "verbose_name": "réglages du planning",
            },
        ),
        migrations.CreateModel(
            name="SeasonAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season", models.DateField(verbose_name="saison")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("reminder_asked_at", models.DateTimeField(blank=True, null=True, verbose_name="relance demandée le")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="relancée le")),
                (
                    "doctor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="médecin",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse à une saison",
                "ordering": ["season", "doctor_id"],
            },
        ),
        migrations.CreateModel(
            name="WeeklyWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("season", models.DateField(verbose_name="saison")),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "lundi"),
                            (1, "mardi"),
                            (2, "mercredi"),
                            (3, "jeudi"),
                            (4, "vendredi"),
                            (5, "samedi"),
                            (6, "dimanche"),
                        ],
                        verbose_name="jour",
                    ),
                ),
                (
                    "half",
                    models.CharField(
                        choices=[("am", "matin"), ("pm", "après-midi")], max_length=2, verbose_name="demi-journée"
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("prefer", "Je préfère"),
                            ("can", "Je peux"),
                            ("avoid", "Plutôt pas"),
                            ("cannot", "Impossible"),
                        ],
                        max_length=6,
                        verbose_name="réponse",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="modifiée le")),
                (
                    "doctor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="médecin",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
            ],
            options={
                "verbose_name": "disponibilité",
                "ordering": ["season", "weekday", "half"],
            },
        ),
        migrations.CreateModel(
            name="DatedWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="jour")),
                (
                    "half",
                    models.CharField(
                        choices=[("am", "matin"), ("pm", "après-midi")], max_length=2, verbose_name="demi-journée"
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("prefer", "Je préfère"),
                            ("can", "Je peux"),
                            ("avoid", "Plutôt pas"),
                            ("cannot", "Impossible"),
                        ],
                        max_length=6,
                        verbose_name="réponse",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="modifiée le")),
                (
                    "doctor",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commitments.doctor",
                        verbose_name="médecin",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.network",
                        verbose_name="réseau (CPTS)",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception de disponibilité",
                "ordering": ["day", "half"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("doctor", "day", "half"),
                        name="doctor_answers_each_dated_half_day_once",
                        violation_error_message="Cette demi-journée a déjà une exception.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                condition=models.Q(("status__in", ["open", "agreed"])),
                fields=["network"],
                name="exchange_under_discussion",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("status__in", ["open", "agreed"])),
                    models.Q(
                        models.Q(("status__in", ["open", "agreed"]), _negated=True), ("settled_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="settled_exchange_says_when",
                violation_error_message="Un échange réglé porte la date de son règlement.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["refused", "lapsed"]), _negated=True),
                    models.Q(("settled_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="refused_exchange_has_a_reason",
                violation_error_message="Motif : dites pourquoi l’échange est refusé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangepart",
            constraint=models.UniqueConstraint(
                fields=("exchange", "shift"),
                name="exchange_names_each_shift_once",
                violation_error_message="Cette vacation est déjà dans l’échange.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangepart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taker__isnull", True), models.Q(("taker", models.F("giver")), _negated=True), _connector="OR"
                ),
                name="half_day_passes_to_another_doctor",
                violation_error_message="Une demi-journée passe d’un médecin à un autre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangevoice",
            constraint=models.UniqueConstraint(
                fields=("exchange", "doctor"),
                name="doctor_has_one_voice_in_an_exchange",
                violation_error_message="Ce médecin a déjà répondu à cet échange.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangevoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "awaited"), ("answered_at__isnull", True)),
                    models.Q(models.Q(("answer", "awaited"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="given_answer_says_when",
                violation_error_message="Une réponse donnée porte sa date.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rotaknobs",
            constraint=models.CheckConstraint(
                condition=models.Q(("unloved_slots__contained_by", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])),
                name="unloved_slots_lie_in_a_week",
                violation_error_message="Demi-journées peu aimées : choisissez-les dans la semaine.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seasonanswer",
            constraint=models.UniqueConstraint(
                fields=("doctor", "season"),
                name="doctor_answers_a_season_once",
                violation_error_message="Ce médecin a déjà une réponse pour cette saison.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seasonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("season__iso_week_day", 1)),
                name="answered_season_starts_on_a_monday",
                violation_error_message="Saison : elle commence un lundi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklywish",
            constraint=models.UniqueConstraint(
                fields=("doctor", "season", "weekday", "half"),
                name="doctor_answers_each_half_day_of_a_season_once",
                violation_error_message="Cette demi-journée a déjà une réponse.",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklywish",
            constraint=models.CheckConstraint(
                condition=models.Q(("season__iso_week_day", 1)),
                name="season_of_a_wish_starts_on_a_monday",
                violation_error_message="Saison : elle commence un lundi.",
            ),
        ),
    ]
