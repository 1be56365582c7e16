"""What is left to do before the first patient of a new office can book."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.commitments.models import Commitment
from releve.pipeline.offices.models import Office
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.queries import reasons_for
from releve.shared.words import zone_words


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One thing to do; the page that is shown has no `url`."""

    label: str
    words: str
    url: str = ""


def first_steps(office: Office) -> list[FirstStep]:
    """Return the way to the first weeks, or nothing once a shift was laid: 3 queries at most."""
    if Shift.objects.filter(office=office).exists():
        return []
    return [
        FirstStep(_("Horaires"), _hours_words(office.time_zone)),
        FirstStep(
            _("Salles"), _("donnez-leur les noms écrits sur les portes"), reverse("network:rooms", args=[office.slug])
        ),
        FirstStep(_("Motifs"), _reasons_words(len(reasons_for(office.network_id))), reverse("network:reasons")),
        FirstStep(_("Médecins"), _promises_words(office), reverse("network:doctors")),
        FirstStep(
            _("Semaines"),
            _("ouvrez les premières : les patients réservent"),
            reverse("network:weeks", args=[office.slug]),
        ),
    ]


def _hours_words(time_zone: str) -> str:
    note = zone_words(time_zone)
    words = _("vérifiez les heures de chaque demi-journée, et si l’accueil est là")
    return f"{words} ({note})" if note else words


def _reasons_words(n_reasons: int) -> str:
    if not n_reasons:
        return _("aucun n’est proposé : ajoutez-en, sans eux rien ne peut être réservé")
    return ngettext("%(n)d est proposé, relisez-le", "%(n)d sont proposés, relisez-les", n_reasons) % {"n": n_reasons}


def _promises_words(office: Office) -> str:
    n_promises = Commitment.objects.filter(office=office).count()
    if not n_promises:
        return _("ajoutez-les, puis l’engagement de chacun dans ce cabinet")
    return ngettext("%(n)d engagement est noté", "%(n)d engagements sont notés", n_promises) % {"n": n_promises}
