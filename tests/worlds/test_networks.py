"""Row-level security: one network's rows never meet another's, for every model that there is."""

import pytest
from django.db import ProgrammingError

from releve.pipeline.offices.models import Membership
from releve.pipeline.rota.models import Shift
from releve.shared.people.models import User
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import see_own_rows, world_scope
from tests.factories import a_shift, a_stranger, a_user
from tests.worlds.asking import ask
from tests.worlds.whole_network import a_whole_network

pytestmark = pytest.mark.django_db


def test_own_seat_when_no_network_is_in_scope_yet_then_seen_by_its_owner_only():
    petit, dumas = a_user("secretary"), a_stranger()
    with world_scope(Role.CARE):
        see_own_rows(petit.id)
        assert list(Membership.objects.values_list("user_id", flat=True)) == [petit.id]
        see_own_rows(dumas.id)
        assert list(Membership.objects.values_list("user_id", flat=True)) == [dumas.id]


def test_patients_login_when_the_estate_looks_then_is_not_there():
    costa, petit = a_user(), a_user("secretary")
    with world_scope(Role.ESTATE):
        assert list(User.objects.values_list("id", flat=True)) == [petit.id]
        with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.ESTATE):
            User.objects.filter(id=petit.id).update(full_name="M. Costa")
    with world_scope(Role.CARE):
        assert User.objects.filter(id=costa.id).exists()


def test_logins_when_the_open_search_looks_then_sees_who_is_asking_only():
    costa, petit = a_user(), a_user("secretary")
    with world_scope(Role.PUBLIC):
        assert not User.objects.exists()
        see_own_rows(costa.id)
        assert list(User.objects.all()) == [costa]
    assert petit.pk != costa.pk


def test_shift_when_not_published_then_the_open_search_does_not_see_it():
    a_shift()
    with world_scope(Role.PUBLIC):
        assert not Shift.objects.exists()


def test_shift_when_care_would_change_it_then_refused_though_it_may_lock_it():
    network = a_whole_network()
    with world_scope(Role.CARE, [network.id]):
        assert ask("SELECT id FROM rota_shift FOR SHARE")
        # The guarding triggers say no first, the policy would be next.
        refused = "permission denied|row-level security"
        with pytest.raises(ProgrammingError, match=refused), world_scope(Role.CARE, [network.id]):
            ask("UPDATE rota_shift SET changed_at = now() RETURNING 1")
