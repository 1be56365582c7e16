"""Every address of the product by its name, and how the tests come to it; test_pages compares it with the resolver."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from releve.config.demonstration import logins
from releve.config.demonstration.logins import Login

NOBODY, SECRETARY, DOCTOR = None, logins.MAZINGARBE_SECRETARY, logins.MAZINGARBE_DOCTOR
COORDINATOR, TOWN_HALL = logins.COORDINATOR, logins.MAZINGARBE_TOWN_HALL
DESKS: dict[str, Login] = {
    "secretary": SECRETARY,
    "doctor": DOCTOR,
    "network": COORDINATOR,
    "townhall": TOWN_HALL,
}
# Whatever an address asks for: the first that the demonstration has.
PARTS = {
    "slug": "SELECT slug FROM estate.offices_office ORDER BY id LIMIT 1",
    "opening_id": "SELECT id FROM estate.offices_openinghalfday WHERE office_id = 1 AND valid_to IS NULL ORDER BY id",
    "room_id": "SELECT id FROM estate.offices_room WHERE office_id = 1 ORDER BY id LIMIT 1",
    "shift_id": "SELECT id FROM estate.rota_shift WHERE starts_at > now() AND status = 'published' "
    "AND office_id = 1 ORDER BY starts_at LIMIT 1",
    "doctor_id": "SELECT d.id FROM estate.commitments_doctor d JOIN people.people_user u ON u.id = d.user_id "
    "ORDER BY d.id LIMIT 1",
    "commitment_id": "SELECT c.id FROM estate.commitments_commitment c JOIN estate.commitments_doctor d "
    "ON d.id = c.doctor_id WHERE d.user_id IS NOT NULL ORDER BY c.starts_on DESC LIMIT 1",
    "reason_id": "SELECT id FROM estate.slots_visitreason ORDER BY position LIMIT 1",
    "visit_id": "SELECT id FROM care.appointments_appointment WHERE status = 'booked' AND starts_at > now() "
    "AND office_id = 1 ORDER BY starts_at LIMIT 1",
    "patient_id": "SELECT id FROM care.appointments_patient ORDER BY id LIMIT 1",
    "secretary_id": "SELECT user_id FROM estate.offices_membership WHERE desk = 'secretary' ORDER BY id LIMIT 1",
    "candidate_id": "SELECT id FROM estate.commitments_candidate WHERE doctor_id IS NULL ORDER BY id LIMIT 1",
    "act_word": "SELECT 'avenant'",
    "recipient": "SELECT 'ars'",
    "line_id": "SELECT 1",
    "call_id": "SELECT 1",
    "alarm_id": "SELECT 1",
    "plan_id": "SELECT 1",
    "closure_id": "SELECT 1",
    "absence_id": "SELECT 1",
    "exchange_id": "SELECT 1",
    "terms_id": "SELECT 1",
    "step": "SELECT 'exceptions'",
}
# Open to GET as they are, for this login.
PAGES: dict[str, Login | None] = {
    "patient:home": NOBODY,
    "patient:office": NOBODY,
    "patient:office_times": NOBODY,
    "patient:accessibility": NOBODY,
    "patient:legal": NOBODY,
    "patient:privacy": NOBODY,
    "account_login": NOBODY,
    "account_request_login_code": NOBODY,
    "account_reset_password": NOBODY,
    "account_reset_password_done": NOBODY,
    "account_reset_password_from_key_done": NOBODY,
    "account_inactive": NOBODY,
    "account_logout": COORDINATOR,
    "secretary:day": SECRETARY,
    "secretary:day_list": SECRETARY,
    "secretary:visit": SECRETARY,
    "secretary:move": SECRETARY,
    "secretary:cancel": SECRETARY,
    "secretary:patients": SECRETARY,
    "secretary:new_patient": SECRETARY,
    "secretary:patient": SECRETARY,
    "secretary:book": SECRETARY,
    "secretary:shifts": SECRETARY,
    "secretary:my_half_days": SECRETARY,
    "secretary:availability": SECRETARY,
    "secretary:shift_patients": SECRETARY,
    "doctor:weeks": DOCTOR,
    "doctor:day": DOCTOR,
    "doctor:promise": DOCTOR,
    "doctor:calendar": DOCTOR,
    "doctor:availability": DOCTOR,
    "doctor:exchanges": DOCTOR,
    "doctor:fairness": DOCTOR,
    "network:home": COORDINATOR,
    "network:weeks_ahead": COORDINATOR,
    "network:retention": COORDINATOR,
    "network:offices": COORDINATOR,
    "network:open_office": COORDINATOR,
    "network:office": COORDINATOR,
    "network:facts": COORDINATOR,
    "network:change_opening": COORDINATOR,
    "network:end_opening": COORDINATOR,
    "network:rooms": COORDINATOR,
    "network:room": COORDINATOR,
    "network:closures": COORDINATOR,
    "network:reception": COORDINATOR,
    "network:knobs": COORDINATOR,
    "network:close_office": COORDINATOR,
    "network:network_coverage_knobs": COORDINATOR,
    "network:coverage": COORDINATOR,
    "network:chances": COORDINATOR,
    "network:coverage_knobs": COORDINATOR,
    "network:weeks": COORDINATOR,
    "network:add_shift": COORDINATOR,
    "network:shift": COORDINATOR,
    "network:doctors": COORDINATOR,
    "network:add_doctor": COORDINATOR,
    "network:doctor": COORDINATOR,
    "network:change_doctor": COORDINATOR,
    "network:add_commitment": COORDINATOR,
    "network:change_pattern": COORDINATOR,
    "network:change_last_day": COORDINATOR,
    "network:availability": COORDINATOR,
    "network:exchanges": COORDINATOR,
    "network:fairness": COORDINATOR,
    "network:secretaries": COORDINATOR,
    "network:secretary": COORDINATOR,
    "network:secretary_wishes": COORDINATOR,
    "network:candidates": COORDINATOR,
    "network:candidate_gaps": COORDINATOR,
    "network:add_candidate": COORDINATOR,
    "network:candidate": COORDINATOR,
    "network:change_candidate": COORDINATOR,
    "network:engage_candidate": COORDINATOR,
    "network:erase_candidate": COORDINATOR,
    "network:welcomes": COORDINATOR,
    "network:welcome": COORDINATOR,
    "network:calls": COORDINATOR,
    "network:publish_call": COORDINATOR,
    "network:promise": COORDINATOR,
    "network:promise_act": COORDINATOR,
    "network:promise_papers": COORDINATOR,
    "network:cessation": COORDINATOR,
    "network:deadlines": COORDINATOR,
    "network:deadline_reminders": COORDINATOR,
    "network:plans": COORDINATOR,
    "network:replace_doctor": COORDINATOR,
    "network:reasons": COORDINATOR,
    "network:change_reason": COORDINATOR,
    "townhall:home": TOWN_HALL,
}
# Pages that only a walk comes to: the file that walks there and checks them.
WALKED = {
    "patient:identity": "test_patient.py",
    "patient:code": "test_patient.py",
    "patient:appointment": "test_patient.py",
    "patient:move": "test_patient.py",
    "patient:cancel": "test_patient.py",
    "patient:my_appointments": "test_accounts.py",
    "secretary:confirm": "test_secretary.py",
    "secretary:double": "test_secretary.py",
    "doctor:calendar_names": "test_doctor.py",
    "doctor:propose_exchange": "test_wishes.py",
    "doctor:propose_ring": "test_wishes.py",
    "doctor:linked_exchange": "test_wishes.py",
    "doctor:renew_calendar": "test_doctor.py",
    "network:amended_terms": "test_promise.py",
    "network:plan": "test_coverage_and_rota.py",
    "network:compare_plan": "test_coverage_and_rota.py",
    "network:publish_plan": "test_coverage_and_rota.py",
    "network:why_empty": "test_plans.py",
    "network:reception_plan": "test_secretaries.py",
    "network:seat_at_reception": "test_secretaries.py",
    "network:why_without_reception": "test_secretaries.py",
    "network:call": "test_calls.py",
    "network:open_call": "test_calls.py",
    "account_confirm_login_code": "test_accounts.py",
    "account_reset_password_from_key": "test_accounts.py",
    "account_change_password": "test_accounts.py",
    "account_set_password": "test_accounts.py",
    "account_reauthenticate": "test_accounts.py",
    "mfa_authenticate": "test_accounts.py",
    "mfa_reauthenticate": "test_accounts.py",
    "mfa_reauthenticate_webauthn": "test_accounts.py",
    "mfa_index": "test_accounts.py",
    "mfa_activate_totp": "test_accounts.py",
    "mfa_deactivate_totp": "test_accounts.py",
    "mfa_view_recovery_codes": "test_accounts.py",
    "mfa_generate_recovery_codes": "test_accounts.py",
    "mfa_list_webauthn": "test_accounts.py",
    "mfa_add_webauthn": "test_accounts.py",
    "mfa_edit_webauthn": "test_accounts.py",
    "mfa_remove_webauthn": "test_accounts.py",
}
# No page at all: a file, a list for a script, or a way on.
FILES = {
    "patient:robots",
    "patient:town_suggestions",
    "patient:calendar_file",
    "doctor:feed",
    "network:plan_progress",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "my_desk",
    "set_language",
}
# They answer a form that was sent, and nothing else.
ACTIONS: dict[str, Login | None] = {
    "patient:hold": NOBODY,
    "patient:send_again": NOBODY,
    "patient:give_back": NOBODY,
    "secretary:step": SECRETARY,
    "secretary:contacts": SECRETARY,
    "secretary:availability_step": SECRETARY,
    "secretary:add_absence": SECRETARY,
    "secretary:drop_absence": SECRETARY,
    "doctor:step": DOCTOR,
    "doctor:add_absence": DOCTOR,
    "doctor:mark_deadline": DOCTOR,
    "doctor:tick_welcome": DOCTOR,
    "doctor:remove_absence": DOCTOR,
    "doctor:availability_step": DOCTOR,
    "doctor:answer_exchange": DOCTOR,
    "doctor:withdraw_exchange": DOCTOR,
    "network:remind_of_season": COORDINATOR,
    "network:allow_exchange": COORDINATOR,
    "network:refuse_exchange": COORDINATOR,
    "network:acknowledge_alarm": COORDINATOR,
    "network:follow_network_knobs": COORDINATOR,
    "network:switch_room": COORDINATOR,
    "network:withdraw_closure": COORDINATOR,
    "network:withdraw_reception_absence": COORDINATOR,
    "network:reopen_office": COORDINATOR,
    "network:lay_weeks": COORDINATOR,
    "network:publish_weeks": COORDINATOR,
    "network:open_weeks": COORDINATOR,
    "network:change_times": COORDINATOR,
    "network:move_to_room": COORDINATOR,
    "network:cancel_shift": COORDINATOR,
    "network:withdraw_absence": COORDINATOR,
    "network:mark_deadline": COORDINATOR,
    "network:close_recruitment": COORDINATOR,
    "network:declare_candidate": COORDINATOR,
    "network:draw_up_welcome": COORDINATOR,
    "network:tick_welcome": COORDINATOR,
    "network:withdraw_amended_terms": COORDINATOR,
    "network:withdraw_call": COORDINATOR,
    "network:stop_plan": COORDINATOR,
    "network:drop_plan": COORDINATOR,
    "network:undo_plan": COORDINATOR,
    "network:publish_reception_plan": COORDINATOR,
    "network:undo_reception_plan": COORDINATOR,
    "network:secretary_wishes_step": COORDINATOR,
    "network:secretary_absence": COORDINATOR,
    "network:withdraw_secretary_absence": COORDINATOR,
    "network:switch_reason": COORDINATOR,
    "choose_seat": COORDINATOR,
}


def all_names() -> set[str]:
    """Return the name of every address that the product answers."""
    return set(_names(get_resolver(), ""))


def parameters_of(name: str) -> list[str]:
    """Return what an address asks for."""
    namespace, _, short = name.rpartition(":")
    resolver = get_resolver()
    if namespace:
        _prefix, resolver = resolver.namespace_dict[namespace]
    ((_path, parameters),) = resolver.reverse_dict.getlist(short)[0][0]
    return list(parameters)


def _names(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{before}{entry.name}"
        else:
            yield from _names(entry, f"{before}{entry.namespace}:" if entry.namespace else before)
