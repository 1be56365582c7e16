"""The rooms of an office, in the order in which they are given."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.forms.offices import RoomForm
from releve.desks.network.page import office_of, tell_done
from releve.desks.network.views.offices.page import done, draw_one_form, draw_tab
from releve.pipeline.offices.actions import add_room, change_room
from releve.pipeline.offices.models import Office, Room
from releve.pipeline.offices.queries import rooms_of


@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    form = RoomForm(request.POST or None)

    def act() -> None:
        add_room(office_id=office.id, name=form.cleaned_data["name"], by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("Salle ajoutée."), then="rooms")
    return answer or draw_tab(
        request, office, "rooms", "network/office_rooms.html", form=form, rooms=list(rooms_of(office.id))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: DeskRequest, slug: str, room_id: int) -> HttpResponse:
    office = office_of(request, slug)
    room = _room_of(office, room_id)
    form = RoomForm(request.POST or None, initial={"name": room.name})

    def act() -> None:
        change_room(room_id=room.id, name=form.cleaned_data["name"], by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("Salle renommée."), then="rooms")
    return answer or draw_one_form(
        request,
        office,
        form=form,
        heading=_("Renommer « %(name)s »") % {"name": room.name},
        explanation=_("Les patients lisent ce nom dans leur confirmation."),
        submit=_("Renommer la salle"),
        back="rooms",
    )


@require_POST
def switch(request: DeskRequest, slug: str, room_id: int) -> HttpResponse:
    """Put a room out of service or back, as the button said; clicked twice it changes nothing more."""
    office = office_of(request, slug)
    room = _room_of(office, room_id)
    is_active = request.POST.get("is_active") == "1"

    def act() -> None:
        change_room(room_id=room.id, is_active=is_active, by=request.user, now=timezone.now())

    if is_active:
        said = _("« %(name)s » est de nouveau en service.") % {"name": room.name}
    else:
        said = _("« %(name)s » est hors service : rien n’y sera plus posé. Les vacations déjà posées y restent.") % {
            "name": room.name
        }
    tell_done(request, act, said)
    return redirect("network:rooms", office.slug)


def _room_of(office: Office, room_id: int) -> Room:
    room = Room.objects.filter(id=room_id, office=office).first()
    if room is None:
        raise Http404
    return room
