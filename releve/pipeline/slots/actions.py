"""Writes of the reasons for a visit. A reason is never deleted: appointments keep it; it is retired."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from releve.pipeline.slots.errors import ReasonRefused
from releve.pipeline.slots.models import VisitReason
from releve.shared.lawful_writes import Answer, check_fields, lawful_write, laws_of
from releve.shared.people.models import User

MIN_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class ReasonTerms:
    """What a network decides about a reason for a visit."""

    name: str
    minutes: int
    booked_by: str = VisitReason.BookedBy.EVERYONE
    earliest_days_ahead: int = 56
    latest_min_ahead: int = 60
    is_unscheduled: bool = False


EVERYONE, PHONE = VisitReason.BookedBy.EVERYONE, VisitReason.BookedBy.PHONE
# What a network starts with, to change as it likes. They are data: stored in French, like all that a network writes.
FIRST_REASONS = {
    "usual": ReasonTerms("Consultation", 15),
    "first": ReasonTerms("Première visite au cabinet", 20, EVERYONE, 56, 120),
    "long_term": ReasonTerms("Suivi d’une maladie de longue durée", 20, EVERYONE, 56, 120),
    "child": ReasonTerms("Examen obligatoire de l’enfant", 20, EVERYONE, 56, 120),
    "certificate": ReasonTerms("Certificat médical", 10, EVERYONE, 28, 120),
    "unscheduled": ReasonTerms("Soin qui ne peut pas attendre", 15, EVERYONE, 2, 30, is_unscheduled=True),
    "over_80": ReasonTerms("Visite longue, à partir de 80 ans", 30, PHONE, 56, 120),
}


@transaction.atomic
def add_first_reasons(*, network_id: int, by: User | None, now: datetime) -> list[VisitReason]:
    """Offer what a new network starts with."""
    return [add_reason(network_id=network_id, terms=terms, by=by, now=now) for terms in FIRST_REASONS.values()]


@transaction.atomic
def add_reason(*, network_id: int, terms: ReasonTerms, by: User | None, now: datetime) -> VisitReason:
    """Offer a new reason, after those that the network has already."""
    last = VisitReason.objects.filter(network_id=network_id).aggregate(last=Max("position"))["last"] or 0
    return _store(VisitReason(network_id=network_id, position=last + 1), terms)


@transaction.atomic
def change_reason(*, reason: VisitReason, terms: ReasonTerms, by: User, now: datetime) -> VisitReason:
    """Change a reason. Appointments already taken keep their length."""
    return _store(reason, terms)


@transaction.atomic
def retire_reason(*, reason: VisitReason, by: User, now: datetime) -> VisitReason:
    """Stop offering a reason; appointments already taken keep it."""
    reason.is_active = False
    reason.save(update_fields=["is_active"])
    return reason


@transaction.atomic
def offer_reason_again(*, reason: VisitReason, by: User, now: datetime) -> VisitReason:
    """Offer a retired reason again."""
    reason.is_active = True
    reason.save(update_fields=["is_active"])
    return reason


def _store(reason: VisitReason, terms: ReasonTerms) -> VisitReason:
    if terms.latest_min_ahead >= terms.earliest_days_ahead * MIN_PER_DAY:
        raise ReasonRefused(
            _(
                "« Au plus tôt %(days)d jours avant » et « au plus tard %(minutes)d minutes avant » ne laissent aucun "
                "moment pour réserver : augmentez les jours ou diminuez les minutes."
            )
            % {"days": terms.earliest_days_ahead, "minutes": terms.latest_min_ahead}
        )
    for name, value in asdict(terms).items():
        setattr(reason, name, value)
    check_fields(reason, ReasonRefused)
    with lawful_write(ReasonRefused, _laws(terms)):
        reason.save()
    return reason


def _laws(terms: ReasonTerms) -> dict[str, Answer]:
    return {
        **laws_of(VisitReason),
        "visit_reason_is_named_once_in_its_network": _(
            "Nom : le motif « %(name)s » existe déjà. Choisissez un autre nom, ou modifiez celui qui existe."
        )
        % {"name": terms.name},
        "visit_lasts_5_to_120_minutes": _("Durée : %(minutes)d minutes. Choisissez de 5 à 120 minutes.")
        % {"minutes": terms.minutes},
    }
