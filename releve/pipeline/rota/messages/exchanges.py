"""The words sent about exchanges and seasons. Which half-days, never a patient."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from releve.pipeline.rota.messages.exchange_links import answer_token
from releve.pipeline.rota.models import Exchange, ExchangePart, ExchangeVoice, SeasonAnswer
from releve.pipeline.rota.words.half_days import half_day_words, season_words
from releve.shared.words import date_words


@dataclass(frozen=True, slots=True)
class DoctorMessage:
    subject: str
    text: str


def part_words(part: ExchangePart) -> str:
    """Return « lundi 7 décembre, matin, Cabinet de Mazingarbe : Dr Benali → Dr Delattre »."""
    half_day = half_day_words(part.day, part.half)
    taker = str(part.taker) if part.taker else _("à qui peut")
    return _("%(half_day)s, %(office)s : %(giver)s → %(taker)s") % {
        "half_day": half_day,
        "office": part.office.name,
        "giver": part.giver,
        "taker": taker,
    }


def _listed(exchange: Exchange) -> str:
    return "\n".join(f"– {part_words(part)}" for part in exchange.parts.all())


def exchange_message(voice: ExchangeVoice) -> DoctorMessage:
    """Return what the state of an exchange means to one doctor, with her own link while she may still answer."""
    exchange = voice.exchange
    facts = {
        "parts": _listed(exchange),
        "who": exchange.asked_by,
        "note": _("Son mot : « %(note)s »\n\n") % {"note": exchange.note} if exchange.note else "",
        "why": f"{exchange.settled_because}\n\n" if exchange.settled_because else "",
        "link": f"{settings.PUBLIC_ADDRESS}/medecin/echange/"
        f"{answer_token(voice.network_id, exchange.id, voice.doctor_id)}/",
    }
    if exchange.status == Exchange.Status.OPEN:
        return DoctorMessage(
            subject=_("%(who)s vous propose un échange") % facts,
            text=_(
                "Bonjour,\n\n%(who)s vous propose un échange de demi-journées :\n%(parts)s\n\n%(note)s"
                "Pour l’accepter ou le décliner :\n%(link)s\n\n"
                "Rien ne change au planning tant que tous les médecins concernés n’ont pas accepté."
            )
            % facts,
        )
    subjects = {
        Exchange.Status.DONE: _("Échange fait"),
        Exchange.Status.DECLINED: _("Échange décliné"),
        Exchange.Status.WITHDRAWN: _("Proposition d’échange retirée"),
        Exchange.Status.REFUSED: _("Échange refusé par le réseau"),
        Exchange.Status.LAPSED: _("Échange devenu impossible"),
        Exchange.Status.AGREED: _("Échange accepté, à valider par le réseau"),
    }
    subject = subjects[Exchange.Status(exchange.status)]
    is_done = exchange.status == Exchange.Status.DONE
    outcome = _("Vos semaines sont à jour.") if is_done else _("Le planning ne change pas.")
    if exchange.status == Exchange.Status.AGREED:
        outcome = _("Le planning ne change pas tant que le réseau n’a pas validé. Vous serez prévenu de sa décision.")
    if is_done and voice.doctor_id not in {part.taker_id for part in exchange.parts.all()} | {exchange.asked_by_id}:
        subject, outcome = _("Demi-journée déjà reprise"), _("Un confrère l’a prise. Vous n’avez rien à faire.")
    return DoctorMessage(
        subject=subject,
        text=_("Bonjour,\n\n%(subject)s :\n%(parts)s\n\n%(why)s%(outcome)s\n%(address)s")
        % (facts | {"subject": subject, "outcome": outcome, "address": f"{settings.PUBLIC_ADDRESS}/medecin/echanges/"}),
    )


def consent_message(exchange: Exchange) -> DoctorMessage:
    """Return what a coordinator reads when an exchange that all doctors agreed awaits the network's consent."""
    facts = {
        "who": exchange.asked_by,
        "parts": _listed(exchange),
        "note": _("Le mot de %(who)s : « %(note)s »\n\n") % {"who": exchange.asked_by, "note": exchange.note}
        if exchange.note
        else "",
        "first": date_words(min(part.day for part in exchange.parts.all())),
        "link": f"{settings.PUBLIC_ADDRESS}/reseau/souhaits/echanges/#echange-{exchange.id}",
    }
    return DoctorMessage(
        subject=_("Un échange attend votre accord, demandé par %(who)s") % facts,
        text=_(
            "Bonjour,\n\nLes médecins sont d’accord sur cet échange, qui attend l’accord du réseau :\n%(parts)s\n\n"
            "%(note)sPour le valider ou le refuser :\n%(link)s\n\n"
            "Rien ne change au planning d’ici là. Sans réponse avant le %(first)s, l’échange devient caduc."
        )
        % facts,
    )


def season_message(answer: SeasonAnswer) -> DoctorMessage:
    """Return the reminder to say when she can work in a season."""
    desk = "secretariat" if answer.secretary_id else "medecin"
    facts = {
        "season": season_words(answer.season),
        "first": date_words(answer.season),
        "link": f"{settings.PUBLIC_ADDRESS}/{desk}/disponibilites/?saison={answer.season}",
    }
    return DoctorMessage(
        subject=_("Vos disponibilités, %(season)s") % facts,
        text=_(
            "Bonjour,\n\nLe réseau prépare le planning de %(season)s (à partir du %(first)s). "
            "Dites en quelques touches quelles demi-journées vous conviennent :\n%(link)s\n\n"
            "Sans réponse, vos dernières disponibilités sont reprises."
        )
        % facts,
    )
