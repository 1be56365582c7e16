"""Terms that an amendment changes on a coming day: on which half-days of the week, or taken back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.forms.commitments import PatternForm
from releve.desks.network.page import tell_done
from releve.desks.network.views.patterns import pattern_page
from releve.desks.network.views.promises import promise_crumbs
from releve.pipeline.commitments.actions import change_amended_pattern, withdraw_amended_terms
from releve.pipeline.commitments.models import AmendedTerms
from releve.pipeline.commitments.queries.amendments import terms_from
from releve.shared.words import date_words


@require_http_methods(["GET", "HEAD", "POST"])
def pattern(request: DeskRequest, terms_id: int) -> HttpResponse:
    terms = _terms_of_network(request, terms_id)
    commitment, day = terms.commitment, date_words(terms.valid_from)

    def store(form: PatternForm) -> None:
        change_amended_pattern(
            terms_id=terms.id,
            pattern=form.grid.chosen(),
            half_days_per_week=form.cleaned_data["half_days_per_week"],
            by=request.user,
            now=timezone.now(),
        )

    return pattern_page(
        request,
        commitment,
        terms_from(terms),
        store=store,
        said=_("Semaine type enregistrée à partir du %(day)s.") % {"day": day},
        back_url=reverse("network:promise", args=[commitment.id]),
        crumbs=promise_crumbs(commitment, _("Semaine type à partir du %(day)s") % {"day": day}),
        since=terms.valid_from,
    )


@require_POST
def withdraw(request: DeskRequest, terms_id: int) -> HttpResponse:
    terms = _terms_of_network(request, terms_id)

    def act() -> None:
        withdraw_amended_terms(terms_id=terms.id, by=request.user, now=timezone.now())

    said = _("Retiré : les demi-journées d’avant continuent après le %(day)s.")
    tell_done(request, act, said % {"day": date_words(terms.valid_from)})
    return redirect("network:promise", terms.commitment_id)


def _terms_of_network(request: DeskRequest, terms_id: int) -> AmendedTerms:
    rows = AmendedTerms.objects.select_related("commitment__doctor", "commitment__office__town")
    found = rows.filter(id=terms_id, network_id=request.seat.network_id).first()
    if found is None:
        raise Http404
    return found
