"""Rooms of an office. A room is never deleted: its shifts keep it; it is put out of service."""

from datetime import datetime

from django.db.models import Max

from releve.pipeline.offices.actions.laws import LAWS
from releve.pipeline.offices.errors import OfficeRefused
from releve.pipeline.offices.models import Office, Room
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User


def add_room(*, office_id: int, name: str, by: User, now: datetime) -> Room:
    """Add a room after those that the office has."""
    office = Office.objects.get(pk=office_id)
    last = Room.objects.filter(office_id=office_id).aggregate(last=Max("position"))["last"] or 0
    return _store(Room(network_id=office.network_id, office_id=office_id, name=name.strip(), position=last + 1))


def change_room(
    *,
    room_id: int,
    by: User,
    now: datetime,
    name: str | None = None,
    position: int | None = None,
    is_active: bool | None = None,
) -> Room:
    """Rename a room, give it another rank, put it out of service or back. What is None stays.

    Shifts already laid in a room that goes out of service stand; `rota.queries.conflicts` tells them.
    """
    room = Room.objects.get(pk=room_id)
    room.name = room.name if name is None else name.strip()
    room.position = room.position if position is None else position
    room.is_active = room.is_active if is_active is None else is_active
    return _store(room)


def _store(room: Room) -> Room:
    check_fields(room, OfficeRefused)
    with lawful_write(OfficeRefused, LAWS):
        room.save()
    return room
