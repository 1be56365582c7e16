"""The law of shifts that a column constraint cannot say, in PostgreSQL's own language (docs/decisions/0004).

`models.Shift` carries the three laws of a shift; the guards at the end keep the earlier tables from breaking them
from the other side, and are put there by this stage's migration, since no earlier stage knows of shifts.
"""

# FOR SHARE makes a new shift and a change of its commitment wait for each other: neither slips past the other's check.
INSIDE_ITS_COMMITMENT = """
    IF NEW.status <> 'cancelled' THEN
        PERFORM FROM commitments_commitment promise
        WHERE promise.id = NEW.commitment_id AND promise.doctor_id = NEW.doctor_id
          AND promise.office_id = NEW.office_id AND NEW.day >= promise.starts_on
          AND NEW.day <= COALESCE(
              promise.ends_on,
              promise.starts_on + make_interval(months => promise.maximum_term_months) - interval '1 day'
          )
        FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'shift outside its commitment'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_lies_inside_its_commitment';
        END IF;
    END IF;
    RETURN NEW;
"""
# ORD-01, ORD-02: binds what is laid, moved or published from the day on which the declaration was noted. What a
# promise laid before an opposition stands, as a conflict: patients may be in it, and people decide.
AFTER_THE_DECLARATION = """
    IF NEW.status <> 'cancelled' AND (
        TG_OP = 'INSERT'
        OR (NEW.day, NEW.commitment_id, NEW.status) IS DISTINCT FROM (OLD.day, OLD.commitment_id, OLD.status)
    ) THEN
        PERFORM FROM commitments_commitment promise
        WHERE promise.id = NEW.commitment_id AND promise.state NOT IN ('proposed', 'opposed', 'given_up')
          AND (promise.may_start_on IS NULL OR NEW.day >= promise.may_start_on
               OR NEW.day < promise.declaration_noted_on)
        FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'shift before the declarations allow it'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_shift_before_the_declarations_allow_it';
        END IF;
    END IF;
    RETURN NEW;
"""
INSIDE_OPENING_HOURS = """
    IF NEW.status <> 'cancelled' THEN
        PERFORM FROM offices_openinghalfday opening JOIN offices_office office ON office.id = opening.office_id
        WHERE office.id = NEW.office_id AND opening.half = NEW.half
          AND opening.weekday = EXTRACT(isodow FROM NEW.day)::int - 1
          AND NEW.day >= opening.valid_from AND (opening.valid_to IS NULL OR NEW.day <= opening.valid_to)
          AND NEW.day >= office.opened_on AND (office.closed_on IS NULL OR NEW.day < office.closed_on)
          AND NEW.starts_at >= (NEW.day + opening.opens_at) AT TIME ZONE office.time_zone
          AND NEW.ends_at <= (NEW.day + opening.closes_at) AT TIME ZONE office.time_zone
        FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'shift outside opening hours'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_lies_inside_opening_hours';
        END IF;
    END IF;
    RETURN NEW;
"""
IN_A_ROOM_OF_ITS_OFFICE = """
    PERFORM FROM offices_room room WHERE room.id = NEW.room_id AND room.office_id = NEW.office_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'room of another office'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shift_is_held_in_a_room_of_its_office';
    END IF;
    RETURN NEW;
"""

# Runs with its owner's rights, so that no row that the asking role cannot see is forgotten.
GUARD = """
CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, people, estate, pg_temp AS $$
DECLARE n_shifts integer;
BEGIN
    SELECT count(*) INTO n_shifts FROM rota_shift shift WHERE shift.status <> 'cancelled' AND {broken};
    IF n_shifts > 0 THEN
        RAISE EXCEPTION 'shifts stand in the way'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', DETAIL = n_shifts::text;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW {when} EXECUTE FUNCTION public.{name}();
"""
OUTSIDE_OPENING_HOURS = """NOT EXISTS (
        SELECT FROM offices_openinghalfday opening JOIN offices_office office ON office.id = opening.office_id
        WHERE office.id = shift.office_id AND opening.half = shift.half
          AND opening.weekday = EXTRACT(isodow FROM shift.day)::int - 1
          AND shift.day >= opening.valid_from AND (opening.valid_to IS NULL OR shift.day <= opening.valid_to)
          AND shift.day >= office.opened_on AND (office.closed_on IS NULL OR shift.day < office.closed_on)
          AND shift.starts_at >= (shift.day + opening.opens_at) AT TIME ZONE office.time_zone
          AND shift.ends_at <= (shift.day + opening.closes_at) AT TIME ZONE office.time_zone
    )"""
GUARDS = {
    "shifts_stay_inside_their_commitment": {
        "table": "commitments_commitment",
        "event": "UPDATE",
        "when": """WHEN ((OLD.doctor_id, OLD.office_id, OLD.starts_on, OLD.ends_on, OLD.maximum_term_months)
        IS DISTINCT FROM (NEW.doctor_id, NEW.office_id, NEW.starts_on, NEW.ends_on, NEW.maximum_term_months))""",
        "broken": """shift.commitment_id = NEW.id AND (
        shift.doctor_id <> NEW.doctor_id OR shift.office_id <> NEW.office_id OR shift.day < NEW.starts_on
        OR shift.day > COALESCE(
            NEW.ends_on, NEW.starts_on + make_interval(months => NEW.maximum_term_months) - interval '1 day'
        )
    )""",
    },
    # Deferrable: an opening half-day that changes from a day on is cut in two, and between the cuts some shifts hang.
    "shifts_stay_inside_opening_hours": {
        "table": "offices_openinghalfday",
        "event": "UPDATE OR DELETE",
        "when": "",
        "broken": f"""shift.office_id = OLD.office_id AND shift.half = OLD.half
        AND EXTRACT(isodow FROM shift.day)::int - 1 = OLD.weekday AND shift.day >= OLD.valid_from
        AND (OLD.valid_to IS NULL OR shift.day <= OLD.valid_to) AND {OUTSIDE_OPENING_HOURS}""",
    },
    "shifts_stay_while_the_office_is_open": {
        "table": "offices_office",
        "event": "UPDATE",
        "when": """WHEN ((OLD.opened_on, OLD.closed_on, OLD.time_zone)
        IS DISTINCT FROM (NEW.opened_on, NEW.closed_on, NEW.time_zone))""",
        "broken": f"shift.office_id = NEW.id AND {OUTSIDE_OPENING_HOURS}",
    },
    "shifts_stay_in_a_room_of_their_office": {
        "table": "offices_room",
        "event": "UPDATE",
        "when": "WHEN (OLD.office_id IS DISTINCT FROM NEW.office_id)",
        "broken": "shift.room_id = NEW.id AND shift.office_id <> NEW.office_id",
    },
}
# The columns of the declaration came later than the guards above.
LATER_GUARDS = {
    "shifts_wait_for_the_declaration": {
        "table": "commitments_commitment",
        "event": "UPDATE",
        "when": """WHEN ((OLD.may_start_on, OLD.declaration_noted_on)
        IS DISTINCT FROM (NEW.may_start_on, NEW.declaration_noted_on))""",
        "broken": """shift.commitment_id = NEW.id
        AND shift.day >= NEW.declaration_noted_on AND shift.day < NEW.may_start_on""",
    },
}


def install(name: str) -> str:
    """Return the statements that put a guard in place."""
    return GUARD.format(name=name, **(GUARDS | LATER_GUARDS)[name])


def remove(name: str) -> str:
    """Return the statements that take a guard away."""
    return f"DROP TRIGGER {name} ON {(GUARDS | LATER_GUARDS)[name]['table']}; DROP FUNCTION public.{name}()"
