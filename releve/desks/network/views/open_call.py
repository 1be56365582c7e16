"""The page behind the link of a call: no login, one person, one call.

It lies under /reseau/ so that it runs as the role of the estate, which may lay shifts and sees no patient: a doctor's
own desk under /medecin/ runs as care, which may read the rota and not write it.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from releve.pipeline.rota.actions.takings import decline_call, take_half_days
from releve.pipeline.rota.call_errors import NOT_FIT, CallRefused, UnknownLink
from releve.pipeline.rota.messages.call_links import invitation_of_link
from releve.pipeline.rota.messages.calls import half_day_words
from releve.pipeline.rota.models import CallInvitation
from releve.pipeline.rota.queries.calls import invitation_in, offered_of, taker_of
from releve.pipeline.rota.rules.calls import CallState, NotFit, OfferedHalf, Taker, call_state, why_not
from releve.shared.worlds.scope import see_networks

GONE, CONFLICT, NOT_FOUND = 410, 409, 404


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_call(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = _invited(token)
    except UnknownLink:
        return _kept_nowhere(render(request, "network/open_call_unknown.html", status=NOT_FOUND))
    if request.method != "POST":
        return _page(request, invitation, token)
    if request.POST.get("reponse") == "non":
        return _declined(request, invitation, token)
    chosen = {int(value) for value in request.POST.getlist("half_day") if value.isdecimal()}
    if not chosen:
        return _page(request, invitation, token, nothing_chosen=True)
    try:
        take_half_days(invitation_id=invitation.id, half_day_ids=chosen, now=timezone.now())
    except CallRefused as refused:
        invitation.refresh_from_db()
        return _page(request, invitation, token, refusal=str(refused.message), chosen=chosen)
    return _kept_nowhere(redirect("network:open_call", token))


def _declined(request: HttpRequest, invitation: CallInvitation, token: str) -> HttpResponse:
    try:
        decline_call(invitation_id=invitation.id, now=timezone.now())
    except CallRefused as refused:
        return _page(request, invitation, token, refusal=str(refused.message))
    return _kept_nowhere(redirect("network:open_call", token))


def _invited(token: str) -> CallInvitation:
    """Return who was called, with her network's rows in sight. Raises UnknownLink."""
    network_id, invitation_id = invitation_of_link(token)
    see_networks([network_id])
    found = invitation_in(network_id, invitation_id)
    if found is None:
        raise UnknownLink
    return found


def _page(
    request: HttpRequest,
    invitation: CallInvitation,
    token: str,
    *,
    refusal: str = "",
    nothing_chosen: bool = False,
    chosen: set[int] | None = None,
) -> HttpResponse:
    call, now = invitation.call, timezone.now()
    offered = offered_of(call)
    taker = taker_of(invitation, offered[0].day, offered[-1].day)
    replaced_id = call.replaced.doctor_id if call.replaced else None
    only = {offered[0].id} if len(offered) == 1 else set()
    lines = [_line(half, taker, why_not(half, taker, replaced_id, now), chosen or only) for half in offered]
    state = call_state(offered, call.expires_at, call.withdrawn_at, now)
    mine = [line for line in lines if line["is_mine"]]
    is_over = state != CallState.OPEN
    context = {
        "call": call,
        "who": str(invitation),
        "lines": lines,
        "mine": mine,
        "state": str(state),
        "is_over": is_over,
        "may_take": not is_over and any(not line["why_not"] and not line["is_mine"] for line in lines),
        "refusal": refusal,
        "nothing_chosen": nothing_chosen,
        "has_declined": invitation.declined_at is not None and not is_over,
        "token": token,
    }
    status = CONFLICT if refusal or nothing_chosen else GONE if is_over and not mine else None
    return _kept_nowhere(render(request, "network/open_call.html", context, status=status))


def _line(half: OfferedHalf, taker: Taker, why: NotFit | None, chosen: set[int]) -> dict[str, Any]:
    is_mine = half.taken_by is not None and half.taken_by == taker.doctor_id
    return {
        "id": half.id,
        "words": half_day_words(half.day, half.half),
        "starts_at": half.starts_at,
        "ends_at": half.ends_at,
        "is_mine": is_mine,
        "why_not": "" if is_mine or why is None else NOT_FIT[why],
        "is_chosen": half.id in chosen,
    }


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Keep a personal page out of caches, search engines and the referrers of other pages (see the patients' pages)."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
