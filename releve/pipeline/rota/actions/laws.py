"""What each broken law means to the person who changes a shift: the field, and what to do."""

from django.utils.translation import gettext_lazy as _

from releve.pipeline.rota.errors import PatientsMustMove
from releve.pipeline.rota.models import Shift
from releve.shared.lawful_writes import Answer, laws_of

OUTSIDE_COMMITMENT = _(
    "Jour : il est hors de l’engagement du médecin dans ce cabinet. Choisissez un jour compris dans ses dates, "
    "ou prolongez l’engagement."
)
LAWS: dict[str, Answer] = {
    **laws_of(Shift),
    "doctor_never_in_two_places": _(
        "Médecin : il consulte déjà ailleurs à ce moment. Choisissez d’autres heures, ou annulez l’autre vacation."
    ),
    "room_never_holds_two_doctors": _(
        "Salle : elle est déjà prise à ce moment. Choisissez une autre salle ou d’autres heures."
    ),
    "shift_lies_inside_its_commitment": OUTSIDE_COMMITMENT,
    "no_shift_before_the_declarations_allow_it": _(
        "Jour : la déclaration du médecin à l’Ordre ne permet pas encore d’exercer ici ce jour-là, ou l’Ordre s’y "
        "oppose. Choisissez un jour plus tardif, ou notez l’acte sur la page de l’engagement."
    ),
    "shift_lies_inside_opening_hours": _(
        "Début et fin : la vacation sort des heures d’ouverture de cette demi-journée. Choisissez des heures comprises "
        "dedans, ou changez d’abord les horaires du cabinet."
    ),
    "shift_is_held_in_a_room_of_its_office": _("Salle : elle n’est pas dans ce cabinet. Choisissez une de ses salles."),
    "shift_ends_after_it_starts": _("Fin : elle vient après le début. Choisissez une heure plus tardive."),
    "cancelled_shift_has_a_reason": _("Motif : indiquez pourquoi la vacation est annulée."),
    "booked_patients_keep_their_shift": lambda detail: PatientsMustMove(int(detail)),
}
