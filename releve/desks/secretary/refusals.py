"""What the pipeline refuses, in the words of somebody who sits at the desk and not at home."""

from django.utils.translation import gettext as _

from releve.desks.secretary.offered_times import NamedSlot, with_doctors
from releve.pipeline.appointments.errors import AlreadyOver, NotBookable, PatientBusy
from releve.pipeline.slots.rules import NotFree
from releve.shared.errors import Refused


def refusal_words(refusal: Refused) -> str:
    """Return the sentence to show: the desk is never told to call the desk."""
    if isinstance(refusal, NotBookable) and refusal.why is NotFree.TOO_LATE:
        return _("Cet horaire est passé. Choisissez-en un autre.")
    if isinstance(refusal, NotBookable) and refusal.why is NotFree.OUTSIDE_SHIFT:
        return _("Cet horaire ne tient plus dans une vacation publiée : elle a changé, ou le motif est trop long.")
    if isinstance(refusal, PatientBusy):
        return _("Ce patient a déjà un rendez-vous à ce moment. Choisissez un autre horaire, ou déplacez l’autre.")
    if isinstance(refusal, AlreadyOver):
        return _("Ce rendez-vous n’est plus à venir : il est déjà annulé, reçu ou terminé.")
    return str(refusal.message)


def times_offered(refusal: Refused) -> list[NamedSlot]:
    """Return the next times that came with the refusal."""
    return with_doctors(getattr(refusal, "next_times", []))
