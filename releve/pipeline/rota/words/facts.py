"""Why a half-day is empty, in the words of the person who reads the rota: one sentence a fact."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.shared.words import day_words

SENTENCES: dict[FactKind, str | Promise] = {
    FactKind.NOT_OPEN: gettext_lazy("%(place)s n’ouvre pas le %(half_day)s."),
    FactKind.CLOSED: gettext_lazy("%(place)s est fermé le %(half_day)s."),
    FactKind.NOBODY_HERE: gettext_lazy("Personne n’a d’engagement à %(place)s."),
    FactKind.ALL_HERE: gettext_lazy("Tous ceux qui ont un engagement à %(place)s y sont déjà."),
    FactKind.NOT_HER_PLACE: gettext_lazy("%(worker)s n’a pas d’engagement à %(place)s."),
    FactKind.OUTSIDE_WINDOW: gettext_lazy("L’engagement de %(worker)s ne couvre pas cette date."),
    FactKind.ON_LEAVE: gettext_lazy("%(worker)s est en congé la semaine du %(day)s."),
    FactKind.ABSENT: gettext_lazy("%(worker)s est en absence le %(half_day)s."),
    FactKind.CANNOT: gettext_lazy("%(worker)s ne peut pas travailler le %(half_day)s."),
    FactKind.FORBIDDEN: gettext_lazy("La demi-journée de %(worker)s à %(place)s, le %(half_day)s, a été écartée."),
    FactKind.CONSECUTIVE_DAYS: gettext_lazy("%(worker)s ne travaille pas plus de %(limit)d jours de suite."),
    FactKind.TRAVEL: gettext_lazy(
        "%(place)s et %(other_place)s sont trop éloignés pour que %(worker)s fasse les deux le %(day)s."
    ),
    FactKind.LOCKED: gettext_lazy("%(worker)s est à %(place)s le %(half_day)s : cette demi-journée est fixée."),
    FactKind.FROZEN: gettext_lazy("Le planning publié ne change plus avant le %(day)s, sauf si vous le demandez."),
    FactKind.NEEDED: gettext_lazy("%(place)s a besoin de quelqu’un le %(half_day)s."),
    FactKind.ELSEWHERE: gettext_lazy("%(worker)s est à %(place)s le %(half_day)s."),
}
# At a reception there is one chair instead of rooms, and a seat instead of a commitment.
AT_RECEPTION: dict[FactKind, str | Promise] = SENTENCES | {
    FactKind.NOT_OPEN: gettext_lazy("%(place)s n’a pas d’accueil le %(half_day)s."),
    FactKind.NOBODY_HERE: gettext_lazy("Personne n’a de poste à l’accueil de %(place)s."),
    FactKind.ALL_HERE: gettext_lazy("Toutes les personnes de l’accueil de %(place)s y sont déjà."),
    FactKind.NOT_HER_PLACE: gettext_lazy("%(worker)s n’a pas de poste à l’accueil de %(place)s."),
    FactKind.OUTSIDE_WINDOW: gettext_lazy("Le temps de travail de %(worker)s ne couvre pas cette date."),
    FactKind.ROOMS: gettext_lazy("%(place)s a déjà quelqu’un à l’accueil le %(half_day)s."),
}


def reception_fact_sentence(fact: Fact) -> str:
    """Return « Mme Petit est en absence le lundi 5 janvier au matin. »"""
    is_counted = fact.kind in COUNTED and fact.kind not in AT_RECEPTION
    return fact_sentence(fact) if is_counted else str(AT_RECEPTION[fact.kind]) % _said(fact)


def fact_sentence(fact: Fact) -> str:
    """Return « Dr Benali est en absence le lundi 5 janvier au matin. »"""
    if fact.kind in COUNTED:
        return COUNTED[fact.kind](fact.limit or 0, fact.count or 0) % _said(fact)
    return str(SENTENCES[fact.kind]) % _said(fact)


def _said(fact: Fact) -> dict[str, str | int | None]:
    return {
        "worker": fact.worker_name,
        "place": fact.place_name,
        "other_place": fact.other_place_name,
        "day": day_words(fact.day) if fact.day else "",
        "half_day": _half_day(fact),
        "limit": fact.limit,
    }


def _half_day(fact: Fact) -> str:
    """Return « lundi 5 janvier au matin »."""
    if fact.day is None or fact.cell is None:
        return ""
    words = _("%(day)s au matin") if fact.cell.slot % 2 == 0 else _("%(day)s après-midi")
    return words % {"day": day_words(fact.day)}


def _rooms(limit: int, count: int) -> str:
    if limit == 0:
        return _("%(place)s n’a aucune salle libre le %(half_day)s.")
    return ngettext(
        "La seule salle de %(place)s est prise le %(half_day)s.",
        "Les %(limit)d salles de %(place)s sont prises le %(half_day)s.",
        limit,
    )


def _half_days_a_week(limit: int, count: int) -> str:
    if count >= limit > 0:
        return ngettext(
            "%(worker)s a déjà sa demi-journée de la semaine du %(day)s.",
            "%(worker)s a déjà ses %(limit)d demi-journées de la semaine du %(day)s.",
            limit,
        )
    return ngettext(
        "%(worker)s ne fait pas plus de %(limit)d demi-journée la semaine du %(day)s.",
        "%(worker)s ne fait pas plus de %(limit)d demi-journées la semaine du %(day)s.",
        limit,
    )


def _days_a_week(limit: int, count: int) -> str:
    return ngettext(
        "%(worker)s ne travaille pas plus de %(limit)d jour la semaine du %(day)s.",
        "%(worker)s ne travaille pas plus de %(limit)d jours la semaine du %(day)s.",
        limit,
    )


def _saturdays(limit: int, count: int) -> str:
    if limit == 0:
        return _("%(worker)s ne travaille pas le samedi.")
    if count >= limit:
        return ngettext(
            "%(worker)s a déjà son samedi sur la période.",
            "%(worker)s a déjà ses %(limit)d samedis sur la période.",
            limit,
        )
    return ngettext(
        "%(worker)s ne fait pas plus de %(limit)d samedi sur la période.",
        "%(worker)s ne fait pas plus de %(limit)d samedis sur la période.",
        limit,
    )


COUNTED: dict[FactKind, Callable[[int, int], str]] = {
    FactKind.ROOMS: _rooms,
    FactKind.HALF_DAYS_A_WEEK: _half_days_a_week,
    FactKind.DAYS_A_WEEK: _days_a_week,
    FactKind.SATURDAYS: _saturdays,
}
