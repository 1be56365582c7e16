"""Reads of the offices."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from releve.pipeline.offices.handover import ClosedDays, OfficeCalendar, Opening
from releve.pipeline.offices.handover import Room as RoomHandedOver
from releve.pipeline.offices.models import Closure, Membership, Office, OpeningHalfDay, Room, Town
from releve.shared.half_days import Half
from releve.shared.names import search_form
from releve.shared.people.models import User
from releve.shared.rows import columns_of, instance_of, rows

# « 62670 Mazingarbe », « Mazingarbe (62670) »: figures and a name, in any order.
POSTAL_CODE = re.compile(r"(?<![0-9])[0-9]{2,5}(?![0-9])")
LONGEST_TOWN_NAME = 80
LONGEST_POSTAL_CODE = 5
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}

TOWNS_LIKE = f"""
    SELECT {columns_of(Town, "town")} FROM offices_town town
    WHERE {{by_code}} AND town.search_name LIKE {{by_name}}
    ORDER BY town.search_name <> %(name)s, town.population DESC, town.search_name, town.insee
    LIMIT %(limit)s
"""
# What was noted by hand, and what the published rota of the reception leaves without anybody.
WITHOUT_RECEPTION = """
    SELECT office_id, day, half FROM offices_receptionabsence
    WHERE office_id = ANY(%(ids)s) AND day BETWEEN %(first)s AND %(last)s
    UNION
    SELECT week.office_id, day_of.day, half_of.half
    FROM offices_receptionweek week
    CROSS JOIN LATERAL (SELECT week.monday + n AS day FROM generate_series(0, 6) n) day_of
    CROSS JOIN (VALUES ('am'), ('pm')) half_of(half)
    WHERE week.office_id = ANY(%(ids)s) AND day_of.day BETWEEN %(first)s AND %(last)s
      AND week.monday BETWEEN %(first)s::date - 6 AND %(last)s::date
      AND NOT EXISTS (
          SELECT FROM offices_receptionduty duty
          WHERE duty.office_id = week.office_id AND duty.day = day_of.day AND duty.half = half_of.half
      )
    ORDER BY office_id, day, half
"""


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the seats of a login over every network."""
    return Membership.objects.filter(user=user).order_by("id")


def offices_of(network_id: int) -> QuerySet[Office]:
    """Return the offices of a network with their towns, by name."""
    return Office.objects.filter(network_id=network_id).select_related("town").order_by("name", "id")


def office_by_slug(slug: str) -> Office | None:
    """Return the office of an address, with its town and its network, or None."""
    return Office.objects.filter(slug=slug).select_related("town", "network").first()


def rooms_of(office_id: int) -> QuerySet[Room]:
    """Return the rooms of an office in their order, those out of service too."""
    return Room.objects.filter(office_id=office_id).order_by("position", "id")


def calendars(office_ids: Iterable[int], first: date, last: date) -> dict[int, OfficeCalendar]:
    """Return what decides whether each office opens between two days (both included): 5 queries, for any number."""
    ids = sorted(set(office_ids))
    rooms: dict[int, list[RoomHandedOver]] = defaultdict(list)
    openings: dict[int, list[Opening]] = defaultdict(list)
    closures: dict[int, list[ClosedDays]] = defaultdict(list)
    absences: dict[int, set[tuple[date, Half]]] = defaultdict(set)
    for room in Room.objects.filter(office_id__in=ids, is_active=True).order_by("position", "id"):
        rooms[room.office_id].append(RoomHandedOver(room.id, room.name))
    for row in _openings_valid(ids, first, last):
        openings[row.office_id].append(
            Opening(
                weekday=row.weekday,
                half=Half(row.half),
                opens_at=row.opens_at,
                closes_at=row.closes_at,
                has_reception=row.has_reception,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
        )
    for closure in Closure.objects.filter(office_id__in=ids, first_on__lte=last, last_on__gte=first).order_by(
        "first_on", "id"
    ):
        closures[closure.office_id].append(ClosedDays(closure.first_on, closure.last_on, closure.label))
    for office_id, day, half in rows(WITHOUT_RECEPTION, {"ids": ids, "first": first, "last": last}):
        absences[office_id].add((day, Half(half)))
    return {
        office.id: OfficeCalendar(
            office_id=office.id,
            time_zone=office.time_zone,
            holiday_region=office.holiday_region,
            opened_on=office.opened_on,
            closed_on=office.closed_on,
            rooms=tuple(rooms[office.id]),
            openings=tuple(openings[office.id]),
            closures=tuple(closures[office.id]),
            reception_absences=frozenset(absences[office.id]),
            name=office.name,
        )
        for office in Office.objects.filter(id__in=ids).order_by("id")
    }


def openings_of(office_id: int, on: date) -> QuerySet[OpeningHalfDay]:
    """Return the opening half-days of an office that hold on a day or later, in the order of the week."""
    return OpeningHalfDay.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), office_id=office_id).order_by(
        "weekday", "half", "valid_from"
    )


def closures_of(office_id: int, since: date) -> QuerySet[Closure]:
    """Return the closures of an office that end on a day or later."""
    return Closure.objects.filter(office_id=office_id, last_on__gte=since).order_by("first_on", "id")


def find_towns(text: str, limit: int = 8) -> list[Town]:
    """Return the towns meant by a name, its beginning or a postal code: the exact ones first, then the largest."""
    found = POSTAL_CODE.search(text)
    code = found.group() if found else ""
    words = search_form(POSTAL_CODE.sub(" ", text)).split()
    name = " ".join(SAINTS.get(word, word) for word in words)[:LONGEST_TOWN_NAME]
    if not name and not code:
        return []
    parameters = {"code": code, "name": name, "limit": limit}
    if not code:
        by_code = "true"
    elif len(code) == LONGEST_POSTAL_CODE:
        by_code = "town.postal_codes @> ARRAY[%(code)s]::varchar[]"
    else:
        by_code = "' ' || array_to_string(town.postal_codes, ' ') LIKE '%% ' || %(code)s || '%%'"
    # A search form is made of letters, figures and spaces: nothing in it means anything to LIKE.
    beginning = rows(TOWNS_LIKE.format(by_code=by_code, by_name="%(name)s || '%%'"), parameters)
    if not beginning and name:
        # « gohelle » finds Sains-en-Gohelle.
        beginning = rows(TOWNS_LIKE.format(by_code=by_code, by_name="'%% ' || %(name)s || '%%'"), parameters)
    return [instance_of(Town, row) for row in beginning]


def _openings_valid(ids: list[int], first: date, last: date) -> QuerySet[OpeningHalfDay]:
    return OpeningHalfDay.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first), office_id__in=ids, valid_from__lte=last
    ).order_by("office_id", "weekday", "half", "valid_from")
