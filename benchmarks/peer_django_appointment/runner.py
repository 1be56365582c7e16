"""Runs inside the peer's environment: builds the office, then does what it is told, one line of JSON at a time.

Each piece of work calls what the package's own views call, and nothing around it: no request, no page, no e-mail.
"""

import json
import logging
import os
import sys
from datetime import date, datetime, time, timedelta
from time import perf_counter
from types import SimpleNamespace

import django

# The package writes every step to the output: silenced, so that it costs nothing.
logging.disable(logging.CRITICAL)
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer_django_appointment.project"
django.setup()

from appointment.forms import AppointmentForm, AppointmentRequestForm  # noqa: E402
from appointment.models import (  # noqa: E402
    Appointment,
    AppointmentRequest,
    Config,
    Service,
    StaffMember,
    WorkingHours,
)
from appointment.services import get_available_slots_for_staff  # noqa: E402
from appointment.utils.db_helpers import create_and_save_appointment, get_weekday_num_from_date  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.peer_django_appointment import scenario  # noqa: E402

OPENS_AT = time(9)
N_DAYS_LOOKED_AHEAD = 90


def build(first_monday: date) -> None:
    """Make the migrations, the tables and the office."""
    call_command("makemigrations", "appointment", verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    people = get_user_model().objects
    clients = [people.create_user(f"client{n}", f"client{n}@example.org") for n in range(scenario.N_PATIENTS)]
    config = Config.get_instance()
    config.slot_duration, config.appointment_buffer_time = scenario.SLOT_MIN, 0
    config.save()
    length = timedelta(minutes=scenario.SLOT_MIN)
    service = Service.objects.create(name="Consultation", duration=length, price=0)
    closes_at = (datetime.combine(first_monday, OPENS_AT) + scenario.N_SLOTS_A_DAY * length).time()
    requests = []
    for number in range(scenario.N_DOCTORS):
        user = people.create_user(f"doctor{number}", first_name="Camille", last_name=f"Martin {number}")
        doctor = StaffMember.objects.create(user=user, slot_duration=scenario.SLOT_MIN, appointment_buffer_time=0)
        doctor.services_offered.add(service)
        for weekday in range(1, 6):
            WorkingHours.objects.create(
                staff_member=doctor, day_of_week=weekday, start_time=OPENS_AT, end_time=closes_at
            )
        for day in scenario.working_days(first_monday):
            for slot in range(scenario.N_SLOTS_A_DAY):
                if scenario.is_taken(number, day, slot, first_monday):
                    start = datetime.combine(day, OPENS_AT) + slot * length
                    requests.append(AppointmentRequest(
                        date=day, start_time=start.time(), end_time=(start + length).time(), service=service,
                        staff_member=doctor, id_request=f"{number}-{day}-{slot}",
                    ))  # fmt: skip
    stored = AppointmentRequest.objects.bulk_create(requests)
    Appointment.objects.bulk_create(
        Appointment(
            client=clients[n % len(clients)],
            appointment_request=request,
            id_request=request.id_request,
            amount_to_pay=0,
        )
        for n, request in enumerate(stored)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def slots_of_day(doctor: StaffMember, service: Service, day: date) -> list:
    """What `get_available_slots_ajax` asks for, without the checks of its form."""
    return get_available_slots_for_staff(day, doctor, get_weekday_num_from_date(day), service=service)


def list_week(order: dict) -> object:
    """All doctors of the office over seven days: the package knows one doctor and one day at a time."""
    service, doctors = Service.objects.get(), list(StaffMember.objects.order_by("id"))
    first = date.fromisoformat(order["first"])
    days = [first + timedelta(days=n) for n in range(7)]
    return sum(len(slots_of_day(doctor, service, day)) for doctor in doctors for day in days)


def next_availability(order: dict) -> object:
    """The loop of `get_next_available_date_ajax`."""
    service, doctor = Service.objects.get(), StaffMember.objects.order_by("id")[order["doctor"]]
    first = date.fromisoformat(order["first"])
    for n in range(N_DAYS_LOOKED_AHEAD):
        if slots_of_day(doctor, service, first + timedelta(days=n)):
            return (first + timedelta(days=n)).isoformat()
    return None


def book(order: dict) -> object:
    """`appointment_request_submit`, then `appointment_client_information` for a client who is logged in."""
    service, doctor = Service.objects.get(), StaffMember.objects.order_by("id")[order["doctor"]]
    user = get_user_model().objects.get(username=f"client{order['client']}")
    day = date.fromisoformat(order["day"])
    start = datetime.combine(day, OPENS_AT) + timedelta(minutes=scenario.SLOT_MIN) * order["slot"]
    form = AppointmentRequestForm({
        "date": day, "start_time": start.time(), "end_time": (start + timedelta(minutes=scenario.SLOT_MIN)).time(),
        "service": service.id, "staff_member": doctor.id,
    })  # fmt: skip
    if not form.is_valid() or not StaffMember.objects.filter(id=doctor.id).exists():
        raise ValueError(str(form.errors))
    form.save()
    request = AppointmentRequest.objects.get(id=form.instance.id)
    typed = AppointmentForm(
        {"phone_0": "FR", "phone_1": "0601020304", "want_reminder": "", "address": "", "additional_info": ""}
    )
    if not typed.is_valid():
        raise ValueError(str(typed.errors))
    request.payment_type = "full"
    request.save()
    client = {"name": user.username, "email": user.email}
    return create_and_save_appointment(request, client, typed.cleaned_data, SimpleNamespace(user=user)).id


WORKS = {"list_week": list_week, "next_availability": next_availability, "book": book}


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "build":
            build(date.fromisoformat(order["first_monday"]))
            answer: dict[str, object] = {}
        elif order["do"] == "count":
            connection.force_debug_cursor = True
            before = len(connection.queries_log)
            WORKS[order["what"]](order)
            answer = {"statements": len(connection.queries_log) - before}
            connection.force_debug_cursor = False
        else:
            start = perf_counter()
            result = WORKS[order["do"]](order)
            answer = {"seconds": perf_counter() - start, "result": result}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
