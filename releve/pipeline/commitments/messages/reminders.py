"""What a reminder says: what is due, by when, for whom, and where to note that it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.commitments.queries.deadlines import ListedDeadline
from releve.pipeline.commitments.words.promises import DEADLINES
from releve.shared.words import date_words


@dataclass(frozen=True, slots=True)
class ReminderMessage:
    subject: str
    text: str


def network_message(listed: Sequence[ListedDeadline], today: date) -> ReminderMessage:
    """Return the coordinator's mail: every deadline with the doctor whom it concerns."""
    lines = "\n\n".join(_line(each, today, with_doctor=True) for each in listed)
    link = f"{settings.PUBLIC_ADDRESS}/reseau/echeances/"
    text = _("Bonjour,\n\n%(lines)s\n\nNotez ici ce qui est fait, avec sa date prouvée :\n%(link)s")
    return ReminderMessage(_subject(listed, today), text % {"lines": lines, "link": link})


def doctor_message(listed: Sequence[ListedDeadline], today: date) -> ReminderMessage:
    """Return the doctor's mail: what she has to do herself."""
    lines = "\n\n".join(_line(each, today, with_doctor=False) for each in listed)
    link = f"{settings.PUBLIC_ADDRESS}/medecin/engagement/"
    text = _(
        "Bonjour,\n\n%(lines)s\n\nVotre engagement et ses échéances :\n%(link)s\n\n"
        "C’est déjà fait ? Notez-le sur cette page, avec la date : les rappels s’arrêtent alors."
    )
    return ReminderMessage(_subject(listed, today), text % {"lines": lines, "link": link})


def _subject(listed: Sequence[ListedDeadline], today: date) -> str:
    if len(listed) == 1:
        deadline = listed[0].deadline
        words = {"what": DEADLINES[deadline.kind][0], "day": date_words(deadline.due_on)}
        sentence = _("En retard : %(what)s") if deadline.is_overdue(today) else _("%(what)s : au plus tard le %(day)s")
        return sentence % words
    return ngettext("%(n)d échéance", "%(n)d échéances", len(listed)) % {"n": len(listed)}


def _line(listed: ListedDeadline, today: date, *, with_doctor: bool) -> str:
    deadline, commitment = listed.deadline, listed.commitment
    what, how = DEADLINES[deadline.kind]
    is_late = deadline.is_overdue(today)
    when = (_("en retard, au plus tard le %(day)s") if is_late else _("au plus tard le %(day)s")) % {
        "day": date_words(deadline.due_on)
    }
    who = f"{commitment.doctor}, {commitment.office}" if with_doctor else str(commitment.office)
    return f"• {what} · {when}\n  {who}\n  {how} ({', '.join(deadline.source.rules)})"
