"""Which act may follow which, and the states that nothing leaves."""

from itertools import product

import pytest

from releve.pipeline.commitments.handover import Act, Route, State
from releve.pipeline.commitments.rules.life import (
    BEFORE_THE_START,
    FIRST_ACTS,
    OVER,
    TRANSITIONS,
    UNLAID,
    next_acts,
    next_state,
    steps,
)

# Written by hand, so that a slip in the dictionary is seen: state, then what may follow.
ALLOWED = {
    "proposed": "agree>agreed amend>proposed give_up>given_up",
    "agreed": "declare>declared sign>signed start>running amend>agreed give_up>given_up",
    "declared": "declare>declared oppose>opposed sign>signed start>running amend>declared give_up>given_up",
    "opposed": "appeal>opposed allow>declared declare>declared amend>opposed end>ended give_up>given_up",
    "signed": "declare>signed oppose>opposed start>running amend>signed give_up>given_up",
    "running": "declare>running sign>running amend>running oppose>opposed give_notice>notice_given extend>extended "
    "end>ended",
    "extended": "declare>extended sign>extended amend>extended oppose>opposed give_notice>notice_given "
    "extend>extended end>ended",
    "notice_given": "declare>notice_given sign>notice_given oppose>opposed withdraw_notice>running "
    "amend>notice_given end>ended",
    "ended": "",
    "given_up": "",
}


@pytest.mark.parametrize(("state", "act"), list(product(State, Act)))
def test_act_when_asked_in_a_state_then_leads_where_the_table_says_or_nowhere(state, act):
    allowed = dict(word.split(">") for word in ALLOWED[state].split())
    assert next_state(state, act) == allowed.get(act)


def test_life_when_it_begins_then_by_one_of_three_acts():
    assert FIRST_ACTS == {
        Act.PROPOSE: State.PROPOSED,
        Act.AGREE: State.AGREED,
        Act.ENTER: State.RUNNING,
    }


def test_every_state_when_followed_then_can_be_reached_and_leads_to_an_end():
    reached, before = set(FIRST_ACTS.values()), set()
    while reached != before:
        before = set(reached)
        reached |= {after for state in before for after in TRANSITIONS[state].values()}
    assert reached == set(State)
    assert {state for state in State if not TRANSITIONS[state]} == OVER


def test_acts_of_the_declaration_when_the_route_is_no_distinct_site_then_are_not_offered():
    """ORD-01: one route only declares its site."""
    assert Act.DECLARE in next_acts(State.AGREED, Route.DISTINCT_SITE)
    for route in set(Route) - {Route.DISTINCT_SITE}:
        assert not {Act.DECLARE, Act.OPPOSE} & set(next_acts(State.RUNNING, route))


def test_steps_when_listed_then_are_the_table_and_the_first_acts():
    listed = list(steps())
    assert len(listed) == len(FIRST_ACTS) + sum(len(acts) for acts in TRANSITIONS.values())
    assert len(set(listed)) == len(listed)


def test_states_when_grouped_then_say_who_is_laid():
    assert {State.PROPOSED, State.OPPOSED, State.GIVEN_UP} == UNLAID
    assert not OVER & BEFORE_THE_START
