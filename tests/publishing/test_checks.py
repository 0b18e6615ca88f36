"""All check constraints of a record are asked in one query, and each still speaks for itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import CheckConstraint
from django.test.utils import CaptureQueriesContext

from partners.models import Partner
from tests.support.factories import make_partner

pytestmark = pytest.mark.django_db


def queries_of_checks(record):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        try:
            record.validate_constraints()
        except ValidationError as error:
            return len(asked), error.message_dict
    return len([one for one in asked if "_check" in one["sql"]]), {}


def test_checks_that_hold_cost_one_query():
    others = [one for one in Partner._meta.constraints if not isinstance(one, CheckConstraint)]
    count, errors = queries_of_checks(make_partner())
    assert len(Partner._meta.constraints) > len(others) + 5
    assert 0 < count <= 1 + len(others)
    assert not errors


def test_of_two_that_do_not_hold_both_say_so():
    partner = make_partner()
    partner.name_nl, partner.latitude = "", "50.8"
    _count, errors = queries_of_checks(partner)
    assert sum(map(len, errors.values())) == 2
    partner.name_nl, partner.latitude = "Wales", None
    assert queries_of_checks(partner)[1] == {}
