"""The product's own addresses, and some more that tell under which role a request really runs."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

from releve.config.urls import urlpatterns as of_the_product
from tests.factories import a_user

TRACE = "trace@example.org"
WHO = "SELECT current_user, coalesce(current_setting('releve.networks', true), ''), txid_current_if_assigned() IS NULL"


@login_not_required
def who(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute(WHO)
        role, networks, _ = cursor.fetchone()
    return JsonResponse({"role": role, "networks": networks, "is_atomic": connection.in_atomic_block})


@login_not_required
def write(request: HttpRequest, end: str) -> HttpResponse:
    a_user(email=TRACE)
    match end:
        case "breaks":
            raise ZeroDivisionError
        case "is-missing":
            raise Http404
        case "says-500":
            return HttpResponse(status=500)
        case "streams":
            return StreamingHttpResponse(iter([b"later"]))
    return HttpResponse("stored")


urlpatterns = [
    *(
        path(f"{start}qui/", who)
        for start in ("", "mairie/", "reseau/", "secretariat/", "medecin/", "rendez-vous/", "compte/")
    ),
    path("compte/<slug:end>/ecrit/", write),
    *of_the_product,
]
