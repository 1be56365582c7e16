"""The life of a promise: its acts, what was done about its deadlines, its reminders, the call to recruit."""

from collections import defaultdict
from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.models.promises import Commitment, State
from releve.pipeline.commitments.rules.life import steps
from releve.pipeline.offices.models import Network, Office

# The state of a promise is the state that its last act leads to: the act itself moves it.
MOVES_ITS_PROMISE = """
    UPDATE commitments_commitment SET state = NEW.after
    WHERE id = NEW.commitment_id AND network_id = NEW.network_id
      AND state = COALESCE(NULLIF(NEW.before, ''), NEW.after);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'promise is in another state'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'act_starts_from_the_state_of_its_promise';
    END IF;
    RETURN NULL;
"""


class Act(models.TextChoices):
    PROPOSE = handover.Act.PROPOSE, _("Proposition")
    AGREE = handover.Act.AGREE, _("Accord")
    ENTER = handover.Act.ENTER, _("Saisie d’un engagement en cours")
    DECLARE = handover.Act.DECLARE, _("Déclaration reçue par l’Ordre")
    OPPOSE = handover.Act.OPPOSE, _("Opposition de l’Ordre")
    APPEAL = handover.Act.APPEAL, _("Recours devant le Conseil national")
    ALLOW = handover.Act.ALLOW, _("Opposition levée")
    SIGN = handover.Act.SIGN, _("Signature du contrat")
    START = handover.Act.START, _("Début")
    GIVE_NOTICE = handover.Act.GIVE_NOTICE, _("Départ annoncé")
    WITHDRAW_NOTICE = handover.Act.WITHDRAW_NOTICE, _("Départ retiré")
    EXTEND = handover.Act.EXTEND, _("Prolongation")
    AMEND = handover.Act.AMEND, _("Avenant")
    END = handover.Act.END, _("Fin")
    GIVE_UP = handover.Act.GIVE_UP, _("Abandon")


def _allowed_steps() -> Q:
    """Return the transitions of `rules.life` as a condition on an act."""
    befores: dict[tuple[str, str], list[str]] = defaultdict(list)
    for before, act, after in steps():
        befores[act.value, after.value].append(before.value if before else "")
    return reduce(or_, (Q(kind=kind, before__in=of, after=after) for (kind, after), of in befores.items()))


class PromiseAct(models.Model):
    """One act of a promise's life. Acts are appended, never changed: a mistake is mended by another act."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="acts", verbose_name=_("engagement")
    )
    kind = models.CharField(_("acte"), max_length=20, choices=Act)
    before = models.CharField(_("état avant"), max_length=20, choices=State, blank=True)
    after = models.CharField(_("état après"), max_length=20, choices=State)
    # Delays of law run from a proved date, not from the day on which somebody typed it (domain.md §9.14).
    happened_on = models.DateField(_("date prouvée"))
    proof = models.CharField(_("preuve"), max_length=200, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    # {field: [before, after]}: the old terms stay readable.
    changes = models.JSONField(_("termes changés"), default=dict, blank=True)
    noted_at = models.DateTimeField(_("noté le"))
    noted_by = models.ForeignKey(
        "people.User",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("noté par"),
    )

    class Meta:
        verbose_name = _("acte d’un engagement")
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="act_is_a_step_of_a_promises_life",
                condition=_allowed_steps(),
                violation_error_message=_("Cet acte n’a pas sa place dans l’état actuel de l’engagement."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="promise_acts_are_only_appended", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="act_starts_from_the_state_of_its_promise",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=MOVES_ITS_PROMISE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.happened_on}"


class DeadlineMark(models.Model):
    """A deadline was met, or does not apply here. The deadline itself is computed, never stored."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="deadline_marks", verbose_name=_("engagement")
    )
    kind = models.CharField(_("échéance"), max_length=30)
    due_on = models.DateField(_("au plus tard le"))
    done_on = models.DateField(_("fait le"))
    proof = models.CharField(_("preuve"), max_length=200, blank=True)
    is_not_needed = models.BooleanField(_("sans objet"), default=False)
    noted_at = models.DateTimeField(_("noté le"))
    noted_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("noté par")
    )

    class Meta:
        verbose_name = _("échéance tenue")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_is_marked_once",
                fields=["commitment", "kind", "due_on"],
                violation_error_message=_("Cette échéance est déjà notée comme faite."),
            ),
            models.CheckConstraint(
                name="deadline_without_object_says_why",
                condition=Q(is_not_needed=False) | ~Q(proof=""),
                violation_error_message=_("Preuve : dites pourquoi cette échéance est sans objet."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.due_on}"


class ReminderLine(models.Model):
    """A reminder was sent: each step of a deadline once to each party."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="reminder_lines", verbose_name=_("engagement")
    )
    kind = models.CharField(_("échéance"), max_length=30)
    due_on = models.DateField(_("au plus tard le"))
    party = models.CharField(_("destinataire"), max_length=12)
    step = models.PositiveSmallIntegerField(_("rang du rappel"))
    sent_on = models.DateField(_("envoyé le"))

    class Meta:
        verbose_name = _("rappel d’échéance")
        ordering = ["sent_on", "id"]
        indexes = [models.Index(fields=["network", "sent_on"], name="reminder_of_network_by_day")]
        constraints = [
            models.UniqueConstraint(
                name="reminder_is_sent_once",
                fields=["commitment", "kind", "due_on", "party", "step"],
                violation_error_message=_("Ce rappel est déjà parti."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.due_on} · {self.step}"


class ReminderKnobs(models.Model):
    """How early a network wants to be reminded. Without a row, the defaults hold."""

    network = models.OneToOneField(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    early_days = models.PositiveSmallIntegerField(_("premier rappel (jours avant)"), default=45)
    late_days = models.PositiveSmallIntegerField(_("deuxième rappel (jours avant)"), default=10)
    repeat_days = models.PositiveSmallIntegerField(_("puis tous les (jours)"), default=7)

    class Meta:
        verbose_name = _("réglage des rappels")
        ordering = ["network"]
        constraints = [
            models.CheckConstraint(
                name="first_reminder_comes_before_the_second",
                condition=Q(early_days__gt=F("late_days")),
                violation_error_message=_("Premier rappel : il part avant le deuxième. Donnez un nombre plus grand."),
            ),
            models.CheckConstraint(
                name="reminders_are_repeated_no_sooner_than_daily",
                condition=Q(repeat_days__gte=1),
                violation_error_message=_("Répétition : un jour au moins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.early_days} · {self.late_days} · {self.repeat_days}"


class RecruitmentCall(models.Model):
    """An office looks for a doctor: opened by a notice, closed when somebody is found or the notice is withdrawn."""

    class Outcome(models.TextChoices):
        FOUND = "found", _("médecin trouvé")
        NOTICE_WITHDRAWN = "notice_withdrawn", _("départ retiré")
        GIVEN_UP = "given_up", _("recherche arrêtée")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("cabinet"))
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recruitment_calls",
        verbose_name=_("engagement qui prend fin"),
    )
    opened_on = models.DateField(_("ouvert le"))
    needed_from = models.DateField(_("à partir du"))
    half_days_per_week = models.DecimalField(_("demi-journées par semaine"), max_digits=3, decimal_places=1)
    closed_on = models.DateField(_("clos le"), null=True, blank=True)
    outcome = models.CharField(_("issue"), max_length=20, choices=Outcome, blank=True)
    answered_by = models.ForeignKey(
        Commitment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_calls",
        verbose_name=_("engagement qui y répond"),
    )

    class Meta:
        verbose_name = _("recherche d’un médecin")
        ordering = ["needed_from", "id"]
        constraints = [
            models.UniqueConstraint(
                name="departure_opens_one_recruitment_at_a_time",
                fields=["commitment"],
                condition=Q(closed_on__isnull=True),
                violation_error_message=_("Une recherche est déjà ouverte pour ce départ."),
            ),
            models.CheckConstraint(
                name="closed_recruitment_tells_its_outcome",
                condition=Q(closed_on__isnull=True, outcome="") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("Issue : dites comment la recherche s’est terminée."),
            ),
            models.CheckConstraint(
                name="recruitment_is_answered_when_somebody_is_found",
                condition=Q(answered_by__isnull=True) | Q(outcome="found"),
                violation_error_message=_("Engagement qui y répond : la recherche n’est pas notée comme aboutie."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.needed_from}"
