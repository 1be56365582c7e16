"""The acts of a promise: each a form with its proved date, one action, and what follows from it in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.boards.life import INVITATIONS, SLUGS
from releve.desks.network.boards.promises import half_days_words
from releve.desks.network.forms.promises import ActForm, AmendForm, ExtendForm, NoticeForm, PapersForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.promises import promise_crumbs, promise_of_network, today_at
from releve.pipeline.commitments import actions
from releve.pipeline.commitments.actions.terms import last_act
from releve.pipeline.commitments.handover import Act, Route, State
from releve.pipeline.commitments.models import AmendedTerms, Commitment
from releve.pipeline.commitments.queries import doctors_of_network
from releve.pipeline.commitments.queries.amendments import half_days_in_force
from releve.pipeline.commitments.rules.deadlines import notice_last_day
from releve.pipeline.commitments.rules.life import next_acts
from releve.pipeline.commitments.rules.terms import last_day
from releve.shared.words import date_words

ACTIONS: dict[Act, Callable[..., Any]] = {
    Act.AGREE: actions.agree_promise,
    Act.DECLARE: actions.declare_site,
    Act.OPPOSE: actions.note_opposition,
    Act.APPEAL: actions.appeal_opposition,
    Act.ALLOW: actions.lift_opposition,
    Act.SIGN: actions.sign_contract,
    Act.START: actions.start_promise,
    Act.GIVE_NOTICE: actions.give_notice,
    Act.WITHDRAW_NOTICE: actions.withdraw_notice,
    Act.EXTEND: actions.extend_promise,
    Act.AMEND: actions.amend_promise,
    Act.END: actions.end_promise,
    Act.GIVE_UP: actions.give_up_promise,
}
FORMS: dict[Act, type[ActForm]] = {Act.GIVE_NOTICE: NoticeForm, Act.EXTEND: ExtendForm, Act.AMEND: AmendForm}
TERMS = ("starts_on", "ends_on", "half_days_per_week", "minimum_term_months", "maximum_term_months", "notice_months")


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: DeskRequest, commitment_id: int, act_word: str) -> HttpResponse:
    commitment = promise_of_network(request, commitment_id)
    kind = next((kind for kind, word in SLUGS.items() if word == act_word), None)
    if kind is None:
        raise Http404
    # What two tabs made impossible meanwhile is told by the action; what never has a place is no page.
    if request.method != "POST" and kind not in next_acts(State(commitment.state), Route(commitment.route)):
        raise Http404
    today = today_at(commitment)
    form = FORMS.get(kind, ActForm)(request.POST or None, act=kind, initial=_initial(commitment, kind, today))

    def write() -> None:
        ACTIONS[kind](commitment_id=commitment.id, by=request.user, now=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and accepted(form, write):
        commitment.refresh_from_db()
        since = form.cleaned_data.get("valid_from")
        terms = AmendedTerms.objects.filter(commitment=commitment, valid_from=since).first() if since else None
        if terms:
            _tell_amended(request, commitment, terms)
            return redirect("network:amended_terms", terms.id)
        _tell(request, commitment, kind)
        return redirect("network:promise", commitment.id)
    title, explanation = INVITATIONS[kind]
    return draw(
        request,
        "network/one_form.html",
        "doctors",
        form=form,
        heading=_("%(act)s · %(doctor)s") % {"act": title, "doctor": commitment.doctor},
        explanation=_explained(commitment, kind, explanation, today),
        submit=title,
        back_url=reverse("network:promise", args=[commitment.id]),
        crumbs=promise_crumbs(commitment, str(title)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: DeskRequest, commitment_id: int) -> HttpResponse:
    commitment = promise_of_network(request, commitment_id)
    others = doctors_of_network(request.seat.network_id).exclude(id=commitment.doctor_id)
    names = [name for name in PapersForm.base_fields if name != "replaced_doctor"]
    initial = {name: getattr(commitment, name) for name in names} | {"replaced_doctor": commitment.replaced_doctor_id}
    form = PapersForm(request.POST or None, initial=initial, doctors=[(row.id, str(row)) for row in others])

    def write() -> None:
        given = {**form.cleaned_data}
        given["replaced_doctor_id"] = given.pop("replaced_doctor")
        actions.change_papers(commitment_id=commitment.id, by=request.user, now=timezone.now(), **given)

    if request.method == "POST" and accepted(form, write):
        messages.success(request, _("Renseignements enregistrés."))
        return redirect("network:promise", commitment.id)
    return draw(
        request,
        "network/one_form.html",
        "doctors",
        form=form,
        heading=_("Ce que demande le cadre · %(doctor)s") % {"doctor": commitment.doctor},
        explanation=_("Cadre d’exercice : %(route)s.") % {"route": commitment.get_route_display()},
        submit=_("Enregistrer"),
        back_url=reverse("network:promise", args=[commitment.id]),
        crumbs=promise_crumbs(commitment, _("Ce que demande le cadre")),
    )


def _initial(commitment: Commitment, kind: Act, today: date) -> dict[str, Any]:
    initial: dict[str, Any] = {"happened_on": today}
    last_on = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    if kind in (Act.AMEND, Act.EXTEND):
        initial |= {name: getattr(commitment, name) for name in TERMS}
        initial["half_days_per_week"] = half_days_words(half_days_in_force(commitment, today))
    if kind == Act.AMEND:
        initial["seen_act"] = last_act(commitment)
    if kind == Act.EXTEND:
        initial["ends_on"] = None
    if kind == Act.START:
        initial["happened_on"] = max(commitment.starts_on, commitment.may_start_on or commitment.starts_on)
    if kind == Act.END:
        initial["happened_on"] = min(last_on, today)
    return initial


def _explained(commitment: Commitment, kind: Act, explanation: object, today: date) -> str:
    if kind != Act.GIVE_NOTICE:
        return str(explanation)
    computed = notice_last_day(today, commitment.notice_months, commitment.starts_on, commitment.minimum_term_months)
    last_on = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    sentence = _("Reçue aujourd’hui, l’annonce mène au %(day)s.") % {"day": date_words(min(computed, last_on))}
    return f"{explanation} {sentence}"


def _tell_amended(request: DeskRequest, commitment: Commitment, terms: AmendedTerms) -> None:
    """Say from when on, and that the half-days of the week are chosen next."""
    said = _(
        "Avenant noté : %(n)s demi-journées par semaine à partir du %(day)s, rien ne change avant. "
        "Choisissez maintenant lesquelles."
    )
    words = {"n": half_days_words(terms.half_days_per_week), "day": date_words(terms.valid_from)}
    messages.success(request, said % words)


def _tell(request: DeskRequest, commitment: Commitment, kind: Act) -> None:
    """Say what was noted, and what follows from it."""
    may_start_on, starts_on = commitment.may_start_on, commitment.starts_on
    match kind:
        case Act.GIVE_NOTICE:
            said = _(
                "Départ annoncé : dernier jour le %(day)s. Les échéances du départ sont dans la liste, "
                "et la recherche d’un successeur est ouverte."
            ) % {"day": date_words(commitment.ends_on or starts_on)}
        case Act.WITHDRAW_NOTICE:
            said = _("Annonce retirée : le dernier jour d’avant revient, et la recherche est close.")
        case Act.DECLARE if may_start_on:
            said = _("Déclaration notée : exercice possible ici à partir du %(day)s.") % {
                "day": date_words(may_start_on)
            }
        case _:
            said = _("Acte noté.")
    messages.success(request, said)
    if kind == Act.DECLARE and may_start_on and may_start_on > starts_on:
        sentence = _(
            "Le premier jour convenu, le %(start)s, vient trop tôt : aucune vacation ne sera posée avant le %(day)s."
        )
        messages.warning(request, sentence % {"start": date_words(starts_on), "day": date_words(may_start_on)})
    if kind == Act.START and commitment.route == Route.DISTINCT_SITE and may_start_on is None:
        messages.warning(
            request, _("Aucune déclaration à l’Ordre n’est notée pour ce site distinct : notez sa réception.")
        )
