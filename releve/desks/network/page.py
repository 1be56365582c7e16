"""Draws a page of the network's desk: navigation, name of the network, crumbs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releve.desks.access import DESK_NAMES, DeskRequest
from releve.pipeline.offices.models import Network, Office
from releve.pipeline.offices.queries import office_by_slug
from releve.shared.errors import Refused
from releve.shared.worlds.scope import see_networks

# (section, page, words); a group folds the pages of one subject under its words.
SECTIONS = (
    ("home", "network:home", gettext_lazy("Vue d’ensemble")),
    ("deadlines", "network:deadlines", gettext_lazy("Échéances")),
    (
        gettext_lazy("Cabinets"),
        (
            ("offices", "network:offices", gettext_lazy("Cabinets du réseau")),
            ("secretaries", "network:secretaries", gettext_lazy("Secrétaires")),
            ("reasons", "network:reasons", gettext_lazy("Motifs de rendez-vous")),
        ),
    ),
    (
        gettext_lazy("Médecins"),
        (
            ("doctors", "network:doctors", gettext_lazy("Médecins du réseau")),
            ("candidates", "network:candidates", gettext_lazy("Candidats")),
        ),
    ),
    (
        gettext_lazy("Plannings"),
        (
            ("plans", "network:plans", gettext_lazy("Plannings des semaines")),
            ("wishes", "network:availability", gettext_lazy("Souhaits et échanges")),
            ("calls", "network:calls", gettext_lazy("Appels à remplacer")),
        ),
    ),
)
UNPROCESSABLE = 422


def draw(request: DeskRequest, template: str, section: str, **context: Any) -> HttpResponse:
    """Render a page; a form with errors answers 422, as the page says « Erreur »."""
    nav = [_entry(entry, section) for entry in SECTIONS]
    has_errors = any(isinstance(part, forms.Form) and part.errors for part in context.values())
    base = {
        "desk_nav": nav,
        "desk_name": DESK_NAMES["network"],
        "place_name": Network.objects.get(id=request.seat.network_id).name,
        "network_id": request.seat.network_id,
        "seats": _networks_of(request),
        "has_errors": has_errors,
        "crumbs": [],
    }
    return render(request, template, base | context, status=UNPROCESSABLE if has_errors else None)


def _entry(entry: tuple[Any, ...], section: str) -> dict[str, Any]:
    if len(entry) == 3:
        key, name, label = entry
        return {"label": label, "url": reverse(name), "is_current": key == section}
    label, pages = entry
    entries = [_entry(page, section) for page in pages]
    return {"label": label, "entries": entries, "is_current": any(page["is_current"] for page in entries)}


def _networks_of(request: DeskRequest) -> list[Network]:
    """Return the networks of a person who coordinates several, and nothing where there is no choice."""
    if len(request.seats) < 2:
        return []
    see_networks({seat.network_id for seat in request.seats})
    networks = list(Network.objects.filter(id__in=[seat.network_id for seat in request.seats]).order_by("name", "id"))
    see_networks([request.seat.network_id])
    return networks


def accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Run `act` on a valid form; a refusal becomes an error of the form, on the field that it names if it names one."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        field, sentence = _field_named(form, str(refusal.message))
        form.add_error(field, sentence)
        return False
    return True


def tell_done(request: DeskRequest, act: Callable[[], Any], said: str) -> None:
    """Run what a lone button asks, and say that it is done, or why not."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said)


def tell_shifts_that_stand(request: DeskRequest, n: int) -> None:
    """Warn of shifts that are laid already on days when nobody will work."""
    if n:
        sentence = ngettext(
            "%(n)d vacation est déjà posée sur ces jours : annulez-la depuis les semaines du cabinet.",
            "%(n)d vacations sont déjà posées sur ces jours : annulez-les depuis les semaines du cabinet.",
            n,
        )
        messages.warning(request, sentence % {"n": n})


def _field_named(form: forms.Form, message: str) -> tuple[str | None, str]:
    # The stages write « Salle : elle est déjà prise »; the form shows the label by itself.
    label, colon, sentence = message.partition(":")
    for name, field in form.fields.items():
        if colon and label.strip() == str(field.label):
            sentence = sentence.strip()
            return name, sentence[:1].upper() + sentence[1:]
    return None, message


def office_of(request: DeskRequest, slug: str) -> Office:
    """Return the office of an address, if it is of the coordinator's own network."""
    office = office_by_slug(slug)
    if office is None or office.network_id != request.seat.network_id:
        raise Http404
    return office


def office_tabs(office: Office, current: str) -> list[dict[str, Any]]:
    tabs = (
        ("coverage", "network:coverage", _("Couverture")),
        ("weeks", "network:weeks", _("Semaines")),
        ("hours", "network:office", _("Horaires")),
        ("rooms", "network:rooms", _("Salles")),
        ("closures", "network:closures", _("Fermetures")),
        ("reception", "network:reception", _("Accueil")),
        ("knobs", "network:knobs", _("Réglages")),
    )
    return [
        {"label": label, "url": reverse(name, args=[office.slug]), "is_current": key == current, "count": None}
        for key, name, label in tabs
    ]


def office_crumbs(office: Office, *more: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"label": _("Cabinets"), "url": reverse("network:offices")},
        {"label": office.name, "url": reverse("network:office", args=[office.slug])},
        *more,
    ]
