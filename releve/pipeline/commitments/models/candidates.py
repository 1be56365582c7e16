"""Doctors who may come one day, and what is to be done when one comes."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.models.promises import Commitment, Doctor
from releve.pipeline.commitments.rules.candidates import USUAL_RETENTION_MONTHS
from releve.pipeline.commitments.rules.welcome import WelcomeTask
from releve.pipeline.offices.models import Network, Office, Town

N_SLOTS = 14  # half-days of a week: 2 x weekday + 0 (morning) or 1 (afternoon)


class CandidateKind(models.TextChoices):
    RESIDENT = handover.CandidateKind.RESIDENT, _("interne")
    LOCUM = handover.CandidateKind.LOCUM, _("médecin qui remplace")
    JUNIOR_DOCTOR = handover.CandidateKind.JUNIOR_DOCTOR, _("docteur junior")
    YOUNG_DOCTOR = handover.CandidateKind.YOUNG_DOCTOR, _("jeune médecin")
    SETTLED_DOCTOR = handover.CandidateKind.SETTLED_DOCTOR, _("médecin installé ailleurs")
    RETIRED_DOCTOR = handover.CandidateKind.RETIRED_DOCTOR, _("médecin retraité")


class CandidateStage(models.TextChoices):
    MET = handover.CandidateStage.MET, _("rencontré")
    INTERESTED = handover.CandidateStage.INTERESTED, _("intéressé")
    VISITING = handover.CandidateStage.VISITING, _("visite le cabinet")
    AGREED = handover.CandidateStage.AGREED, _("d’accord sur le principe")
    CAME = handover.CandidateStage.CAME, _("venu")
    DECLINED = handover.CandidateStage.DECLINED, _("a décliné")


class Candidate(models.Model):
    """As little as recruiting needs; the row is deleted on demand, and by itself when nobody has been in touch."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name = models.CharField(_("nom"), max_length=60)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    kind = models.CharField(_("situation"), max_length=20, choices=CandidateKind)
    stage = models.CharField(_("étape"), max_length=12, choices=CandidateStage, default=CandidateStage.MET)
    motive = models.CharField(_("raison de venir"), max_length=200, blank=True)

    half_days_per_week = models.DecimalField(
        _("demi-journées souhaitées par semaine"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.5), MaxValueValidator(12)],
    )
    slots = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("demi-journées possibles"), default=list, blank=True
    )
    available_from = models.DateField(_("disponible à partir du"), null=True, blank=True)
    home_town = models.ForeignKey(
        Town, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune de résidence")
    )
    farthest_km = models.PositiveSmallIntegerField(_("distance la plus longue (km)"), null=True, blank=True)

    followed_up_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("suivi par")
    )
    last_contact_on = models.DateField(_("dernier contact"))
    next_contact_on = models.DateField(_("à recontacter le"), null=True, blank=True)

    # What the earliest legal start is computed from (ORD-01, ORD-07, ORD-11, ORD-15).
    registered_department = models.CharField(_("département d’inscription à l’Ordre"), max_length=3, blank=True)
    registration_asked_on = models.DateField(_("inscription demandée le"), null=True, blank=True)
    thesis_on = models.DateField(_("soutenance de thèse"), null=True, blank=True)
    licence_from = models.DateField(_("licence de remplacement valable du"), null=True, blank=True)
    licence_until = models.DateField(_("licence de remplacement valable jusqu’au"), null=True, blank=True)
    supervisor_name = models.CharField(_("maître de stage"), max_length=120, blank=True)
    has_replaced_nearby = models.BooleanField(
        _("a remplacé un généraliste voisin 90 jours ou plus ces 24 derniers mois"), null=True, blank=True
    )
    last_replacement_on = models.DateField(_("dernier jour de remplacement"), null=True, blank=True)
    may_settle_nearby = models.BooleanField(_("accord du médecin remplacé, notifié à l’Ordre"), default=False)
    present_notice_months = models.PositiveSmallIntegerField(_("préavis du poste actuel (mois)"), default=0)
    notice_given_on = models.DateField(_("préavis donné le"), null=True, blank=True)

    doctor = models.ForeignKey(
        Doctor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("médecin")
    )

    class Meta:
        verbose_name = _("candidat")
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            models.CheckConstraint(
                name="candidate_wants_possible_half_days",
                condition=Q(half_days_per_week__isnull=True)
                | Q(half_days_per_week__gte=0.5, half_days_per_week__lte=12),
                violation_error_message=_("Entre une demi-journée toutes les deux semaines (0,5) et 12 par semaine."),
            ),
            models.CheckConstraint(
                name="candidate_names_half_days_of_the_week",
                condition=Q(slots__contained_by=list(range(N_SLOTS))),
                violation_error_message=_("Une des demi-journées choisies n’existe pas dans la semaine."),
            ),
            models.CheckConstraint(
                name="licence_ends_after_it_starts",
                condition=Q(licence_from__isnull=True)
                | Q(licence_until__isnull=True)
                | Q(licence_until__gte=F("licence_from")),
                violation_error_message=_("La fin de la licence de remplacement vient après son début."),
            ),
            models.CheckConstraint(
                name="candidates_licence_ends_on_15_november",
                condition=Q(licence_until__isnull=True) | Q(licence_until__month=11, licence_until__day=15),
                violation_error_message=_(
                    "Licence de remplacement : elle vaut toujours jusqu’à un 15 novembre. Vérifiez la date."
                ),
            ),
            models.CheckConstraint(
                name="last_replacement_tells_of_a_replacement",
                condition=Q(last_replacement_on__isnull=True)
                | Q(has_replaced_nearby__isnull=False, has_replaced_nearby=True),
                violation_error_message=_(
                    "Un dernier jour de remplacement suppose un remplacement : répondez « oui », ou effacez le jour."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


class CandidateOffice(models.Model):
    """An office to which a candidate would come; a declaration of site is made for one office (ORD-02)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="offices", verbose_name=_("candidat")
    )
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", verbose_name=_("cabinet"))
    declaration_received_on = models.DateField(_("déclaration reçue par l’Ordre le"), null=True, blank=True)

    class Meta:
        verbose_name = _("cabinet souhaité")
        ordering = ["office_id"]
        constraints = [
            models.UniqueConstraint(
                name="candidate_names_each_office_once",
                fields=["candidate", "office"],
                violation_error_message=_("Ce cabinet est déjà dans les souhaits."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.office}"


class RecruitmentKnobs(models.Model):
    """What a network sets about its candidates. Without a row, the defaults hold."""

    network = models.OneToOneField(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    retention_months = models.PositiveSmallIntegerField(
        _("garder une fiche sans contact (mois)"), default=USUAL_RETENTION_MONTHS
    )
    note = models.CharField(_("d’où viennent ces réglages"), max_length=300, blank=True)
    changed_on = models.DateField(_("réglé le"))

    class Meta:
        verbose_name = _("réglages du recrutement")
        ordering = ["network"]
        constraints = [
            models.CheckConstraint(
                name="candidates_are_kept_one_to_36_months",
                condition=Q(retention_months__range=(1, 36)),
                violation_error_message=_("Garder une fiche sans contact (mois) : entre 1 et 36."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network}"


class WelcomeLine(models.Model):
    """One point of the welcome list of a promise: who does it, by when, and when it was done."""

    class Task(models.TextChoices):
        REGISTRATION = (
            WelcomeTask.REGISTRATION,
            _("Inscription au tableau du conseil départemental de l’Ordre (RPPS, carte CPS)"),
        )
        INSURANCE = WelcomeTask.INSURANCE, _("Assurance en responsabilité civile professionnelle")
        SITE_DECLARATION = WelcomeTask.SITE_DECLARATION, _("Déclaration de site distinct, reçue par l’Ordre")
        AGREEMENT_DRAFT = (
            WelcomeTask.AGREEMENT_DRAFT,
            _("Projet de convention entre la mairie, le réseau et le médecin"),
        )
        COUNCIL_RESOLUTION = WelcomeTask.COUNCIL_RESOLUTION, _("Délibération du conseil municipal")
        SIGNATURE = WelcomeTask.SIGNATURE, _("Signature de la convention")
        CONTRACT_TO_ORDER = (
            WelcomeTask.CONTRACT_TO_ORDER,
            _("Envoi de la convention au conseil départemental de l’Ordre"),
        )
        HEALTH_INSURANCE = (
            WelcomeTask.HEALTH_INSURANCE,
            _("Rendez-vous à la CPAM : enregistrement, secteur, numéro de facturation"),
        )
        CONVENTION = WelcomeTask.CONVENTION, _("Adhésion à la convention médicale")
        BUSINESS_DESK = WelcomeTask.BUSINESS_DESK, _("Guichet unique (INPI), Urssaf et Carmf")
        SOFTWARE = WelcomeTask.SOFTWARE, _("Logiciel, lecteur de cartes et messagerie sécurisée")
        URGENT_CARE = WelcomeTask.URGENT_CARE, _("Information sur le SAS et la permanence des soins")
        PUBLIC_PAGE = WelcomeTask.PUBLIC_PAGE, _("Page publique du cabinet à jour")
        PLATE = WelcomeTask.PLATE, _("Plaque à l’entrée du cabinet")

    class Who(models.TextChoices):
        DOCTOR = handover.WelcomeWho.DOCTOR, _("le médecin")
        TOWN_HALL = handover.WelcomeWho.TOWN_HALL, _("la mairie")
        NETWORK = handover.WelcomeWho.NETWORK, _("le réseau")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="welcome", verbose_name=_("engagement")
    )
    position = models.PositiveSmallIntegerField(_("rang"))
    task = models.CharField(_("à faire"), max_length=20, choices=Task)
    who = models.CharField(_("par qui"), max_length=10, choices=Who)
    due_on = models.DateField(_("à faire avant le"))
    done_on = models.DateField(_("fait le"), null=True, blank=True)
    done_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("noté par")
    )

    class Meta:
        verbose_name = _("point d’accueil")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="welcome_list_names_each_task_once",
                fields=["commitment", "task"],
                violation_error_message=_("Ce point est déjà dans la liste d’accueil."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_task_display()
