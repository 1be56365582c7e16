"""What the coordinator reads when an office is about to lack a doctor."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from releve.pipeline.commitments.models import CoverageAlarm
from releve.shared.words import date_words


@dataclass(frozen=True, slots=True)
class AlarmMessage:
    subject: str
    text: str


def alarm_message(alarm: CoverageAlarm) -> AlarmMessage:
    """Return the mail of an alarm: which office, from when, until when to start looking, and where to look."""
    facts = {
        "office": alarm.office.name,
        "gap": date_words(alarm.gap_on),
        "look_by": date_words(alarm.look_by),
        "missing": number_format(alarm.missing_a_week.normalize(), use_l10n=True),
        "link": f"{settings.PUBLIC_ADDRESS}/reseau/cabinets/{alarm.office.slug}/couverture/",
    }
    when = (
        _("La recherche aurait dû commencer le %(look_by)s : chaque semaine compte.")
        if alarm.is_late
        else _("Commencez à chercher au plus tard le %(look_by)s.")
    ) % facts
    if alarm.is_begun:
        subject = _("%(office)s : un médecin manque déjà") % facts
        gap = _("%(office)s : demi-journées qui manquent déjà chaque semaine, %(missing)s.") % facts
    else:
        subject = _("%(office)s : un médecin manquera à partir du %(gap)s") % facts
        gap = _("%(office)s, à partir du %(gap)s : demi-journées qui manqueront chaque semaine, %(missing)s.") % facts
    if alarm.n_sent > 1:
        subject = _("Rappel · %(subject)s") % {"subject": subject}
    text = _(
        "Bonjour,\n\n%(gap)s\n%(when)s\n\nL’horizon de couverture, le risque et les réglages :\n%(link)s\n\n"
        "Pour ne plus recevoir ce rappel, indiquez sur cette page quand vous y reviendrez. "
        "Il s’arrête de lui-même quand un médecin est trouvé."
    ) % {"gap": gap, "when": when, "link": facts["link"]}
    return AlarmMessage(subject, text)
