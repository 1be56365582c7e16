"""The plan: a rota drawn by the engine and kept beside the shifts until somebody publishes it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import Network


class RotaPlan(models.Model):
    """One version of the rota of some offices over some weeks. What it holds is opaque to queries, hence JSON."""

    class Kind(models.TextChoices):
        DRAWN = "drawn", _("planning dessiné")
        REPLANNED = "replanned", _("remplacement")
        RECEPTION = "reception", _("planning de l’accueil")

    class Status(models.TextChoices):
        DRAWING = "drawing", _("en cours de calcul")
        READY = "ready", _("prêt")
        PUBLISHED = "published", _("publié")
        WITHDRAWN = "withdrawn", _("retiré")
        FAILED = "failed", _("en échec")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    kind = models.CharField(_("nature"), max_length=10, choices=Kind, default=Kind.DRAWN)
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAWING)
    office_ids = ArrayField(models.BigIntegerField(), verbose_name=_("cabinets"))
    first_monday = models.DateField(_("premier lundi"))
    n_weeks = models.PositiveSmallIntegerField(_("nombre de semaines"))
    # Of a replacement: the doctor who is away or leaves.
    doctor = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("médecin remplacé")
    )
    # Before this day nothing that stands is touched, unless it cannot be held.
    frozen_until = models.DateField(_("rien ne change avant le"), null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(_("secondes de calcul"))
    seed = models.PositiveIntegerField(_("graine"), default=0)
    engine = models.CharField(_("version du moteur"), max_length=80, blank=True)
    asked_at = models.DateTimeField(_("demandé le"))
    asked_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("demandé par")
    )
    is_stop_asked = models.BooleanField(_("arrêt demandé"), default=False)

    # While it is drawn, and of the result.
    cost = models.BigIntegerField(_("coût"), null=True, blank=True)
    bound = models.BigIntegerField(_("borne"), null=True, blank=True)
    cpu_seconds = models.FloatField(_("secondes de processeur"), default=0)
    n_moves = models.PositiveIntegerField(_("essais"), default=0)
    drawn_at = models.DateTimeField(_("calculé le"), null=True, blank=True)
    half_days = models.JSONField(_("demi-journées"), default=list)  # [doctor or secretary, office, day, half]
    # What the independent checker says: each term of the cost, each broken rule.
    is_valid = models.BooleanField(_("vérifié sans faute"), default=False)
    costs = models.JSONField(_("coûts"), default=dict)
    violations = models.JSONField(_("règles enfreintes"), default=list)
    failure = models.CharField(_("cause de l’échec"), max_length=600, blank=True)
    # What it was drawn upon: the shifts that stood, and the masked numbers of their patients (None: 1 to 10).
    stood = models.CharField(_("empreinte des vacations en place"), max_length=64, blank=True)
    patients = models.JSONField(_("patients par vacation, masqués"), default=dict)

    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    published_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("publié par")
    )
    undo = models.JSONField(_("de quoi revenir en arrière"), default=dict)

    class Meta:
        verbose_name = _("planning proposé")
        ordering = ["-id"]
        indexes = [models.Index(fields=["network", "-id"], name="plan_of_network")]
        constraints = [
            models.CheckConstraint(
                name="plan_starts_on_a_monday",
                condition=Q(first_monday__iso_week_day=1),
                violation_error_message=_("Un planning commence un lundi."),
            ),
            models.CheckConstraint(
                name="plan_covers_1_to_53_weeks",
                condition=Q(n_weeks__gte=1, n_weeks__lte=53),
                violation_error_message=_("Un planning couvre de 1 à 53 semaines."),
            ),
            models.CheckConstraint(
                name="plan_names_its_offices",
                condition=Q(office_ids__len__gt=0),
                violation_error_message=_("Choisissez au moins un cabinet."),
            ),
            models.CheckConstraint(
                name="usable_plan_was_checked",
                condition=~Q(status__in=["ready", "published"]) | Q(is_valid=True),
                violation_error_message=_("Un planning qui enfreint une règle n’est jamais proposé."),
            ),
            models.CheckConstraint(
                name="published_plan_tells_when",
                condition=~Q(status="published") | Q(published_at__isnull=False),
                violation_error_message=_("Un planning publié porte la date de sa publication."),
            ),
            models.CheckConstraint(
                name="failed_plan_says_why",
                condition=~Q(status="failed") | ~Q(failure=""),
                violation_error_message=_("Indiquez pourquoi le calcul a échoué."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.id}"
