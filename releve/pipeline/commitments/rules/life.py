"""The life of a promise: which act may follow in which state. docs/models/promise.md draws its picture from here."""

from collections.abc import Iterator, Mapping

from releve.pipeline.commitments.handover import Act, Route, State

# What begins a promise's life.
FIRST_ACTS: Mapping[Act, State] = {
    Act.PROPOSE: State.PROPOSED,
    Act.AGREE: State.AGREED,
    Act.ENTER: State.RUNNING,
}

# A late declaration or signature of a promise that runs is told when it comes, and leaves it running.
_RUNS: Mapping[Act, State] = {
    Act.OPPOSE: State.OPPOSED,
    Act.GIVE_NOTICE: State.NOTICE_GIVEN,
    Act.EXTEND: State.EXTENDED,
    Act.END: State.ENDED,
}
TRANSITIONS: Mapping[State, Mapping[Act, State]] = {
    State.PROPOSED: {
        Act.AGREE: State.AGREED,
        Act.AMEND: State.PROPOSED,
        Act.GIVE_UP: State.GIVEN_UP,
    },
    State.AGREED: {
        Act.DECLARE: State.DECLARED,
        Act.SIGN: State.SIGNED,
        Act.START: State.RUNNING,
        Act.AMEND: State.AGREED,
        Act.GIVE_UP: State.GIVEN_UP,
    },
    State.DECLARED: {
        Act.DECLARE: State.DECLARED,
        Act.OPPOSE: State.OPPOSED,
        Act.SIGN: State.SIGNED,
        Act.START: State.RUNNING,
        Act.AMEND: State.DECLARED,
        Act.GIVE_UP: State.GIVEN_UP,
    },
    State.OPPOSED: {
        Act.APPEAL: State.OPPOSED,
        Act.ALLOW: State.DECLARED,
        Act.DECLARE: State.DECLARED,
        Act.AMEND: State.OPPOSED,
        Act.END: State.ENDED,
        Act.GIVE_UP: State.GIVEN_UP,
    },
    State.SIGNED: {
        Act.DECLARE: State.SIGNED,
        Act.OPPOSE: State.OPPOSED,
        Act.START: State.RUNNING,
        Act.AMEND: State.SIGNED,
        Act.GIVE_UP: State.GIVEN_UP,
    },
    State.RUNNING: {
        Act.DECLARE: State.RUNNING,
        Act.SIGN: State.RUNNING,
        Act.AMEND: State.RUNNING,
        **_RUNS,
    },
    State.EXTENDED: {
        Act.DECLARE: State.EXTENDED,
        Act.SIGN: State.EXTENDED,
        Act.AMEND: State.EXTENDED,
        **_RUNS,
    },
    State.NOTICE_GIVEN: {
        Act.DECLARE: State.NOTICE_GIVEN,
        Act.SIGN: State.NOTICE_GIVEN,
        Act.OPPOSE: State.OPPOSED,
        Act.WITHDRAW_NOTICE: State.RUNNING,
        Act.AMEND: State.NOTICE_GIVEN,
        Act.END: State.ENDED,
    },
    State.ENDED: {},
    State.GIVEN_UP: {},
}

# Nobody lays a shift of a promise in these states.
UNLAID = frozenset({State.PROPOSED, State.OPPOSED, State.GIVEN_UP})
BEFORE_THE_START = frozenset({State.PROPOSED, State.AGREED, State.DECLARED, State.OPPOSED, State.SIGNED})
RUNNING_STATES = frozenset({State.RUNNING, State.EXTENDED, State.NOTICE_GIVEN})
OVER = frozenset({State.ENDED, State.GIVEN_UP})
# The declaration of a site is asked of one route only (ORD-01).
DECLARED_ROUTES = frozenset({Route.DISTINCT_SITE})


def next_state(state: State, act: Act) -> State | None:
    """Return where an act leads, or None where it has no place."""
    return TRANSITIONS[state].get(act)


def next_acts(state: State, route: Route) -> tuple[Act, ...]:
    """Return the acts that may follow, in the order of the table."""
    of_declaration = {Act.DECLARE, Act.OPPOSE, Act.APPEAL, Act.ALLOW}
    hidden = frozenset() if route in DECLARED_ROUTES else frozenset(of_declaration)
    return tuple(act for act in TRANSITIONS[state] if act not in hidden)


def steps() -> Iterator[tuple[State | None, Act, State]]:
    """Yield every step of every life: before, act, after."""
    yield from ((None, act, after) for act, after in FIRST_ACTS.items())
    for before, acts in TRANSITIONS.items():
        yield from ((before, act, after) for act, after in acts.items())
