"""The life of a promise as a time line: what happened, today, and what is ahead; and the acts that may follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releve.desks.network.boards.deadlines import DeadlineLine
from releve.pipeline.commitments.handover import Act, Route, State
from releve.pipeline.commitments.models import Act as ActName
from releve.pipeline.commitments.models import Commitment, PromiseAct
from releve.pipeline.commitments.rules.life import next_acts
from releve.shared.words import date_words

Text = str | LazyText

SLUGS: Mapping[Act, str] = {
    Act.AGREE: "accord",
    Act.DECLARE: "declaration",
    Act.OPPOSE: "opposition",
    Act.APPEAL: "recours",
    Act.ALLOW: "opposition-levee",
    Act.SIGN: "signature",
    Act.START: "debut",
    Act.GIVE_NOTICE: "depart",
    Act.WITHDRAW_NOTICE: "depart-retire",
    Act.EXTEND: "prolongation",
    Act.AMEND: "avenant",
    Act.END: "fin",
    Act.GIVE_UP: "abandon",
}
# What a button says, and what follows from pressing it.
INVITATIONS: Mapping[Act, tuple[Text, Text]] = {
    Act.AGREE: (
        gettext_lazy("Noter l’accord"),
        gettext_lazy("Les deux sont d’accord : des semaines peuvent être posées."),
    ),
    Act.DECLARE: (
        gettext_lazy("Noter la déclaration"),
        gettext_lazy("Deux mois après sa réception prouvée par l’Ordre, le médecin peut exercer ici."),
    ),
    Act.OPPOSE: (
        gettext_lazy("Noter une opposition"),
        gettext_lazy("Plus rien ne peut être posé ni publié tant qu’elle n’est pas levée."),
    ),
    Act.APPEAL: (
        gettext_lazy("Noter un recours"),
        gettext_lazy("Devant le Conseil national de l’Ordre : il précède tout procès."),
    ),
    Act.ALLOW: (
        gettext_lazy("Noter l’opposition levée"),
        gettext_lazy("La déclaration compte de nouveau."),
    ),
    Act.SIGN: (
        gettext_lazy("Noter la signature"),
        gettext_lazy("Le médecin envoie le contrat à l’Ordre dans le mois qui suit."),
    ),
    Act.START: (
        gettext_lazy("Noter le début"),
        gettext_lazy("Un engagement signé commence de lui-même à sa date."),
    ),
    Act.GIVE_NOTICE: (
        gettext_lazy("Annoncer un départ"),
        gettext_lazy(
            "Fixe le dernier jour, les déclarations à l’ARS et à l’Ordre, l’information des patients, la garde des "
            "dossiers, et ouvre la recherche d’un successeur."
        ),
    ),
    Act.WITHDRAW_NOTICE: (
        gettext_lazy("Retirer l’annonce"),
        gettext_lazy("Le dernier jour d’avant revient, la recherche se ferme."),
    ),
    Act.EXTEND: (
        gettext_lazy("Prolonger"),
        gettext_lazy("Un dernier jour plus tardif. C’est un avenant : l’Ordre le reçoit dans le mois."),
    ),
    Act.AMEND: (
        gettext_lazy("Noter un avenant"),
        gettext_lazy("Demi-journées, dates ou durées. L’Ordre le reçoit dans le mois."),
    ),
    Act.END: (
        gettext_lazy("Noter la fin"),
        gettext_lazy("Un engagement prend fin de lui-même après son dernier jour."),
    ),
    Act.GIVE_UP: (
        gettext_lazy("Abandonner"),
        gettext_lazy("L’engagement n’aura pas lieu. Ses dates redeviennent libres."),
    ),
}
# Acts that take something away.
GRAVE = frozenset({Act.OPPOSE, Act.GIVE_NOTICE, Act.END, Act.GIVE_UP})
TERMS: Mapping[str, Text] = {
    "starts_on": gettext_lazy("premier jour"),
    "ends_on": gettext_lazy("dernier jour"),
    "half_days_per_week": gettext_lazy("demi-journées par semaine"),
    "minimum_term_months": gettext_lazy("durée minimale (mois)"),
    "maximum_term_months": gettext_lazy("durée maximale (mois)"),
    "notice_months": gettext_lazy("préavis (mois)"),
    "valid_from": gettext_lazy("à partir du"),
    "may_start_on": gettext_lazy("peut exercer à partir du"),
}
STATE_CHIPS: Mapping[State, str] = {
    State.PROPOSED: "chip--held",
    State.OPPOSED: "chip--bad",
    State.RUNNING: "chip--good",
    State.EXTENDED: "chip--good",
    State.NOTICE_GIVEN: "chip--warn",
    State.ENDED: "",
    State.GIVEN_UP: "chip--cancelled",
}


@dataclass(frozen=True, slots=True)
class NextAct:
    act: Act

    @property
    def slug(self) -> str:
        return SLUGS[self.act]

    @property
    def label(self) -> Text:
        return INVITATIONS[self.act][0]

    @property
    def what_follows(self) -> Text:
        return INVITATIONS[self.act][1]

    @property
    def is_grave(self) -> bool:
        return self.act in GRAVE


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the time line: an act that happened, today, or a deadline ahead."""

    on: date
    title: Text
    kind: str  # act, today, deadline, start, end
    detail: str = ""
    note: str = ""
    changes: tuple[str, ...] = ()
    is_overdue: bool = False


def state_chip(state: str) -> str:
    return STATE_CHIPS.get(State(state), "chip--info")


def acts_that_may_follow(commitment: Commitment) -> list[NextAct]:
    return [NextAct(act) for act in next_acts(State(commitment.state), Route(commitment.route))]


def time_line(
    commitment: Commitment, acts: Sequence[PromiseAct], deadlines: Sequence[DeadlineLine], last_on: date, today: date
) -> list[Moment]:
    """Return what happened and what is ahead, in the order of the dates."""
    moments = [_of_act(act) for act in acts]
    moments.append(Moment(commitment.starts_on, _("Premier jour"), "start"))
    moments.append(Moment(last_on, _("Dernier jour"), "end"))
    moments += [
        Moment(line.due_on, line.title, "deadline", detail=line.who, is_overdue=line.is_overdue)
        for line in deadlines
        if line.is_open and not line.is_watch
    ]
    moments.append(Moment(today, _("Aujourd’hui"), "today"))
    # On one day: what happened, then today, then what is due.
    order = {"act": 0, "start": 1, "today": 2, "deadline": 3, "end": 4}
    return sorted(moments, key=lambda moment: (moment.on, order[moment.kind]))


def change_words(changes: Mapping[str, Sequence[object]]) -> tuple[str, ...]:
    """Return « dernier jour : 31 décembre 2027 → 30 juin 2027 » for each term that changed."""
    return tuple(
        _("%(term)s %(after)s") % {"term": TERMS[name], "after": _said(after)}
        if name in ("may_start_on", "valid_from")
        else _("%(term)s : %(before)s → %(after)s")
        % {"term": TERMS[name], "before": _said(before), "after": _said(after)}
        for name, (before, after) in changes.items()
        if name in TERMS
    )


def _of_act(act: PromiseAct) -> Moment:
    return Moment(
        on=act.happened_on,
        title=ActName(act.kind).label,
        kind="act",
        detail=act.proof,
        note=act.note,
        changes=change_words(act.changes),
    )


def _said(value: object) -> str:
    if value is None:
        return _("non convenu")
    try:
        return date_words(date.fromisoformat(str(value)))
    except ValueError:
        return str(number_format(str(value).removesuffix(".0"), use_l10n=True))
