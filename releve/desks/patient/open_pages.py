"""How the open pages answer: no login asked, and nothing kept of the pages that a signed address opens."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from releve.pipeline.appointments.errors import BadLink

type_of_view = Callable[..., HttpResponse]


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Keep a personal page out of caches, search engines and the referrers of other pages.

    `strict-origin`, not `no-referrer`: under the latter browsers send `Origin: null` with a form, and Django's
    protection against forged requests would refuse every form of these pages.
    """
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def signed_page(view: type_of_view) -> type_of_view:
    """An open page behind a signed address. A wrong address is a page that does not exist."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return kept_nowhere(view(request, *args, **kwargs))
        except BadLink as error:
            raise Http404 from error

    return login_not_required(answer)
