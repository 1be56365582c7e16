"""What a call for a gap refuses, in the words of the doctor who reads it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.rules.calls import NotFit

NOT_FIT: dict[NotFit, str | Promise] = {
    NotFit.TAKEN: _("déjà prise"),
    NotFit.PAST: _("déjà commencée"),
    NotFit.OFFICE_CLOSED: _("le cabinet n’ouvre pas"),
    NotFit.COVERED: _("un médecin y consulte désormais"),
    NotFit.NO_ROOM: _("plus de salle libre"),
    NotFit.ABSENT: _("vous êtes noté absent"),
    NotFit.ELSEWHERE: _("vous consultez déjà à ce moment"),
    NotFit.NOBODY_REPLACED: _("hors de vos dates d’engagement, et personne n’est remplacé"),
    NotFit.REPLACED_WORKS: _("le médecin à remplacer n’est pas absent"),
    NotFit.IS_REPLACED: _("c’est vous qui êtes remplacé"),
    NotFit.NOT_ALLOWED: _("pas de licence de remplacement valable ce jour-là"),
}


class UnknownLink(Exception):
    """The address of a call that was never sent."""


class CallRefused(RotaRefused):
    """A call cannot be like this."""


class CallWithdrawn(CallRefused):
    def __init__(self) -> None:
        super().__init__(_("Le réseau a retiré cet appel. Il n’y a plus rien à prendre."))


class CallExpired(CallRefused):
    def __init__(self) -> None:
        super().__init__(
            _("Cet appel n’est plus valable. Le réseau en publiera un autre s’il manque encore un médecin.")
        )


class AlreadyTaken(CallRefused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Un autre médecin vient de prendre cette demi-journée. Rien n’est posé à votre nom : "
                "choisissez-en une autre."
            )
        )


class DoesNotFit(CallRefused):
    """The rules do not let her take this half-day."""

    def __init__(self, what: str, why: NotFit) -> None:
        super().__init__(
            _("%(half_day)s : %(why)s. Rien n’est posé à votre nom : choisissez-en une autre.")
            % {"half_day": what, "why": NOT_FIT[why]}
        )
        self.why = why
