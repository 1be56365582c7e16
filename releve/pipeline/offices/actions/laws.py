"""What each broken law means to the person who changes an office."""

from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.errors import ShiftsMustEnd
from releve.pipeline.offices.models import Closure, Office, OpeningHalfDay, ReceptionAbsence, Room
from releve.shared.lawful_writes import Answer, laws_of

LAWS: dict[str, Answer] = {
    **laws_of(Office, Room, OpeningHalfDay, Closure, ReceptionAbsence),
    "offices_office_slug_key": _("Nom dans les adresses : un autre cabinet le porte déjà. Choisissez-en un autre."),
    "shifts_stay_inside_opening_hours": lambda detail: ShiftsMustEnd(int(detail)),
    "shifts_stay_while_the_office_is_open": lambda detail: ShiftsMustEnd(int(detail)),
}
