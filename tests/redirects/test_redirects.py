"""Redirects of editors, and former addresses: seen in the admin, without chains, never round."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse
from django.utils.translation import override

from portal.publishing.models import OldSlug
from portal.redirects.models import Redirect
from tests.support.admin_forms import edit, keep_draft, soup
from tests.support.factories import brussels, make_partner

pytestmark = pytest.mark.django_db
AT, SECOND = brussels(2027, 3, 1, 12), datetime.timedelta(seconds=1)
REDIRECTS = reverse("admin:redirects_redirect_changelist")
OLD_SLUGS = reverse("admin:publishing_oldslug_changelist")


def make_redirect(old, new, **facts):
    redirect = Redirect(old=old, new=new, **facts)
    redirect.full_clean()
    redirect.save()
    return redirect


def led(client, address):
    response = client.get(address)
    assert response.status_code == 301, f"{address}: {response.status_code}"
    return response.headers["Location"]


def refused(old, new, field):
    with override("en"), pytest.raises(ValidationError) as error:
        make_redirect(old, new)
    return " ".join(error.value.message_dict[field])


@pytest.mark.parametrize(
    "address",
    ["/nl/oud/", "/nl/oud", "/oud/index.php?id=3", "/fr/%C3%A9t%C3%A9/", "/media/7/oud.pdf"],
)
def test_an_old_address_leads_to_its_page(client, address):
    make_redirect(address.split("?")[0], "/nl/partners/")
    assert led(client, address) == "/nl/partners/"
    assert "max-age=0, s-maxage=" in client.get(address).headers["Cache-Control"]


def test_the_exact_query_leads_first_and_without_it_the_path_alone(client):
    make_redirect("/nl/index.php?id=12", "/nl/partners/")
    assert client.get("/nl/index.php?id=13").status_code == 404
    make_redirect("/nl/index.php", "/nl/akkoorden/")
    assert led(client, "/nl/index.php?id=12") == "/nl/partners/"
    assert led(client, "/nl/index.php?id=13") == led(client, "/nl/index.php") == "/nl/akkoorden/"


@pytest.mark.parametrize(
    "address", ["/NL/Caf%C3%A9.PHP?ID=a%20B", "/nl/cafe%CC%81.php?id=A%20b", "/nl/café.php?id=a b"]
)
def test_case_and_the_notation_of_accents_make_no_other_old_address(client, address):
    make_redirect("/nl/Café.php?id=a%20b", "/nl/partners/")
    assert led(client, address) == "/nl/partners/"


def test_a_redirect_from_a_query_may_not_lead_back_to_it(client):
    make_redirect("/nl/index.php", "/nl/partners/")
    assert refused("/nl/index.php?id=1", "/NL/index.php?id=1", "new")
    assert refused("/nl/partners/?id=1", "/nl/", "old")


def test_a_redirect_keeps_the_language_of_its_destination(client):
    make_redirect("/oud/", "/fr/partenaires/?q=a#b")
    assert led(client, "/oud/") == "/fr/partenaires/?q=a#b"


def test_a_redirect_can_lead_to_another_site(client):
    make_redirect("/oud/", "https://example.org/x?y=1")
    assert led(client, "/oud/") == "https://example.org/x?y=1"


def test_a_page_takes_precedence_over_a_redirect_from_the_second_of_its_publication(
    client, time_machine
):
    make_partner(slug_nl="japan", publish_at=AT)
    time_machine.move_to(AT - SECOND, tick=False)
    make_redirect("/nl/partners/japan/", "/nl/partners/")
    assert led(client, "/nl/partners/japan/") == "/nl/partners/"
    time_machine.move_to(AT, tick=False)
    assert client.get("/nl/partners/japan/").status_code == 200


def test_an_address_without_a_page_or_redirect_is_not_found(client):
    for address in ("/oud/", "/nl/oud", "/nl/%00/", "/nl/" + "x" * 2000):
        assert client.get(address).status_code == 404


def test_without_a_database_a_not_found_response_is_not_cached(client, monkeypatch):
    def fail(address):
        raise OperationalError("the database is gone")

    monkeypatch.setattr(Redirect, "from_address", fail)
    response = client.get("/nl/oud/")
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")


def test_chains_of_redirects_are_collapsed(client):
    make_redirect("/b/", "/nl/partners/")
    assert make_redirect("/a/", "/b/").new == "/nl/partners/"
    before = make_redirect("/c/", "https://testserver/nl/akkoorden/")
    assert before.new == "/nl/akkoorden/"
    Redirect.objects.filter(old="/c/").update(new="/d/")
    make_redirect("/d/", "/nl/landen/")
    before.refresh_from_db()
    assert before.new == "/nl/landen/"


def test_a_redirect_leads_directly_to_the_new_address_of_a_moved_page(client):
    partner = make_partner(slug_nl="japan")
    make_redirect("/oud/", "/nl/partners/japan/")
    partner.slug_nl = "nippon"
    partner.save()
    assert led(client, "/oud/") == "/nl/partners/nippon/"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("/a/", "/a/", "new"),
        ("/a/", "https://testserver/a?x=1", "new"),
        ("/a/", "/b/", "new"),
        ("/a/", "/nl/niets/", "new"),
        ("/a/", "/beheer/", "new"),
        ("/a/", "javascript:alert(1)", "new"),
        ("/beheer/x/", "/nl/", "old"),
        ("//a/", "/nl/", "old"),
        ("a", "/nl/", "old"),
        ("https://example.org/a/", "/nl/", "old"),
    ],
)
def test_an_invalid_or_circular_redirect_is_refused_at_its_field(old, new, field):
    Redirect.objects.create(old="/b/", new="/a/")
    assert refused(old, new, field)


@pytest.mark.parametrize("slug", ["japan", "nippon", "weg"])
def test_an_address_with_a_page_cannot_be_redirected(slug):
    japan = make_partner(slug_nl="nippon")
    japan.slug_nl = "japan"
    japan.save()
    make_partner(slug_nl="weg", state="withdrawn", withdrawal_reason_nl="Voorbij.")
    assert "staat een pagina" in refused(f"/nl/partners/{slug}/", "/nl/", "old")


def test_one_address_has_one_redirect():
    make_redirect("/oud", "/nl/")
    assert "al een doorverwijzing" in refused("/oud/", "/nl/partners/", "old")


def test_a_redirect_can_be_changed(admin_client):
    redirect = make_redirect("/oud/", "/nl/")
    page = reverse("admin:redirects_redirect_change", args=[redirect.pk])
    response = admin_client.post(page, {"old": "/oud/", "new": "/nl/partners/", "note": ""})
    assert response.status_code == 302
    redirect.refresh_from_db()
    assert redirect.new == "/nl/partners/"


# In the admin


@pytest.mark.parametrize(
    ("role", "may"),
    [("Redacteur", False), ("Vertaler Frans", False), ("Publicist", True), ("Beheerder", True)],
)
def test_publishers_change_redirects_and_others_view_them(client, django_user_model, role, may):
    user = django_user_model.objects.create_user("iemand", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    old = OldSlug.objects.create(record=make_partner(), slug="oud")
    redirect = make_redirect("/oud/", "/nl/")
    assert client.get(REDIRECTS).status_code == client.get(OLD_SLUGS).status_code == 200
    for name, args in [("redirect_add", []), ("redirect_delete", [redirect.pk])]:
        page = reverse(f"admin:redirects_{name}", args=args)
        assert client.get(page).status_code == (200 if may else 403)
    change = soup(client.get(reverse("admin:redirects_redirect_change", args=[redirect.pk])))
    assert bool(change.select("[name=_save]")) == may
    page = reverse("admin:publishing_oldslug_delete", args=[old.pk])
    assert client.get(page).status_code == (200 if may else 403)


def test_former_slugs_are_listed_with_their_record(admin_client):
    partner = make_partner(slug_nl="japan", name_nl="Nippon")
    partner.slug_nl = "nippon"
    partner.save()
    listed = soup(admin_client.get(f"{OLD_SLUGS}?q=jap"))
    change = reverse("admin:partners_partner_change", args=[partner.pk])
    assert listed.select_one("#result_list").find("a", href=change, string="Nippon")
    assert not soup(admin_client.get(f"{OLD_SLUGS}?q=wales")).select(
        "#result_list a[href*=partner]"
    )
    assert admin_client.get(reverse("admin:publishing_oldslug_add")).status_code == 403


@pytest.mark.slow
def test_taking_over_a_former_slug_of_another_record_is_reported(admin_client):
    partner = make_partner(slug_nl="japan", name_nl="Nippon")
    partner.slug_nl = "nippon"
    partner.save()
    other = make_partner(slug_nl="x", name_nl="Een andere")
    response = keep_draft(admin_client, other, slug_nl="japan")
    told = soup(response).select(".messagelist .warning")
    assert "Nippon" in " ".join(item.text for item in told)
    edit(admin_client, other, minor="on")
    response = keep_draft(admin_client, other, name_nl="Anders")
    told = soup(response).select(".messagelist .warning")
    assert "vroeger het adres" not in " ".join(item.text for item in told)
