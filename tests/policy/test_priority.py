import datetime

import pytest

from partners.posts import posts_for
from policy.priority import Reason, reasons_for
from tests.support.factories import (
    make_entry,
    make_framework,
    make_jurisdiction,
    make_partner,
    make_post,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    return make_framework()


def reasons(partner):
    return reasons_for(partner, posts_for(partner))[1]


def test_a_named_partner_has_no_other_reason_than_the_entry(framework):
    partner = make_partner()
    entry = make_entry(framework=framework)
    entry.members.create(partner=partner)
    make_entry(framework=framework)
    assert reasons_for(partner, []) == (framework, [Reason(entry, None)])


def test_an_example_of_a_group_counts_as_named(framework):
    partner = make_partner()
    entry = make_entry(framework=framework, kind="such-as")
    entry.members.create(partner=partner)
    assert reasons(partner) == [Reason(entry, None)]


def test_a_region_has_the_country_it_is_part_of_as_its_reason(framework):
    country = make_partner()
    region = make_partner(parent=country)
    entry = make_entry(framework=framework)
    entry.members.create(partner=country)
    assert reasons(region) == [Reason(entry, country)]


def test_a_country_is_no_priority_because_its_region_is(framework):
    country = make_partner()
    make_entry(framework=framework).members.create(partner=make_partner(parent=country))
    assert reasons(country) == []


def test_a_region_is_in_the_area_of_the_post_of_its_country(framework):
    country, post = make_partner(), make_post()
    make_jurisdiction(post=post, partner=country)
    entry = make_entry(framework=framework, kind="jurisdictions")
    assert reasons(make_partner(parent=country)) == [Reason(entry, post)]


def test_several_reasons_come_in_the_order_of_the_list(framework):
    country, post = make_partner(), make_post()
    region = make_partner(parent=country)
    make_jurisdiction(post=post, partner=region)
    third = make_entry(framework=framework, position=3, kind="jurisdictions")
    second = make_entry(framework=framework, position=2)
    second.members.create(partner=region)
    first = make_entry(framework=framework, position=1)
    first.members.create(partner=country)
    assert reasons(region) == [Reason(first, country), Reason(second, None), Reason(third, post)]


def test_a_post_is_one_reason_also_when_the_entry_of_jurisdictions_names_partners(framework):
    partner, post = make_partner(), make_post()
    make_jurisdiction(post=post, partner=partner)
    entry = make_entry(framework=framework, kind="jurisdictions")
    for _ in range(2):
        entry.members.create(partner=make_partner())
    assert reasons(partner) == [Reason(entry, post)]


def test_a_post_gives_no_reason_when_the_list_does_not_take_in_the_jurisdictions(framework):
    partner = make_partner()
    make_jurisdiction(partner=partner)
    make_entry(framework=framework, kind="open")
    assert reasons_for(partner, posts_for(partner)) == (framework, [])


def test_only_the_newest_published_framework_gives_reasons(framework):
    partner = make_partner()
    make_entry(framework=framework).members.create(partner=partner)
    later = {"starts_on": datetime.date(2026, 1, 1), "ends_on": datetime.date(2030, 12, 31)}
    draft = make_entry(framework=make_framework(state="draft", **later))
    assert len(reasons(partner)) == 1
    draft.framework.state = "published"
    draft.framework.save()
    assert reasons_for(partner, []) == (draft.framework, [])


def test_without_a_focus_list_there_are_no_reasons():
    assert reasons_for(make_partner(), []) == (None, [])


def test_it_takes_one_query_however_long_the_list(framework, django_assert_num_queries):
    partner = make_partner(parent=make_partner())
    posts = [make_post(), make_post()]
    for _ in range(12):
        make_entry(framework=framework).members.create(partner=partner)
    make_entry(framework=framework, kind="jurisdictions")
    with django_assert_num_queries(1):
        assert len(reasons_for(partner, posts)[1]) == 14
