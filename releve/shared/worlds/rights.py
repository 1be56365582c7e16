"""What each role may do with each table, and which rows it sees. What is not said here is refused by PostgreSQL."""

from dataclasses import dataclass

from releve.shared.worlds.roles import COUNTERS_TABLE, Place, Role, World

ALL = "SELECT, INSERT, UPDATE, DELETE"

# What the open search may read of an appointment: that a time is taken, never by whom.
PUBLIC_APPOINTMENT_COLUMNS = (
    "id",
    "network_id",
    "shift_id",
    "doctor_id",
    "starts_at",
    "ends_at",
    "status",
    "held_until",
)
# What the open search may read of the estate. Of a doctor: what stands on her plate (ORD-20).
PUBLIC_ESTATE_TABLES: dict[str, tuple[str, ...] | None] = {
    "offices_network": None,
    "offices_town": None,
    "offices_office": None,
    "offices_room": None,
    "offices_openinghalfday": None,
    "offices_closure": None,
    "offices_receptionabsence": None,
    "offices_receptionweek": None,
    # Whether somebody is there, never who.
    "offices_receptionduty": ("id", "network_id", "office_id", "day", "half"),
    "commitments_doctor": ("id", "network_id", "first_name", "last_name"),
    # Until when she stays, never by which route nor with what licence.
    "commitments_commitment": (
        "id",
        "network_id",
        "doctor_id",
        "office_id",
        "starts_on",
        "ends_on",
        "maximum_term_months",
        "state",
        "may_start_on",
    ),
    "rota_shift": None,
    "slots_visitreason": None,
}
# Of these tables the open search sees some rows only: a draft or a cancelled shift is the network's own affair.
PUBLIC_ROWS = {"rota_shift": "status = 'published'"}
# Commands alone write these: no page founds a network, and no bug in a page gives anybody a seat.
READ_ONLY = {"offices_town", "offices_network", "offices_membership"}
# What was written is never changed: the guarding triggers can be told to look away, a missing right cannot.
APPEND_ONLY = {
    "appointments_accessline",
    "appointments_appointmentstep",
    "rota_shiftstep",
    "commitments_commitmentstep",
    "commitments_promiseact",
}
# A booking locks its shift (FOR SHARE): PostgreSQL asks for the right to change a column. A policy then forbids
# every change all the same.
LOCKED_BY_CARE = {"rota_shift": "changed_at"}
# Logins are opened under /compte/, that is as CARE. The other roles need to know who is asking, and no more.
PEOPLE_RIGHTS: dict[str, dict[Role, str]] = {
    "people_user": {Role.CARE: ALL, Role.ESTATE: "SELECT", Role.PUBLIC: "SELECT"},
    "django_session": {Role.CARE: ALL, Role.ESTATE: ALL, Role.PUBLIC: ALL},
    "mfa_authenticator": {Role.CARE: ALL, Role.ESTATE: "SELECT (id, user_id, type)"},
    "account_emailaddress": {Role.CARE: ALL},
    "account_emailconfirmation": {},
    COUNTERS_TABLE: {Role.CARE: ALL},
}

# The inner SELECT makes PostgreSQL read the setting once a statement, not once a row.
MY_NETWORKS = "ANY ((SELECT NULLIF(current_setting('releve.networks', true), '')::bigint[])::bigint[])"
MYSELF = "(SELECT NULLIF(current_setting('releve.user', true), '')::bigint)"
MY_SESSION = "(SELECT current_setting('releve.session', true))"
# A person sees her own seats before the network she works for is known.
OWN_ROWS = {"offices_membership": "user_id", "commitments_doctor": "user_id", "appointments_patient": "user_id"}


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of row-level security: which rows of a table `roles` may see and write."""

    name: str
    roles: tuple[Role, ...]
    using: str
    check: str | None = None
    command: str = "ALL"
    is_restrictive: bool = False

    def statement(self, table: str) -> str:
        kind = "RESTRICTIVE" if self.is_restrictive else "PERMISSIVE"
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return (
            f"CREATE POLICY {self.name} ON {table} AS {kind} FOR {self.command} "
            f"TO {', '.join(self.roles)} USING ({self.using}){check}"
        )


def grants(place: Place) -> list[tuple[str, Role]]:
    """Return what is granted on a table, and to whom."""
    match place.world:
        case World.PEOPLE:
            return [(rights, role) for role, rights in PEOPLE_RIGHTS.get(place.table, {}).items()]
        case World.ESTATE:
            granted = [(_writing(place), Role.ESTATE), ("SELECT", Role.CARE)]
            if place.table in LOCKED_BY_CARE:
                granted.append((f"UPDATE ({LOCKED_BY_CARE[place.table]})", Role.CARE))
            if place.table in PUBLIC_ESTATE_TABLES:
                granted.append((_reading(PUBLIC_ESTATE_TABLES[place.table]), Role.PUBLIC))
            return granted
        case World.CARE:
            granted = [(_writing(place), Role.CARE)]
            if place.table == "appointments_appointment":
                granted.append((_reading(PUBLIC_APPOINTMENT_COLUMNS), Role.PUBLIC))
            return granted


def _writing(place: Place) -> str:
    if place.table in READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if place.table in APPEND_ONLY else ALL


def _reading(columns: tuple[str, ...] | None) -> str:
    return f"SELECT ({', '.join(columns)})" if columns else "SELECT"


def policies(place: Place) -> list[Policy]:
    """Return the rules for a table's rows; an empty list means that every row is open to whoever has the right."""
    if place.world == World.PEOPLE:
        return PEOPLE_POLICIES.get(place.table, [])
    if place.network_column is None:
        return []
    mine = f"{place.network_column} = {MY_NETWORKS}"
    desks = (Role.CARE,) if place.world == World.CARE else (Role.ESTATE, Role.CARE)
    found = [Policy("rows_of_my_networks", desks, mine, mine)]
    if place.table in PUBLIC_ESTATE_TABLES or place.table == "appointments_appointment":
        shown = PUBLIC_ROWS.get(place.table, "true")
        found.append(Policy("open_to_search", (Role.PUBLIC,), shown, command="SELECT"))
    if place.table in OWN_ROWS:
        own = f"{OWN_ROWS[place.table]} = {MYSELF}"
        found.append(Policy("my_own_rows", desks, own, command="SELECT"))
    if place.table in LOCKED_BY_CARE:
        found.append(
            Policy("care_locks_and_never_changes", (Role.CARE,), "true", "false", command="UPDATE", is_restrictive=True)
        )
    return found


# A patient's login is a patient's name: the estate sees the logins of staff, and whoever is asking.
PEOPLE_POLICIES = {
    "people_user": [
        Policy("every_login", (Role.CARE,), "true", "true"),
        Policy("staff_and_myself", (Role.ESTATE,), f"kind = 'staff' OR id = {MYSELF}", command="SELECT"),
        Policy("myself", (Role.PUBLIC,), f"id = {MYSELF}", command="SELECT"),
    ],
    "mfa_authenticator": [
        Policy("every_login", (Role.CARE,), "true", "true"),
        Policy("myself", (Role.ESTATE,), f"user_id = {MYSELF}", command="SELECT"),
    ],
    # A session holds the address and the code of someone who is logging in: a request sees its own only.
    "django_session": [Policy("my_session", tuple(Role), f"session_key = {MY_SESSION}", f"session_key = {MY_SESSION}")],
}
