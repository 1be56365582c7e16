"""The law of appointments that a column constraint cannot say, in PostgreSQL's own language (docs/decisions/0004)."""

# FOR SHARE makes a booking and a change of its shift wait for each other: neither can slip past the other's check.
LIES_INSIDE_ITS_SHIFT = """
    IF NEW.status NOT IN ('held', 'booked', 'arrived', 'in_consultation', 'seen') THEN
        RETURN NEW;
    END IF;
    PERFORM FROM rota_shift shift
    WHERE shift.id = NEW.shift_id AND shift.doctor_id = NEW.doctor_id AND shift.office_id = NEW.office_id
      AND shift.status = 'published' AND NEW.starts_at >= shift.starts_at AND NEW.ends_at <= shift.ends_at
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'appointment outside its shift'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'appointment_lies_inside_its_shift';
    END IF;
    RETURN NEW;
"""

# Runs with its owner's rights: the estate's role may change a shift without any right to look at the patients in it,
# and learns their number only.
PATIENTS_KEEP_THEIR_SHIFT = """
CREATE OR REPLACE FUNCTION public.patients_keep_their_shift() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, people, estate, care, pg_temp AS $$
DECLARE n_patients integer;
BEGIN
    SELECT count(*) INTO n_patients FROM appointments_appointment visit
    WHERE visit.shift_id = OLD.id
      AND (visit.status IN ('booked', 'arrived', 'in_consultation')
           OR (visit.status = 'held' AND visit.held_until > clock_timestamp()))
      AND (NEW.status <> 'published' OR NEW.doctor_id <> OLD.doctor_id OR NEW.office_id <> OLD.office_id
           OR visit.starts_at < NEW.starts_at OR visit.ends_at > NEW.ends_at);
    IF n_patients > 0 THEN
        RAISE EXCEPTION 'patients are booked in this shift'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'booked_patients_keep_their_shift',
                  DETAIL = n_patients::text;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER booked_patients_keep_their_shift BEFORE UPDATE ON rota_shift
    FOR EACH ROW WHEN (OLD.status = 'published')
    EXECUTE FUNCTION public.patients_keep_their_shift();
"""

# The only ways in which anything of `care` reaches the estate: numbers, masked from 1 to 10 (DATA-03). Months are
# always whole: two questions that differ by one day would tell that day's few patients.
COUNTS_FOR_THE_ESTATE = """
CREATE OR REPLACE FUNCTION public.masked(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
    'SELECT CASE WHEN n BETWEEN 1 AND 10 THEN NULL ELSE n END';
CREATE OR REPLACE FUNCTION public.appointment_counts(from_day date, to_day date)
RETURNS TABLE (office_id bigint, month date, n_booked bigint, n_seen bigint, n_no_show bigint, n_patients bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, people, estate, care, pg_temp AS $$
    SELECT visit.office_id, date_trunc('month', visit.starts_at AT TIME ZONE office.time_zone)::date AS month,
           masked(count(*) FILTER (WHERE visit.status IN ('booked', 'arrived', 'in_consultation'))),
           masked(count(*) FILTER (WHERE visit.status = 'seen')),
           masked(count(*) FILTER (WHERE visit.status = 'no_show')),
           masked(count(DISTINCT visit.patient_id) FILTER (WHERE visit.status = 'seen'))
    FROM appointments_appointment visit JOIN offices_office office ON office.id = visit.office_id
    WHERE visit.network_id = ANY (NULLIF(current_setting('releve.networks', true), '')::bigint[])
      AND visit.starts_at >= date_trunc('month', from_day::timestamp) AT TIME ZONE office.time_zone
      AND visit.starts_at < (date_trunc('month', to_day::timestamp - interval '1 day') + interval '1 month')
                            AT TIME ZONE office.time_zone
    GROUP BY 1, 2 ORDER BY 1, 2
$$;
REVOKE ALL ON FUNCTION public.appointment_counts(date, date) FROM PUBLIC;
"""

# How many patients each shift holds, shift by shift and never added up: whoever changes the rota must know what it
# touches. A shift without patients has no row; the days asked add nothing, for each number is masked by itself.
PATIENTS_OF_SHIFTS_FOR_THE_ESTATE = """
CREATE OR REPLACE FUNCTION public.masked_patients_of_shifts(first_day date, last_day date)
RETURNS TABLE (shift_id bigint, n_patients bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, people, estate, care, pg_temp AS $$
    SELECT shift.id, masked(count(*))
    FROM rota_shift shift JOIN appointments_appointment visit ON visit.shift_id = shift.id
    WHERE shift.network_id = ANY (NULLIF(current_setting('releve.networks', true), '')::bigint[])
      AND shift.day BETWEEN first_day AND last_day AND shift.status = 'published'
      AND (visit.status IN ('booked', 'arrived', 'in_consultation')
           OR (visit.status = 'held' AND visit.held_until > clock_timestamp()))
    GROUP BY shift.id ORDER BY shift.id
$$;
REVOKE ALL ON FUNCTION public.masked_patients_of_shifts(date, date) FROM PUBLIC;
"""
